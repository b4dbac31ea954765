"""What answering asks of others: who somebody is, how far answers go, who looks at them first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.accounts import Accounts
from bot.profiles import Profile
from bot.users import User
from knowledge.errors import NotFound
from knowledge.model import EVERYONE

Mode = Literal["off", "listen", "approve", "full"]


class Directory(Protocol):
    """Who Slack's users are."""

    def may_use(self, user: str) -> bool:
        """Whether they are people who work here: no bots, nobody who has left."""
        ...

    def audiences(self, user: str, channel: str) -> frozenset[str]:
        """What they may read there; in a channel, where others read along, what everyone may."""
        ...

    def department(self, user: str) -> str:
        """Empty where it is not known."""
        ...

    def account(self, user: str) -> User | None: ...

    def slack_user(self, account: str) -> str | None:
        """Who has an account in Slack; None for who is not known there."""
        ...


class Rollout(Protocol):
    """How far Zeroji goes by itself."""

    def mode(self, channel: str, department: str, topic: str) -> Mode: ...

    def opted_out(self, user: str) -> bool:
        """Whether they want no answers in channels."""
        ...


class Holding(Protocol):
    """Answers that staff look at before, or instead of, the asker."""

    def hold(self, event_id: str, exchange: int, mode: Mode) -> None:
        """Once in effect."""
        ...

    def withdraw(self, channel: str, question_ts: str) -> None:
        """Nobody is to send what is held of a question that was changed or deleted."""
        ...


class Named:
    """The directory where nothing but accounts is known: ``slack-u123`` is the user ``U123``."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def may_use(self, user: str) -> bool:
        return True

    def audiences(self, user: str, channel: str) -> frozenset[str]:
        account = self.account(user) if channel.startswith("D") else None
        return account.audiences if account else frozenset({EVERYONE})

    def department(self, user: str) -> str:
        return ""

    def account(self, user: str) -> User | None:
        try:
            account = self._accounts.user(f"slack-{user.lower()}")
        except NotFound:
            return None
        return account if account.active else None

    def slack_user(self, account: str) -> str | None:
        prefix = "slack-"
        return account.removeprefix(prefix).upper() if account.startswith(prefix) else None


class Everywhere:
    """The rollout of a company that has set none."""

    def mode(self, channel: str, department: str, topic: str) -> Mode:
        return "full"

    def opted_out(self, user: str) -> bool:
        return False


class Nobody:
    """Where no staff channel is set, no answer is held."""

    def hold(self, event_id: str, exchange: int, mode: Mode) -> None:
        return

    def withdraw(self, channel: str, question_ts: str) -> None:
        return


@dataclass(frozen=True, kw_only=True)
class Hooks:
    directory: Directory
    rollout: Rollout
    holding: Holding


def profile_of(hooks: Hooks, accounts: Accounts, user: str) -> Profile:
    """What is known of somebody by which rules differ."""
    account = hooks.directory.account(user)
    return accounts.profile_of(account.name if account else f"slack-{user.lower()}")
