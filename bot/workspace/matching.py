"""Which account of Zeroji somebody in Slack has.

Trusted are, in this order: what an administrator or the roster says; an account that is named after
the Slack id (``slack-u012ab3cd``); an account that is named like an e-mail address which Slack has
confirmed. What people call themselves is never looked at. A guest has no account whatever is set.

An address is believed once: whoever came with it first keeps the account by their Slack id, because
addresses are given to others when somebody leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.accounts import Accounts
from bot.users import User
from bot.workspace.member import Member
from bot.workspace.members import Known, Members
from knowledge.errors import NotFound

_PREFIX = "slack-"


@dataclass(frozen=True, kw_only=True)
class Match:
    """An account, and what makes it theirs."""

    #: Also one that may no longer be used.
    user: User
    because: Literal["bound", "name", "email"]


class Matching:
    def __init__(self, accounts: Accounts, members: Members) -> None:
        self._accounts = accounts
        self._members = members

    def match(self, known: Known) -> Match | None:
        """None for somebody without an account, and for whoever does not work here."""
        member = known.member
        if not member.works_here:
            return None
        if known.account:
            bound = self._user(known.account)
            return Match(user=bound, because="bound") if bound else None
        named = self._user(f"{_PREFIX}{member.user.lower()}")
        if named is not None:
            return Match(user=named, because="name")
        return self._by_email(member)

    def slack_user(self, account: str) -> str | None:
        """The Slack id of whose account it is, as far as that is known."""
        bound = self._members.bound(account)
        if bound is not None:
            return bound
        return account.removeprefix(_PREFIX).upper() if account.startswith(_PREFIX) else None

    def _by_email(self, member: Member) -> Match | None:
        user = self._user(member.email) if "@" in member.email else None
        if user is None or self._members.bound(user.name) not in (None, member.user):
            return None
        return Match(user=user, because="email")

    def _user(self, name: str) -> User | None:
        try:
            return self._accounts.user(name)
        except NotFound:
            return None
