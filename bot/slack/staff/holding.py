"""Holds answers for staff where that is set, instead of telling them.

An answer that not everybody in the staff channel may read is not shown there: a person answers.
"""

from __future__ import annotations

from bot.jobs import Jobs
from bot.slack.asking.exchanges import Exchanges, Told
from bot.slack.asking.hooks import Mode
from bot.slack.staff.held_answers import HeldAnswers
from bot.slack.staff.held_cards import HELD
from bot.wiring import Zeroji
from knowledge.database import now
from knowledge.errors import Conflict, InvalidInput
from knowledge.model import EVERYONE

#: Outcomes that say what the manuals say. Others are told by whoever they were handed to.
_SAYS_RULES = ("answer", "clarification")


class Holding:
    def __init__(self, zeroji: Zeroji, jobs: Jobs) -> None:
        self._zeroji = zeroji
        self._jobs = jobs
        self._held = HeldAnswers(zeroji.database)
        self._exchanges = Exchanges(zeroji.database)

    def hold(self, event_id: str, exchange: int, mode: Mode) -> None:
        """Keep an answer for staff, once in effect; where nobody could look at it, the asker of
        ``approve``, who waits, gets a ticket."""
        told = self._exchanges.exchange(exchange)
        if told.outcome["outcome"] not in _SAYS_RULES:
            return
        if not self._zeroji.settings.slack_staff_channel or not self._is_for_everyone(told):
            if mode == "approve":
                self._hand_to_person(told)
            return
        if mode in ("listen", "approve"):
            due_at = self._zeroji.desk.deadlines.due(now()) if mode == "approve" else None
            self._held.keep(event_id, exchange, mode, due_at)
            self._jobs.look(HELD)

    def is_held(self, event_id: str) -> bool:
        return self._held.is_held(event_id)

    def withdraw(self, channel: str, question_ts: str) -> None:
        """Nobody is to send what is held of a question that was changed or deleted."""
        for one in self._held.of_question(channel, question_ts):
            self._held.decide(one.exchange_id, "withdrawn", "")
            self._jobs.look(HELD)

    def _is_for_everyone(self, told: Told) -> bool:
        manuals = self._zeroji.library.manuals(include_retired=True)
        readable = {manual.id for manual in manuals if manual.audience == EVERYONE}
        return all(one["manual_id"] in readable for one in told.outcome.get("citations", ()))

    def _hand_to_person(self, told: Told) -> None:
        try:
            self._zeroji.desk.ask_a_person(told.id, told.asker)
        except (Conflict, InvalidInput):
            return  # in confidence: nobody but its asker hands it on
