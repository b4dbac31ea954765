"""Records what a question came to; what is handed over gets its ticket in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Engine

from bot.answering import wording
from bot.answering.ledger import Ledger
from bot.answering.timing import Clock
from bot.answering.understanding import Understanding
from bot.outcomes import (
    Citation,
    Escalation,
    EscalationReason,
    Exchange,
    Language,
    Outcome,
    Question,
    Trace,
)
from knowledge.database import writing
from knowledge.model import Passage

#: Opens a ticket in the transaction that records the exchange: (transaction, exchange id,
#: question, standalone question, reason, nearest passages) → (ticket id, due date).
OpenTicket = Callable[
    [Connection, int, Question, str, EscalationReason, Sequence[Passage]], tuple[int, date]
]


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """An escalation before it has its ticket."""

    reason: EscalationReason
    confidence: float
    nearest: tuple[Passage, ...]
    #: What is worth reading until the answer comes, or what contradicts each other:
    #: 【就業規則 第32条（年次有給休暇）】.
    places: tuple[str, ...] = ()
    #: The questions that are handed over, where the message asks others that are answered.
    rest: tuple[Understanding, ...] = ()
    #: The answers to those.
    told: str = ""
    citations: tuple[Citation, ...] = ()


class Recorder:
    def __init__(
        self, database: Engine, ledger: Ledger, open_ticket: OpenTicket, contact: str
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._open_ticket = open_ticket
        self._contact = contact

    def record(
        self,
        question: Question,
        conversation: str,
        reading: Understanding,
        came_to: Outcome | HandOver,
        trace: Trace,
        clock: Clock,
    ) -> Exchange:
        """Write the exchange down; what it came to, a hand-over with its ticket."""
        with writing(self._database) as tx:
            exchange = self._ledger.reserve(tx, question, conversation, reading.on)
            outcome = (
                self._escalated(tx, exchange, question, reading, came_to)
                if isinstance(came_to, HandOver)
                else came_to
            )
            self._ledger.record(tx, exchange, outcome, reading.standalone, trace)
        return Exchange(
            id=exchange,
            conversation=conversation,
            question=question,
            outcome=outcome,
            timings_ms=clock.timings,
            trace=trace,
        )

    def _escalated(
        self,
        tx: Connection,
        exchange: int,
        question: Question,
        reading: Understanding,
        pending: HandOver,
    ) -> Escalation:
        standalone, asked = reading.standalone, question
        if pending.rest:
            standalone = "\n".join(one.standalone for one in pending.rest)
            asked = replace(question, text=standalone)
        ticket, due = self._open_ticket(
            tx, exchange, asked, standalone, pending.reason, pending.nearest
        )
        return Escalation(
            text=_text(pending, ticket, due, self._contact, reading.language),
            reason=pending.reason,
            ticket=ticket,
            confidence=round(pending.confidence, 3),
            nearest=pending.nearest,
            citations=pending.citations,
        )


def _text(pending: HandOver, ticket: int, due: date, contact: str, language: Language) -> str:
    if pending.reason == "asked_for_a_person":
        return wording.handed_over_on_request(ticket, due, contact, language)
    if pending.rest:
        said = [one.said.strip() for one in pending.rest]
        rest = wording.rest_handed_over(said, ticket, due, contact, language)
        return f"{pending.told}\n\n{rest}"
    if pending.reason in ("conflicting_rules", "ambiguous_rule"):
        return wording.undecided(pending.reason, pending.places, ticket, due, contact, language)
    text = wording.handed_over(ticket, due, contact, language)
    if pending.places:
        return f"{text}\n\n{wording.worth_reading(pending.places, language)}"
    return text
