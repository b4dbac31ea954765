"""What answering asks of others: who somebody is, how far answers go, who looks at them first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.accounts import Accounts
from bot.outcomes import Language
from bot.profiles import Profile
from bot.slack.places import Place
from bot.users import User

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

    def language(self, user: str) -> Language | None:
        """What they read Slack in; None where that is not known."""
        ...

    def account(self, user: str) -> User | None: ...

    def slack_user(self, account: str) -> str | None:
        """Who has an account in Slack; None for who is not known there."""
        ...


class Rollout(Protocol):
    """How far Zeroji goes by itself."""

    def mode(self, channel: str, department: str, topic: str) -> Mode: ...

    def names_channel(self, channel: str) -> bool:
        """Whether there is a rule for this very channel."""
        ...

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


@dataclass(frozen=True, kw_only=True)
class Hooks:
    directory: Directory
    rollout: Rollout
    holding: Holding


def mode_of(hooks: Hooks, place: Place, topic: str = "", typed_in: str = "") -> Mode:
    """How far Zeroji goes in a place.

    ``typed_in``: the channel of the command that began it, whose own rule counts for what comes of
    it, also in the direct messages; empty without one. A channel where nothing is said by rule
    does not keep people from their direct messages.
    """
    department = hooks.directory.department(place.user)
    if typed_in and hooks.rollout.names_channel(typed_in):
        there = hooks.rollout.mode(typed_in, department, topic)
        if there in ("approve", "full"):
            return there
    return hooks.rollout.mode(place.channel, department, topic)


def profile_of(hooks: Hooks, accounts: Accounts, user: str) -> Profile:
    """What is known of somebody by which rules differ."""
    account = hooks.directory.account(user)
    return accounts.profile_of(account.name if account else f"slack-{user.lower()}")
