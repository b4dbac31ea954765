"""The answer engine: understand → search → decide → compose → ground → Outcome, then record it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from bot.answering import composition, extraction, wording
from bot.answering.clarifying import ask_back
from bot.answering.decision import Decision, decide
from bot.answering.examining import Examined, examine_either, weighed_by
from bot.answering.judging import judge
from bot.answering.ledger import Ledger
from bot.answering.notes import notes_on
from bot.answering.references import References
from bot.answering.timing import Clock
from bot.answering.understanding import Understanding, understand
from bot.answering.weights import learned
from bot.answering.writing import write_proved
from bot.outcomes import (
    Answer,
    Escalation,
    EscalationReason,
    Exchange,
    Outcome,
    Question,
    Refusal,
    Retrieved,
    Trace,
    outcome_json,
)
from knowledge.database import writing
from knowledge.library import Library
from knowledge.model import Passage, SearchRequest
from knowledge.search import Searcher

#: Characters of a question.
LONGEST_QUESTION = 2000
#: Passages shown to a language model, and searched for whom to turn to.
_SHOWN = 6
_CONTACTS = 12
#: Passages that a ticket names as the nearest.
_NEAREST = 12
#: Below this confidence the manuals are taken to say nothing, above it to say too little.
_NOTHING = 0.25

#: What finds the people to turn to, by sensitive topic.
_WHO_HELPS = {
    "harassment": "ハラスメントの相談窓口",
    "health": "メンタルヘルスに関する相談",
    "dismissal": "解雇の予告 相談窓口",
    "misconduct": "不正 通報 コンプライアンス相談窓口",
    "own_pay": "給与 評価 問い合わせ",
    "other_person": "個人情報",
}

#: Opens a ticket in the transaction that records the exchange: (transaction, exchange id,
#: question, standalone question, reason, nearest passages) → (ticket id, due date).
OpenTicket = Callable[
    [Connection, int, Question, str, EscalationReason, Sequence[Passage]], tuple[int, date]
]


@dataclass(frozen=True, kw_only=True)
class _HandOver:
    """An escalation before it has its ticket."""

    reason: EscalationReason
    confidence: float
    nearest: tuple[Passage, ...]


class AnswerEngine:
    """Answers questions. Every question ends in an outcome, and every outcome is recorded."""

    def __init__(
        self,
        *,
        database: Engine,
        searcher: Searcher,
        library: Library,
        ledger: Ledger,
        open_ticket: OpenTicket,
        writer: composition.Writer | None,
        caution: float,
        contact: str,
        confidential_contact: str,
    ) -> None:
        self._database = database
        self._searcher = searcher
        self._library = library
        self._ledger = ledger
        self._open_ticket = open_ticket
        self._writer = writer
        self._caution = caution
        self._contact = contact
        self._confidential_contact = confidential_contact

    def ask(self, question: Question, caution: float | None = None) -> Exchange:
        """Answer, ask back, refuse, or open a ticket; with another ``caution`` than is set.

        Raises NotFound when the conversation to continue is not the asker's.
        """
        clock = Clock()
        question = replace(question, text=question.text.replace("\x00", ""))
        conversation = self._ledger.begin(question)
        previous = self._ledger.last_question(conversation)
        reading = understand(question, previous, date.today())
        clock.lap("understand")
        unusable = _unusable(question, reading)
        if unusable is not None:
            outcome: Outcome | _HandOver = unusable
            trace = Trace(standalone=reading.standalone, why=f"the question is {unusable.reason}")
        elif reading.sensitive:
            outcome = self._refer(question, reading, clock)
            trace = Trace(standalone=reading.standalone, why=f"it is about {reading.sensitive}")
        else:
            set_or_given = self._caution if caution is None else caution
            reading, outcome, trace = self._outcome(question, reading, set_or_given, clock)
        return self._record(question, conversation, reading, outcome, trace, clock)

    def confidence(self, text: str, passages: Sequence[Passage]) -> float:
        """The confidence with which these passages would be taken to answer a question."""
        reading = understand(Question(text=text, asker=""), None, date.today())
        examined = weighed_by(self._searcher, reading, passages)
        return decide(examined.asked, examined.weighed, self._caution, learned()).confidence

    def to_json(self, exchange: Exchange) -> dict[str, Any]:
        """The shape that ``zeroji ask --json`` prints."""
        return outcome_json(exchange.outcome) | {
            "conversation": exchange.conversation,
            "exchange": exchange.id,
            "timings_ms": exchange.timings_ms,
        }

    def trace_json(self, exchange: Exchange) -> dict[str, Any]:
        """How the outcome came about: what was searched, what was found, what decided."""
        return asdict(exchange.trace)

    def _outcome(
        self, question: Question, reading: Understanding, caution: float, clock: Clock
    ) -> tuple[Understanding, Outcome | _HandOver, Trace]:
        examined = examine_either(self._searcher, reading, question.audiences, learned())
        clock.lap("search")
        decided = decide(examined.asked, examined.weighed, caution, learned())
        clock.lap("decide")
        trace = _trace(examined, decided)
        if reading.asks_for_person:
            trace = replace(trace, why="the asker wants a person")
            pending = _HandOver(
                reason="asked_for_a_person", confidence=0.0, nearest=examined.passages[:_NEAREST]
            )
            return examined.reading, pending, trace
        return examined.reading, self._decided(question, examined, decided, clock), trace

    def _decided(
        self, question: Question, examined: Examined, decided: Decision, clock: Clock
    ) -> Outcome | _HandOver:
        match decided.action:
            case "ask_back":
                return ask_back(examined.reading, decided.chosen, decided.confidence)
            case "answer":
                return self._compose(question, examined, decided, clock)
        reason: EscalationReason = (
            "not_in_manuals" if decided.confidence < _NOTHING else "low_confidence"
        )
        return _HandOver(
            reason=reason, confidence=decided.confidence, nearest=examined.passages[:_NEAREST]
        )

    def _refer(self, question: Question, reading: Understanding, clock: Clock) -> Refusal:
        """Leave a sensitive matter to people, and quote where the manuals say who they are."""
        assert reading.sensitive is not None
        request = SearchRequest(
            query=_WHO_HELPS[reading.sensitive],
            audiences=question.audiences,
            on=reading.on,
            top=_CONTACTS,
        )
        passages = self._searcher.search(request).passages
        clock.lap("search")
        named = (p for p in passages if "内線" in p.chunk.text or "窓口" in p.chunk.text)
        contact = next(named, None)
        return Refusal(
            text=wording.care(reading.sensitive, self._confidential_contact, reading.language),
            reason="sensitive",
            citations=(extraction.cite(contact, contact.chunk.text),) if contact else (),
        )

    def _compose(
        self, question: Question, examined: Examined, decided: Decision, clock: Clock
    ) -> Answer:
        """The model's proved text where a model is set; otherwise, and if it fails, quotes."""
        reading, snapshot = examined.reading, self._searcher.index.snapshot()
        written = None
        if self._writer is not None:
            written = write_proved(self._writer, reading, examined.passages[:_SHOWN], clock)
        if written is None:
            references = References(
                library=self._library,
                snapshot=snapshot,
                audiences=question.audiences,
                on=reading.on,
            )
            quoted = extraction.extract(examined.asked, decided.chosen, references)
            clock.lap("compose")
        text, citations = written or quoted
        return Answer(
            text="\n\n".join([text, *notes_on(reading, citations, snapshot)]),
            citations=citations,
            confidence=round(decided.confidence, 3),
            composed=written is not None,
        )

    def _record(
        self,
        question: Question,
        conversation: str,
        reading: Understanding,
        outcome: Outcome | _HandOver,
        trace: Trace,
        clock: Clock,
    ) -> Exchange:
        with writing(self._database) as tx:
            exchange = self._ledger.reserve(tx, question, conversation, reading.on)
            if isinstance(outcome, _HandOver):
                final: Outcome = self._escalate(tx, exchange, question, reading, outcome)
            else:
                final = outcome
            self._ledger.record(tx, exchange, final, reading.standalone)
        return Exchange(
            id=exchange,
            conversation=conversation,
            question=question,
            outcome=final,
            timings_ms=clock.timings,
            trace=trace,
        )

    def _escalate(
        self,
        tx: Connection,
        exchange: int,
        question: Question,
        reading: Understanding,
        pending: _HandOver,
    ) -> Escalation:
        ticket, due = self._open_ticket(
            tx, exchange, question, reading.standalone, pending.reason, pending.nearest
        )
        on_request = pending.reason == "asked_for_a_person"
        tell = wording.handed_over_on_request if on_request else wording.handed_over
        return Escalation(
            text=tell(ticket, due, self._contact, reading.language),
            reason=pending.reason,
            ticket=ticket,
            confidence=round(pending.confidence, 3),
            nearest=pending.nearest,
        )


def _trace(examined: Examined, decided: Decision) -> Trace:
    judged = {id(j.evidence): j for j in judge(examined.weighed, learned().section)}
    return Trace(
        standalone=examined.reading.standalone,
        retrieved=tuple(
            Retrieved(
                path=evidence.passage.revision.path,
                section=evidence.passage.chunk.heading,
                score=round(evidence.passage.score, 4),
                confidence=round(judged[id(evidence)].probability, 3),
            )
            for evidence in examined.weighed
        ),
        why=decided.why,
    )


def _unusable(question: Question, reading: Understanding) -> Refusal | None:
    """What is said to a question that cannot be worked on; None for all others."""
    text = question.text.strip()
    if not any(character.isalpha() for character in text):
        # Nothing, or only marks, numbers and pictures: there is no word to search by.
        return Refusal(text=wording.empty(reading.language), reason="empty")
    if len(text) > LONGEST_QUESTION:
        told = wording.too_long(len(text), LONGEST_QUESTION, reading.language)
        return Refusal(text=told, reason="too_long")
    return None
