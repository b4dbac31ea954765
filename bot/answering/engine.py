"""The answer engine: understand → search → decide → compose → ground → Outcome, then record it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from bot.answering import wording
from bot.answering.composing import composition, extraction
from bot.answering.composing.notes import notes_on
from bot.answering.composing.pointing import pointed_to
from bot.answering.composing.references import References
from bot.answering.composing.writing import write_proved
from bot.answering.deciding.clarifying import ask_back
from bot.answering.deciding.decision import decide
from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.examining import examine_change, examine_either, weighed_by
from bot.answering.deciding.judging import judge
from bot.answering.deciding.several import (
    Considered,
    Told,
    cited,
    in_turn,
    is_settled,
    one_by_one,
    settle,
)
from bot.answering.ledger import Ledger
from bot.answering.timing import Clock
from bot.answering.understanding import Understanding, understand, understand_each
from bot.answering.weights import learned
from bot.outcomes import (
    Answer,
    Citation,
    Clarification,
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
from knowledge.sections import Sections

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
    #: What is worth reading until the answer comes: 【就業規則 第32条（年次有給休暇）】.
    places: tuple[str, ...] = ()
    #: The questions that are handed over, where the message asks others that are answered.
    rest: tuple[Understanding, ...] = ()
    #: The answers to those.
    told: str = ""
    citations: tuple[Citation, ...] = ()


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
        self._sections = Sections(library)
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
        each = understand_each(question, previous, date.today())
        reading = each[0] if len(each) == 1 else understand(question, previous, date.today())
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
            reading, outcome, trace = self._outcome(question, reading, each, set_or_given, clock)
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
        self,
        question: Question,
        reading: Understanding,
        each: Sequence[Understanding],
        caution: float,
        clock: Clock,
    ) -> tuple[Understanding, Outcome | _HandOver, Trace]:
        whole = self._consider(question, reading, caution, clock)
        trace = _trace(whole)
        if reading.asks_for_person:
            trace = replace(trace, why="the asker wants a person")
            pending = _HandOver(
                reason="asked_for_a_person",
                confidence=0.0,
                nearest=whole.examined.passages[:_NEAREST],
            )
            return whole.examined.reading, pending, trace
        if len(each) == 1 or is_settled(whole):
            return whole.examined.reading, self._decided(question, whole, clock), trace
        alone = [self._consider(question, one, caution, clock, of_several=True) for one in each]
        parts = settle(whole, alone, learned())
        trace = replace(trace, why="; ".join(f"“{p.said}”: {p.decided.why}" for p in parts))
        return whole.examined.reading, self._several(question, whole, parts, clock), trace

    def _consider(
        self,
        question: Question,
        reading: Understanding,
        caution: float,
        clock: Clock,
        *,
        of_several: bool = False,
    ) -> Considered:
        examined = examine_either(
            self._searcher, reading, question.audiences, learned(), of_several=of_several
        )
        examined = examine_change(self._searcher, examined, question.audiences, learned())
        clock.lap("search")
        decided = decide(examined.asked, examined.weighed, caution, learned())
        clock.lap("decide")
        return Considered(examined=examined, decided=decided)

    def _decided(self, question: Question, one: Considered, clock: Clock) -> Outcome | _HandOver:
        examined, decided = one.examined, one.decided
        match decided.action:
            case "ask_back":
                return ask_back(examined.reading, decided.chosen, decided.confidence)
            case "answer":
                return self._compose(question, one, [one], clock)
        return _HandOver(
            reason=_reason(decided.confidence),
            confidence=decided.confidence,
            nearest=examined.passages[:_NEAREST],
            places=tuple(map(_place_of, decided.chosen)),
        )

    def _several(
        self, question: Question, whole: Considered, parts: Sequence[Considered], clock: Clock
    ) -> Outcome | _HandOver:
        """All questions answered; or what is answered beside what is asked back or handed over."""
        answered = [part for part in parts if part.is_answered]
        rest = [part for part in parts if not part.is_answered]
        if not rest:
            return self._compose(question, whole, parts, clock)
        if not answered and not whole.is_answered:
            return self._decided(question, whole, clock)
        told = [self._quoted(question, part) for part in answered]
        clock.lap("compose")
        if answered and len(rest) == 1 and rest[0].decided.action == "ask_back":
            return _asked_back_beside(rest[0], told)
        confidence = max(part.decided.confidence for part in rest)
        return _HandOver(
            reason=_reason(confidence),
            confidence=confidence,
            nearest=rest[0].examined.passages[:_NEAREST],
            rest=tuple(part.examined.reading for part in rest) if answered else (),
            told=one_by_one(told),
            citations=cited(told),
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
        self, question: Question, whole: Considered, parts: Sequence[Considered], clock: Clock
    ) -> Answer:
        """The model's proved text where a model is set; otherwise, and if it fails, quotes."""
        reading = whole.examined.reading
        written = None
        if self._writer is not None:
            shown = in_turn([part.examined.passages for part in parts])[:_SHOWN]
            written = write_proved(self._writer, reading, shown, question.asker, clock)
        if written is None:
            told = [self._quoted(question, part) for part in parts]
            text = one_by_one(told) if len(told) > 1 else told[0].text
            citations = cited(told)
            clock.lap("compose")
        else:
            text, citations = written
            text = "\n\n".join([text, *self._notes(reading, citations)])
        return Answer(
            text=text,
            citations=citations,
            confidence=round(math.prod(part.decided.confidence for part in parts), 3),
            composed=written is not None,
        )

    def _quoted(self, question: Question, part: Considered) -> Told:
        """The lines and rows that answer a question, with their places and notes."""
        reading = part.examined.reading
        references = References(
            library=self._library,
            snapshot=self._searcher.index.snapshot(),
            audiences=question.audiences,
            on=reading.on,
            kept=self._sections,
        )
        asked = part.examined.asked
        text, citations = extraction.extract(asked, part.decided.chosen, references)
        for evidence in part.decided.chosen:
            for told, citation in pointed_to(asked, evidence, references):
                if citation.chunk_id not in {c.chunk_id for c in citations}:
                    text, citations = f"{text}\n\n{told}", (*citations, citation)
        return Told(
            said=part.said,
            text="\n\n".join([text, *self._notes(reading, citations)]),
            citations=citations,
        )

    def _notes(self, reading: Understanding, citations: Sequence[Citation]) -> list[str]:
        return notes_on(reading, citations, self._searcher.index.snapshot())

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
        standalone, asked = reading.standalone, question
        if pending.rest:
            standalone = "\n".join(one.standalone for one in pending.rest)
            asked = replace(question, text=standalone)
        ticket, due = self._open_ticket(
            tx, exchange, asked, standalone, pending.reason, pending.nearest
        )
        language = reading.language
        if pending.reason == "asked_for_a_person":
            text = wording.handed_over_on_request(ticket, due, self._contact, language)
        elif pending.rest:
            said = [one.said.strip() for one in pending.rest]
            rest = wording.rest_handed_over(said, ticket, due, self._contact, language)
            text = f"{pending.told}\n\n{rest}"
        else:
            text = wording.handed_over(ticket, due, self._contact, language)
            if pending.places:
                text = f"{text}\n\n{wording.worth_reading(pending.places, language)}"
        return Escalation(
            text=text,
            reason=pending.reason,
            ticket=ticket,
            confidence=round(pending.confidence, 3),
            nearest=pending.nearest,
            citations=pending.citations,
        )


def _place_of(evidence: Evidence) -> str:
    return extraction.place_of(extraction.cite(evidence.passage, ""))


def _reason(confidence: float) -> EscalationReason:
    return "not_in_manuals" if confidence < _NOTHING else "low_confidence"


def _asked_back_beside(unclear: Considered, told: Sequence[Told]) -> Clarification:
    """One question asked back, below the answers to the others."""
    reading, decided = unclear.examined.reading, unclear.decided
    asked = ask_back(reading, decided.chosen, decided.confidence)
    which = wording.which_do_you_mean_by(unclear.said, reading.language)
    return replace(asked, text=f"{one_by_one(told)}\n\n{which}", citations=cited(told))


def _trace(one: Considered) -> Trace:
    examined, decided = one.examined, one.decided
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
