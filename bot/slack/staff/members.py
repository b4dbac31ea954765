"""Who works on tickets in Slack, and how they are told something."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Engine

from bot.desk.members import shown_name
from bot.outcomes import Language
from bot.permissions import Action
from bot.slack.messages.blocks import Message
from bot.slack.places import Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.posting.refusals import Unreachable
from bot.slack.receiving.surface import Given
from bot.users import User

_log = logging.getLogger(__name__)

#: What stands in the staff channel; what one person reads is in theirs.
LANGUAGE: Language = "ja"


class Directory(Protocol):
    """Which account a user of Slack has, and the other way round."""

    def account(self, user: str) -> User | None: ...

    def slack_user(self, account: str) -> str | None: ...

    def language(self, user: str) -> Language | None: ...


class Members:
    def __init__(self, database: Engine, directory: Directory, outbox: Outbox) -> None:
        self._database = database
        self._directory = directory
        self._outbox = outbox

    def who_may(self, user: str, action: Action) -> User | None:
        """The account of a user of Slack, if it may do something."""
        account = self._directory.account(user)
        return account if account and account.active and account.may(action) else None

    def slack_user(self, account: str) -> str | None:
        return self._directory.slack_user(account)

    def language(self, user: str) -> Language:
        """What a user of Slack reads; the company's language where Slack does not say."""
        return self._directory.language(user) or LANGUAGE

    def called(self, user: str) -> str:
        """What a user of Slack is called here; their id where they have no account."""
        account = self._directory.account(user)
        return account.display_name if account else user

    def shown(self, account: str | None) -> str:
        """What somebody is called; empty for nobody."""
        if not account:
            return ""
        with self._database.connect() as tx:
            return shown_name(tx, account)

    def tell(self, given: Given, messages: Sequence[Message], *, lasting: bool = False) -> None:
        """Tell who did something what came of it: to them alone, where they did it.

        ``lasting``: in a direct message, which stays when they reload. Raises JobFailed.
        """
        place: Place = given.request.place
        about = About(kind="notice", user=place.user)
        if place.channel and not place.private and not lasting:
            try:
                self._outbox.whisper(replace(place, thread=""), given.key, messages, about)
                return
            except Unreachable as refusal:
                _log.warning("%s is told directly: %s", given.key, refusal.reason)
        there = replace(place, channel=self._outbox.dm(place.user), thread="")
        self._outbox.post(there, given.key, messages, again=given.again, about=about)
