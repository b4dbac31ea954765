"""Questions that were changed or deleted after they were asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine, update

from bot import schema
from bot.slack.asking.answering import Answering
from bot.slack.asking.exchanges import Exchanges, Told
from bot.slack.asking.hooks import Holding
from bot.slack.asking.telling import Telling
from bot.slack.asking.threads import Threads
from bot.slack.asking.withdrawing import CHANGED, DELETED, Withdrawing
from bot.slack.messages import brief, wording
from bot.slack.messages.blocks import language_of
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About, Posted, PostedMessages
from bot.slack.receiving.surface import Given
from bot.slack.requests import Deleted, Edited
from knowledge.database import writing

#: What is said about a question beside its answer.
_BESIDE = ("moved", "notice", "waiting")


class Edits:
    def __init__(
        self,
        database: Engine,
        outbox: Outbox,
        answering: Answering,
        telling: Telling,
        withdrawing: Withdrawing,
        holding: Holding,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._answering = answering
        self._telling = telling
        self._withdrawing = withdrawing
        self._holding = holding
        self._exchanges = Exchanges(database)
        self._posted = PostedMessages(database)
        self._threads = Threads(database)

    def edited(self, given: Given) -> None:
        """Answer the question as it is now, in the messages that answered it before."""
        request: Edited = given.request
        before = self._said(request)
        if not request.text or not (before or request.mentions):
            return
        self._holding.withdraw(request.place.channel, request.question_ts)
        if not self._can_be_changed(request, before):
            self._answering.answer(given, request.text, request.question_ts)
            return
        told = self._answering.ask(given, request.text)
        if not self._answering.goes_out_at_once(request.place, told):
            self._answering.answer(replace(given, again=True), request.text, request.question_ts)
            return
        old = [one.exchange_id for one in before if one.exchange_id != told.id]
        if not old:
            return
        was = self._exchanges.exchange(old[0] or 0)
        if told.outcome.get("ticket") != was.outcome.get("ticket"):
            self._withdrawing.withdraw(request.place, was.id, CHANGED)
        if _differ(was, told):
            self._say_instead(given, before, told)

    def deleted(self, given: Given) -> None:
        """Take the answer back, and the ticket if nobody else asked the same."""
        request: Deleted = given.request
        self._forget_waiting(request)
        self._holding.withdraw(request.place.channel, request.question_ts)
        for one in self._posted.of_question(request.place.channel, request.question_ts):
            if one.exchange_id is not None:
                self._withdrawing.withdraw(request.place, one.exchange_id, DELETED)
            base, _, number = one.name.rpartition("#")
            self._outbox.delete(base, number=int(number))

    def _said(self, request: Edited) -> list[Posted]:
        """The messages of the answer, in their order."""
        posted = self._posted.of_question(request.place.channel, request.question_ts)
        return [one for one in posted if one.exchange_id and one.kind not in _BESIDE]

    def _can_be_changed(self, request: Edited, before: Sequence[Posted]) -> bool:
        """Whether the answer is where everybody sees it who sees the question, and staff need not
        look at another one first."""
        here = [one for one in before if one.ts and one.channel == request.place.channel]
        return (
            bool(here) and here == list(before) and self._answering.goes_out_at_once(request.place)
        )

    def _say_instead(self, given: Given, before: list[Posted], told: Told) -> None:
        request: Edited = given.request
        note = wording.text("edited", language_of(told.question))
        shown = brief.headed(note, self._telling.messages(told))
        about = About(
            kind=told.outcome["outcome"],
            user=request.place.user,
            question_ts=request.question_ts,
            exchange_id=told.id,
            ticket_id=told.outcome.get("ticket"),
        )
        for one, message in zip(before, shown, strict=False):
            base, _, number = one.name.rpartition("#")
            self._outbox.update(base, message, number=int(number), about=about)
        for one in before[len(shown) :]:
            base, _, number = one.name.rpartition("#")
            self._outbox.delete(base, number=int(number))
        rest = shown[len(before) :]
        self._outbox.post(request.place, given.key, rest, again=given.again, about=about)

    def _forget_waiting(self, request: Deleted) -> None:
        """What waits to be answered need not be any more."""
        waiting = self._threads.waiting(request.place, request.question_ts)
        table = schema.slack_events
        with writing(self._database) as tx:
            change = update(table).where(table.c.id.in_(waiting), table.c.answered_at.is_(None))
            tx.execute(change.values(failure="deleted"))


def _differ(was: Told, now: Told) -> bool:
    shown = ("outcome", "text", "citations", "options")
    return any(was.outcome.get(key) != now.outcome.get(key) for key in shown)
