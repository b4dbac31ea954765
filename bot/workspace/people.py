"""Who somebody in Slack is to Zeroji, as far as it is known without asking Slack, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Engine

from bot.accounts import Accounts
from bot.settings import Settings
from bot.workspace.matching import Matching
from bot.workspace.member import Kind
from bot.workspace.members import Known, Members
from bot.workspace.rights import Right, audiences, rights
from knowledge.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class SlackPerson:
    """Somebody who has asked in Slack, or whom an administrator has named."""

    #: Slack's id.
    user: str
    #: Empty where Slack has not told of them yet.
    name: str
    #: Empty unless Slack has confirmed it.
    email: str
    kind: Kind
    department: str
    #: Name of their account; empty without one.
    account: str
    #: What makes it theirs.
    account_because: Literal["bound", "name", "email", ""]
    #: Whether it was stopped: then they may read what everyone may.
    is_stopped: bool
    rights: tuple[Right, ...]
    #: What they may read in direct messages.
    audiences: frozenset[str]
    fetched_at: datetime
    opted_out_at: datetime | None


class People:
    def __init__(self, database: Engine, accounts: Accounts, settings: Settings) -> None:
        self._members = Members(database)
        self._matching = Matching(accounts, self._members)
        self._settings = settings

    def person(self, user: str) -> SlackPerson:
        """Raises NotFound for somebody of whom nothing is kept."""
        known = self._members.known(user)
        if known is None:
            raise NotFound(
                f"Nothing is known of {user} yet: Slack is asked about people when they ask.",
                f"「{user}」のことはまだ分かりません。本人が質問したときにSlackへ問い合わせます。",
            )
        return self._person(known)

    def found(self, text: str, most: int) -> tuple[list[SlackPerson], int]:
        """The first of those whose name, id, address or account has the text, and how many."""
        found, count = self._members.found(text, most)
        return [self._person(known) for known in found], count

    def opted_out(self) -> list[SlackPerson]:
        """Who wants no answers in channels."""
        return [self._person(known) for known in self._members.opted_out()]

    def departments(self) -> list[str]:
        """What people's profiles call their departments."""
        return sorted(self._members.said(self._settings.slack_department_field) - {""})

    def _person(self, known: Known) -> SlackPerson:
        member, match = known.member, self._matching.match(known)
        reasons = rights(member, match.user if match else None, self._settings)
        return SlackPerson(
            user=member.user,
            name=member.name,
            email=member.email,
            kind=member.kind,
            department=member.said(self._settings.slack_department_field).strip(),
            account=match.user.name if match else "",
            account_because=match.because if match else "",
            is_stopped=match is not None and not match.user.active,
            rights=reasons,
            audiences=audiences(reasons),
            fetched_at=known.fetched_at,
            opted_out_at=known.opted_out_at,
        )
