"""The workspace: its people, conversations and user groups, as Slack tells of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

Params = dict[str, Any]

TEAM, APP, BOT, BOT_ID = "T1", "A1", "UBOT", "BBOT"

_CREATED = 1_700_000_000


@dataclass
class User:
    id: str
    name: str
    email: str = ""
    #: Custom profile fields: values by the id of the field.
    fields: dict[str, str] = field(default_factory=dict)
    guest: bool = False
    bot: bool = False
    deleted: bool = False
    #: Of another company, seen in a shared channel.
    stranger: bool = False
    #: Where their account is: of another company in a channel that it shares, but no stranger.
    home_team: str = TEAM
    email_confirmed: bool = True
    locale: str = "ja-JP"

    def as_json(self, *, email: bool, locale: bool = False) -> Params:
        profile = {"real_name": self.name, "display_name": self.name, "team": TEAM}
        user: Params = {
            "id": self.id,
            "team_id": "T2" if self.stranger else self.home_team,
            "name": self.name,
            "real_name": self.name,
            "deleted": self.deleted,
            "is_bot": self.bot,
            "is_app_user": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_stranger": self.stranger,
            "is_email_confirmed": self.email_confirmed,
            "tz": "Asia/Tokyo",
            "updated": _CREATED,
            "profile": profile | ({"email": self.email} if email and self.email else {}),
        }
        return user | ({"locale": self.locale} if locale else {})


@dataclass
class Channel:
    """A conversation; a direct one has the user it is with."""

    id: str
    name: str = ""
    private: bool = False
    #: The direct messages of a group.
    group: bool = False
    archived: bool = False
    #: With another company (Slack Connect).
    shared: bool = False
    with_user: str = ""
    members: list[str] = field(default_factory=list)

    @property
    def direct(self) -> bool:
        return bool(self.with_user)

    @property
    def channel_type(self) -> str:
        """As ``channel_type`` of a message event."""
        if self.direct or self.group:
            return "mpim" if self.group else "im"
        return "group" if self.private else "channel"

    @property
    def kind(self) -> str:
        """As the names of scopes have it: channels, groups, im, mpim."""
        return {"channel": "channels", "group": "groups"}.get(self.channel_type, self.channel_type)

    def as_json(self) -> Params:
        told: Params = {
            "id": self.id,
            "created": _CREATED,
            "is_archived": self.archived,
            "is_im": self.direct,
            "is_channel": self.channel_type == "channel",
            "is_group": self.channel_type == "group",
            "is_private": self.private or self.direct or self.group,
            "is_mpim": self.group,
            "is_ext_shared": self.shared,
            "is_pending_ext_shared": False,
            "is_member": BOT in self.members,
            "context_team_id": TEAM,
        }
        return told | ({"user": self.with_user} if self.direct else {"name": self.name})


@dataclass
class Group:
    """A user group (``@soumu``)."""

    id: str
    handle: str
    members: list[str] = field(default_factory=list)
    disabled: bool = False

    def as_json(self, *, users: bool) -> Params:
        told: Params = {
            "id": self.id,
            "team_id": TEAM,
            "is_usergroup": True,
            "name": self.handle,
            "handle": self.handle,
            "date_delete": _CREATED if self.disabled else 0,
            "user_count": len(self.members),
        }
        return told | ({"users": list(self.members)} if users else {})


class Workspace:
    """Who and what is there; each of its methods adds what is missing and changes what is told."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        #: Custom profile fields: labels by id.
        self.profile_fields: dict[str, str] = {}
        #: Those of them that people write themselves.
        self.own_fields: set[str] = set()
        self._numbers = itertools.count(1)
        self.user(BOT, name="zeroji", bot=True)

    def user(self, id: str = "", **told: Any) -> User:
        id = id or f"U{next(self._numbers):08}"
        user = self.users.setdefault(id, User(id, f"user-{id.lower()}"))
        for name, value in told.items():
            setattr(user, name, value)
        return user

    def channel(self, id: str = "", *, members: tuple[str, ...] = (), **told: Any) -> Channel:
        """A channel that the app is in; ``leave`` takes it out."""
        id = id or f"C{next(self._numbers):08}"
        channel = self.channels.setdefault(id, Channel(id, f"channel-{id.lower()}", members=[BOT]))
        for name, value in told.items():
            setattr(channel, name, value)
        for member in members:
            self.join(id, member)
        return channel

    def direct(self, user: str, id: str = "") -> Channel:
        """The direct messages of a user with the app: one conversation for ever."""
        if not id:
            known = next((c for c in self.channels.values() if c.with_user == user), None)
            if known is not None:
                return known
            id = f"D{next(self._numbers):08}"
        self.user(user)
        return self.channels.setdefault(id, Channel(id, with_user=user, members=[user, BOT]))

    def group(self, id: str, handle: str, members: tuple[str, ...] = ()) -> Group:
        group = self.groups.setdefault(id, Group(id, handle))
        group.members = list(members)
        return group

    def join(self, channel: str, user: str) -> None:
        self.user(user)
        members = self.channels[channel].members
        if user not in members:
            members.append(user)

    def leave(self, channel: str, user: str) -> None:
        self.channels[channel].members.remove(user)
