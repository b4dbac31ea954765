"""The answer engine: understand → search → decide → compose → ground → Outcome, then record it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from bot.answering import (
    composition,
    decision,
    evidence,
    extraction,
    grounding,
    wording,
)
from bot.answering.ledger import Ledger
from bot.answering.references import References
from bot.answering.understanding import Understanding, understand
from bot.outcomes import (
    Answer,
    Citation,
    Clarification,
    Escalation,
    EscalationReason,
    Exchange,
    Option,
    Outcome,
    Question,
    Refusal,
)
from knowledge.database import writing
from knowledge.library import Library
from knowledge.model import Passage, SearchRequest, heading_label
from knowledge.search import Searcher

_log = logging.getLogger(__name__)

#: Characters of a question.
LONGEST_QUESTION = 2000
#: Passages searched for, and shown to a language model.
_SEARCHED = 12
_SHOWN = 6

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
#: question, reason, nearest passages) → (ticket id, due date).
OpenTicket = Callable[
    [Connection, int, Question, str, EscalationReason, Sequence[Passage]], tuple[int, date]
]


@dataclass
class _Clock:
    """Milliseconds by step."""

    timings: dict[str, float] = field(default_factory=dict)
    _started: float = field(default_factory=time.perf_counter)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.timings[step] = round((now - self._last) * 1000, 2)
        self.timings["total"] = round((now - self._started) * 1000, 2)
        self._last = now


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
        confidential_contact: str,
    ) -> None:
        self._database = database
        self._searcher = searcher
        self._library = library
        self._ledger = ledger
        self._open_ticket = open_ticket
        self._writer = writer
        self._caution = caution
        self._confidential_contact = confidential_contact

    def ask(self, question: Question) -> Exchange:
        """Answer, ask back, refuse, or open a ticket. Raises NotFound for a strange conversation."""
        clock = _Clock()
        conversation = self._ledger.begin(question)
        turn = self._ledger.last_turn(conversation)
        reading = understand(question, turn.standalone if turn else None, date.today())
        clock.lap("understand")
        outcome = self._unusable(question, reading) or self._answer(question, reading, clock)
        return self._record(question, conversation, reading, outcome, clock)

    def confidence(self, text: str, passages: Sequence[Passage]) -> float:
        """The confidence with which these passages would be taken to answer a question."""
        question = Question(text=text, asker="")
        reading = understand(question, None, date.today())
        weighed = evidence.weigh(reading, passages, self._searcher.index.snapshot().lexical)
        return decision.decide(reading, weighed, self._caution).confidence

    def to_json(self, exchange: Exchange) -> dict[str, Any]:
        """The shape that ``zeroji ask --json`` prints."""
        shape = outcome_json(exchange.outcome)
        return shape | {
            "conversation": exchange.conversation,
            "exchange": exchange.id,
            "timings_ms": exchange.timings_ms,
        }

    def _unusable(self, question: Question, reading: Understanding) -> Outcome | None:
        text = question.text.strip()
        if not text:
            return Refusal(text=wording.empty(reading.language), reason="empty")
        if len(text) > LONGEST_QUESTION:
            told = wording.too_long(len(text), LONGEST_QUESTION, reading.language)
            return Refusal(text=told, reason="too_long")
        return None

    def _answer(
        self, question: Question, reading: Understanding, clock: _Clock
    ) -> Outcome | _HandOver:
        if reading.sensitive:
            return self._refer(question, reading, clock)
        passages = self._search(question, reading, reading.standalone)
        clock.lap("search")
        if reading.asks_for_person:
            return _HandOver(reason="asked_for_a_person", confidence=0.0, nearest=passages)
        lexical = self._searcher.index.snapshot().lexical
        weighed = evidence.weigh(reading, passages, lexical)
        decided = decision.decide(reading, weighed, self._caution)
        clock.lap("decide")
        match decided.action:
            case "hand_over":
                reason: EscalationReason = (
                    "not_in_manuals" if decided.confidence < 0.25 else "low_confidence"
                )
                return _HandOver(reason=reason, confidence=decided.confidence, nearest=passages)
            case "ask_back":
                return _ask_back(reading, question.text, decided)
        return self._compose(question, reading, decided, passages, clock)

    def _search(
        self, question: Question, reading: Understanding, query: str
    ) -> tuple[Passage, ...]:
        request = SearchRequest(
            query=query, audiences=question.audiences, on=reading.on, top=_SEARCHED
        )
        return self._searcher.search(request).passages

    def _refer(self, question: Question, reading: Understanding, clock: _Clock) -> Refusal:
        """Leave a sensitive matter to people, and quote where the manuals say who they are."""
        assert reading.sensitive is not None
        passages = self._search(question, reading, _WHO_HELPS[reading.sensitive])
        clock.lap("search")
        contact = next((p for p in passages if "内線" in p.chunk.text or "窓口" in p.chunk.text), None)
        told = wording.care(reading.sensitive, self._confidential_contact, reading.language)
        citations = (extraction.cite(contact, contact.chunk.text),) if contact else ()
        return Refusal(text=told, reason="sensitive", citations=citations)

    def _compose(
        self,
        question: Question,
        reading: Understanding,
        decided: decision.Decision,
        passages: Sequence[Passage],
        clock: _Clock,
    ) -> Answer:
        snapshot = self._searcher.index.snapshot()
        references = References(
            library=self._library,
            snapshot=snapshot,
            audiences=question.audiences,
            on=reading.on,
        )
        text, citations = extraction.extract(
            reading, decided.chosen, snapshot.lexical, references
        )
        composed = False
        if self._writer is not None:
            written = self._write(self._writer, reading, passages[:_SHOWN], clock)
            if written is not None:
                (text, citations), composed = written, True
        clock.lap("ground" if composed else "compose")
        notes = self._notes(reading, citations)
        return Answer(
            text="\n\n".join([text, *notes]),
            citations=citations,
            confidence=round(decided.confidence, 3),
            composed=composed,
        )

    def _write(
        self,
        writer: composition.Writer,
        reading: Understanding,
        passages: Sequence[Passage],
        clock: _Clock,
    ) -> tuple[str, tuple[Citation, ...]] | None:
        """The model's proved sentences with their citations; None when too little is proved."""
        try:
            draft = writer.write(reading.standalone, passages, reading.language)
        except composition.NoDraft as problem:
            _log.warning("The model gave no draft: %s", problem)
            return None
        clock.lap("compose")
        verdicts = grounding.check(composition.statements(draft), passages)
        for verdict in verdicts:
            if not verdict.holds:
                _log.warning("A sentence of the draft was left out: %s", verdict.objection)
        proved = [verdict.statement for verdict in verdicts if verdict.holds]
        # The first sentence is the answer itself: without it the rest would mislead.
        if not draft.answers or not proved or not verdicts[0].holds:
            return None
        citations = [extraction.cite(passages[s.passage], s.quote.strip()) for s in proved]
        text = "".join(s.text for s in proved)
        return text, tuple({(c.chunk_id, c.quote): c for c in citations}.values())

    def _notes(self, reading: Understanding, citations: Sequence[Citation]) -> list[str]:
        """The date that was meant, and places that change after it."""
        notes = [wording.as_of(reading.on, reading.language)] if reading.on_stated else []
        for citation in citations:
            changed = self._changes_after(citation, reading.on)
            if changed:
                notes.append(wording.changes_soon(citation.manual, changed, reading.language))
        return list(dict.fromkeys(notes))

    def _changes_after(self, citation: Citation, on: date) -> date | None:
        """The day after ``on`` from which a published revision no longer has the cited chunk."""
        snapshot = self._searcher.index.snapshot()
        spans = [
            entry.valid_until
            for entry in snapshot.entries
            if entry.chunk.id == citation.chunk_id and entry.valid_until and entry.valid_until > on
        ]
        in_use = snapshot.manuals[citation.manual_id].retired_at is None
        return min(spans) if spans and in_use else None

    def _record(
        self,
        question: Question,
        conversation: str,
        reading: Understanding,
        outcome: Outcome | _HandOver,
        clock: _Clock,
    ) -> Exchange:
        with writing(self._database) as tx:
            final: Outcome
            if isinstance(outcome, _HandOver):
                pending = {"outcome": "escalation", "text": "", "confidence": outcome.confidence}
                exchange = self._ledger.record(
                    tx, question, conversation, reading.on, pending, _chunk_ids(outcome)
                )
                final = self._escalate(tx, exchange, question, reading, outcome)
                self._ledger.amend(tx, exchange, _remembered(final, reading))
            else:
                final = outcome
                exchange = self._ledger.record(
                    tx,
                    question,
                    conversation,
                    reading.on,
                    _remembered(final, reading),
                    _chunk_ids(final),
                )
        return Exchange(
            id=exchange,
            conversation=conversation,
            question=question,
            outcome=final,
            timings_ms=clock.timings,
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
            text=tell(ticket, due, reading.language),
            reason=pending.reason,
            ticket=ticket,
            confidence=round(pending.confidence, 3),
            nearest=pending.nearest,
        )


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON; every key is always there."""
    citations = getattr(outcome, "citations", ())
    options = outcome.options if isinstance(outcome, Clarification) else ()
    return {
        "outcome": outcome.kind,
        "text": outcome.text,
        "citations": [asdict(citation) for citation in citations],
        "options": [asdict(option) for option in options],
        "reason": getattr(outcome, "reason", None),
        "ticket": getattr(outcome, "ticket", None),
        "confidence": getattr(outcome, "confidence", 0.0),
        "composed": getattr(outcome, "composed", False),
    }


def _remembered(outcome: Outcome, reading: Understanding) -> dict[str, Any]:
    return outcome_json(outcome) | {"standalone": reading.standalone}


def _chunk_ids(outcome: Outcome | _HandOver) -> list[str]:
    """What the outcome rests on, or what was nearest when nothing was enough."""
    if isinstance(outcome, _HandOver):
        return [passage.chunk.id for passage in outcome.nearest]
    return [citation.chunk_id for citation in getattr(outcome, "citations", ())]


def _ask_back(reading: Understanding, question: str, decided: decision.Decision) -> Clarification:
    options = [
        Option(label=label, question=f"{label}：{question}")
        for label in (_label(e.passage) for e in decided.chosen)
    ]
    return Clarification(
        text=wording.which_do_you_mean(reading.language),
        options=tuple(options),
        confidence=round(decided.confidence, 3),
    )


def _label(passage: Passage) -> str:
    """The matter of a section in a few words: 第32条（年次有給休暇） → 年次有給休暇."""
    return heading_label(passage.chunk.heading_path[-1])
