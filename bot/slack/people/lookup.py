"""What Slack says of a user: kind, confirmed e-mail address, the company's own profile fields."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.posting.access import Access
from bot.slack.posting.client import Client, quiet_logger
from bot.slack.posting.refusals import FOR_GOOD, NOT_GRANTED, error_of
from bot.workspace.member import Field, Kind, Member

#: Somebody waits for an answer meanwhile.
_SECONDS = 5
#: After Slack failed it is left alone for so long: nobody else waits for nothing.
_REST = 30.0
#: How long definitions of profile fields and found addresses are good for.
_KEPT = 3600.0
_SLACKBOT = "USLACKBOT"

Json = Mapping[str, Any]
_Found = TypeVar("_Found")


class LookupFailed(Exception):
    """Slack did not say. The text is fit for a log."""


class NotGranted(LookupFailed):
    """The app lacks the scope for it."""


class NoSuchUser(LookupFailed):
    """Slack knows nobody of that id whom the app may see."""


@dataclass(frozen=True, kw_only=True)
class _Definition:
    label: str
    protected: bool


class Lookup:
    """Asks Slack about its users."""

    def __init__(self, client: WebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = Client(
            access=client.access if isinstance(client, Client) else Access(),
            token=client.token,
            base_url=client.base_url,
            timeout=_SECONDS,
            ssl=client.ssl,
            retry_handlers=[],
            logger=quiet_logger("people"),
        )
        self._clock = clock
        self._rests_until = 0.0
        #: Ids of this company in Slack: of the workspace, and of the organization around it.
        self._home: frozenset[str] = frozenset()
        self._definitions: dict[str, _Definition] = {}
        self._defined_until = 0.0
        #: By e-mail address: whose it is, and until when that is good.
        self._addresses: dict[str, tuple[str | None, float]] = {}

    def member(self, user: str) -> Member:
        """A user as Slack tells of them now, without their groups. Raises LookupFailed."""
        told = self.ask(lambda: self._client.users_info(user=user, include_locale=True))["user"]
        member = read_member(told, self._own_ids())
        if not member.works_here:
            return member
        try:
            return replace(member, fields=self._fields(user))
        except NotGranted:
            return member

    def user_of(self, account: str) -> str | None:
        """The id of whoever has an account's name as their address; None where nobody is found."""
        if "@" not in account:
            return None
        user, good_until = self._addresses.get(account, (None, 0.0))
        if self._clock() < good_until:
            return user
        try:
            found = self.ask(lambda: self._client.users_lookupByEmail(email=account))
            user = str(found["user"]["id"])
        except NoSuchUser:
            user = None
        except LookupFailed:
            return None
        self._addresses[account] = (user, self._clock() + _KEPT)
        return user

    def groups(self) -> list[Json]:
        """All user groups in use, with their ``users``. Raises LookupFailed."""
        found = self.ask(lambda: self._client.usergroups_list(include_users=True))
        return list(found["usergroups"])

    def read(self, user: Json) -> Member:
        """A user as an event tells of them. Raises LookupFailed."""
        return read_member(user, self._own_ids())

    def ask(self, call: Callable[[], _Found]) -> _Found:
        """A call, unless Slack has just failed. Raises LookupFailed."""
        if self._clock() < self._rests_until:
            raise LookupFailed("Slack did not answer a moment ago")
        try:
            return call()
        except SlackApiError as refusal:
            word = error_of(refusal)
            if word in FOR_GOOD:
                raise NoSuchUser(word) from refusal
            if word in NOT_GRANTED:
                raise NotGranted(word) from refusal
            # Without a token nothing is asked anyway; with another one, everything is at once.
            if not self._client.access.refused:
                self._rests_until = self._clock() + _REST
            raise LookupFailed(word) from refusal
        except (SlackClientError, HTTPException, OSError) as error:
            self._rests_until = self._clock() + _REST
            raise LookupFailed(type(error).__name__) from error

    def _own_ids(self) -> frozenset[str]:
        if not self._home:
            told = self.ask(self._client.auth_test)
            ids = (told.get("team_id"), told.get("enterprise_id"))
            self._home = frozenset(str(id) for id in ids if id)
        return self._home

    def _fields(self, user: str) -> tuple[Field, ...]:
        profile = self.ask(lambda: self._client.users_profile_get(user=user))["profile"]
        definitions = self._defined()
        # Slack tells an empty list where there are no fields.
        said: Mapping[str, Json] = profile.get("fields") or {}
        return tuple(
            Field(
                id=id,
                label=definitions[id].label,
                value=str(field.get("value") or ""),
                protected=definitions[id].protected,
            )
            for id, field in said.items()
            if id in definitions and field.get("value")
        )

    def _defined(self) -> dict[str, _Definition]:
        if self._clock() >= self._defined_until:
            profile = self.ask(self._client.team_profile_get)["profile"]
            self._definitions = {
                field["id"]: _Definition(label=field["label"], protected=is_protected(field))
                for field in profile.get("fields") or ()
            }
            self._defined_until = self._clock() + _KEPT
        return self._definitions


def read_member(told: Json, own_ids: frozenset[str]) -> Member:
    """A user object of Slack's. What it does not say is taken as the less trusted way round."""
    profile: Json = told.get("profile") or {}
    email = str(profile.get("email") or "").strip().lower()
    shown = profile.get("display_name") or profile.get("real_name") or told.get("real_name")
    return Member(
        user=told["id"],
        name=str(shown or told.get("name") or told["id"]),
        email=email if told.get("is_email_confirmed") is True else "",
        kind=_kind(told, own_ids),
        locale=str(told.get("locale") or ""),
    )


def _kind(told: Json, own_ids: frozenset[str]) -> Kind:
    if told.get("is_bot") or told.get("is_workflow_bot") or told["id"] == _SLACKBOT:
        return "bot"
    if told.get("deleted"):
        return "left"
    # One of another company, in a channel that is shared with it, is no stranger to Slack.
    theirs = {told.get("team_id"), (told.get("enterprise_user") or {}).get("enterprise_id")}
    if told.get("is_stranger") or own_ids.isdisjoint(theirs):
        return "external"
    if told.get("is_restricted") or told.get("is_ultra_restricted"):
        return "guest"
    return "member"


def is_protected(definition: Json) -> bool:
    """Whether only the company writes a field: by SCIM, SAML or an administrator."""
    options: Json = definition.get("options") or {}
    permissions: Json = definition.get("permissions") or {}
    return bool(options.get("is_protected")) or permissions.get("ui") is False
