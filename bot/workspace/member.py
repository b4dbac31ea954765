"""Somebody in Slack, as far as it matters to what they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

#: ``guest``: invited to some channels; ``external``: of another company; ``left``: deactivated.
Kind = Literal["member", "guest", "external", "bot", "left"]


@dataclass(frozen=True, kw_only=True)
class Field:
    """A custom field of a profile in Slack."""

    id: str
    #: What the company calls it: 部署.
    label: str
    value: str
    #: Whether only the company writes it. What people write about themselves proves nothing.
    protected: bool

    def is_called(self, name: str) -> bool:
        return name in (self.id, self.label)


@dataclass(frozen=True, kw_only=True)
class Member:
    """A user of Slack, as Slack told of them last."""

    #: Slack's id: ``U012AB3CD``.
    user: str
    #: For people to read; anybody may call themselves anything.
    name: str = ""
    #: Lower case; empty unless Slack has confirmed it.
    email: str = ""
    kind: Kind = "member"
    #: What they read Slack in: ``ja-JP``; empty where Slack has not said.
    locale: str = ""
    fields: tuple[Field, ...] = ()
    #: Ids and handles of the user groups that they are in.
    groups: tuple[str, ...] = ()

    @property
    def works_here(self) -> bool:
        return self.kind == "member"

    def said(self, field: str) -> str:
        """What a field says, by its label or id; empty without it."""
        return next((one.value for one in self.fields if one.is_called(field)), "")


def stored(member: Member) -> dict[str, Any]:
    """A member as the database keeps them."""
    return asdict(member)


def member_of(stored: Mapping[str, Any], user: str) -> Member:
    """The member of a row; nothing is known of one whom Slack has not told of yet."""
    known = {key: value for key, value in stored.items() if key in Member.__dataclass_fields__}
    return Member(
        **known
        | {
            "user": user,
            "fields": tuple(Field(**field) for field in known.get("fields", ())),
            "groups": tuple(known.get("groups", ())),
        }
    )
