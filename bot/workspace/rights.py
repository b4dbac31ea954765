"""What somebody in Slack may read besides what everyone may, and why."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.settings import Settings
from bot.users import User
from bot.workspace.member import Member
from knowledge.model import EVERYONE

#: A setting's pairs: what is to hold, and the audience that it gives.
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Right:
    """An audience that somebody has, or would have."""

    audience: str
    because: Literal["account", "group", "field"]
    #: The account's name, the user group, or ``部署=人事部``.
    detail: str
    #: False for a field that its people write themselves: it proves nothing.
    counts: bool = True


def rights(member: Member, account: User | None, settings: Settings) -> tuple[Right, ...]:
    """Each reason for each audience.

    Nothing for guests and for whoever is of another company, nor for whom an administrator has
    taken the account from.
    """
    if not member.works_here or (account is not None and not account.active):
        return ()
    return (
        *_of_account(account),
        *_of_groups(member, settings.slack_groups),
        *_of_fields(member, settings.slack_fields),
    )


def audiences(rights: Iterable[Right]) -> frozenset[str]:
    """What the rights come to, with what everyone may read."""
    return frozenset({EVERYONE}) | {right.audience for right in rights if right.counts}


def _of_account(account: User | None) -> Iterator[Right]:
    if account is not None:
        for audience in sorted(account.audiences - {EVERYONE}):
            yield Right(audience=audience, because="account", detail=account.name)


def _of_groups(member: Member, pairs: Pairs) -> Iterator[Right]:
    theirs = {_plain(group) for group in member.groups}
    for group, audience in pairs:
        name = group.removeprefix("@")
        if _plain(name) in theirs:
            yield Right(audience=audience, because="group", detail=name)


def _of_fields(member: Member, pairs: Pairs) -> Iterator[Right]:
    for said, audience in pairs:
        name, _, value = said.partition("=")
        for field in member.fields:
            if field.is_called(name.strip()) and _plain(field.value) == _plain(value):
                yield Right(
                    audience=audience,
                    because="field",
                    detail=f"{field.label}={field.value}",
                    counts=field.protected,
                )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
