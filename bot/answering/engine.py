"""The answer engine: understand → search → decide → compose → ground → Outcome, then record it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.answering import wording
from bot.answering.composing.telling import Teller
from bot.answering.composing.writing import Written
from bot.answering.deciding.aptitude import Aptitude, is_asked, reconsider
from bot.answering.deciding.clarifying import (
    ask_back,
    ask_which,
    ask_whom,
    asks_again,
    offer,
)
from bot.answering.deciding.conflicting import (
    Contradictions,
    no_contradictions,
    unless_conflicting,
)
from bot.answering.deciding.decision import (
    WORKED_OUT,
    chosen_by_name,
    decide,
    supported,
)
from bot.answering.deciding.examining import (
    examine_change,
    examine_chosen,
    examine_either,
    weighed_by,
    without_sum,
)
from bot.answering.deciding.judging import judge
from bot.answering.deciding.several import Considered, is_settled, settle
from bot.answering.deciding.witnessed import (
    Witnesses,
    may_be_witnessed,
    no_witnesses,
    witnessed,
)
from bot.answering.handing_over import (
    asked_back_beside,
    asked_in_vain,
    handed_over,
    handed_over_beside,
    to_a_person,
    unclear_again,
)
from bot.answering.ledger import Ledger
from bot.answering.recording import HandOver, Recorder
from bot.answering.referring import refer
from bot.answering.timing import Clock, Lap
from bot.answering.tracing import trace_of
from bot.answering.understanding import Understanding, understand, understand_each
from bot.answering.understanding.memory import Memory
from bot.answering.understanding.rewriting import Rewriter, rewritten
from bot.answering.understanding.sensitivity import PERHAPS, Topic
from bot.answering.weights import learned
from bot.outcomes import (
    Answer,
    Check,
    Exchange,
    Option,
    Outcome,
    Question,
    Refusal,
    Trace,
    outcome_json,
)
from bot.processor import working
from knowledge.model import Passage
from knowledge.search import Searcher
from knowledge.visible import visible

#: Told about each exchange once it is recorded, with the steps that were taken.
Traced = Callable[[Exchange, Sequence[Lap]], None]

#: Characters of a question.
LONGEST_QUESTION = 2000


@dataclass(frozen=True, kw_only=True)
class _Turn:
    """A question while it is worked on."""

    question: Question
    caution: float
    #: Of the language model, where that is known.
    aptitude: Aptitude | None
    #: Nothing of it is shown to a model.
    quotes_only: bool
    #: What the answer before asked back.
    offered: tuple[Option, ...]
    #: What of it, or of what was asked back before, the asker chose.
    chosen: Option | None
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class _CameTo:
    outcome: Outcome | HandOver
    why: str
    checks: tuple[Check, ...] = ()
    #: Names the wording that the answer was found by.
    remembered: str = ""


class AnswerEngine:
    """Answers questions. Every question ends in an outcome, and every outcome is recorded."""

    def __init__(
        self,
        *,
        searcher: Searcher,
        ledger: Ledger,
        teller: Teller,
        recorder: Recorder,
        rewriter: Rewriter | None,
        aptitude: Callable[[], Aptitude | None],
        caution: float,
        confidential_contact: str,
        traced: Traced | None = None,
        witnesses: Witnesses = no_witnesses,
        contradictions: Contradictions = no_contradictions,
    ) -> None:
        self._searcher = searcher
        self._ledger = ledger
        self._teller = teller
        self._recorder = recorder
        self._rewriter = rewriter
        self._aptitude = aptitude
        self._caution = caution
        self._confidential_contact = confidential_contact
        self._traced = traced
        self._witnesses = witnesses
        self._contradictions = contradictions

    def ask(self, question: Question, caution: float | None = None) -> Exchange:
        """Answer, ask back, refuse, or open a ticket; with another ``caution`` than is set.

        Raises NotFound when the conversation to continue is not the asker's.
        """
        with working():
            return self._ask(question, caution)

    def _ask(self, question: Question, caution: float | None) -> Exchange:
        clock = Clock()
        question = replace(question, text=visible(question.text.replace("\x00", "")))
        conversation = self._ledger.begin(question)
        memory = self._ledger.memory(conversation)
        offered = memory.turns[-1].offered if memory.turns else ()
        # One that is too long is refused below, and not read to its end before.
        readable = replace(question, text=question.text[:LONGEST_QUESTION])
        chosen = memory.chosen(question.text)
        each = self._understood(readable, memory, chosen)
        reading = each[0] if len(each) == 1 else understand(readable, memory, date.today())
        clock.lap("understand")
        came_to: Outcome | HandOver | None = _unusable(question, reading)
        if came_to is not None:
            trace = Trace(standalone=reading.standalone, why="there is no question to work on")
        elif reading.sensitive and reading.sensitive not in PERHAPS:
            came_to, trace = self._referred(question, reading, reading.sensitive, clock)
        elif reading.unclear and len(each) == 1:
            which = ask_which(reading)
            came_to = unclear_again(()) if asks_again(offered, which.options) else which
            trace = Trace(standalone=reading.standalone, why="it may go on with several questions")
        else:
            turn = _Turn(
                question=question,
                caution=self._caution if caution is None else caution,
                aptitude=self._aptitude(),
                quotes_only=reading.sensitive is not None,
                offered=offered,
                chosen=chosen,
                clock=clock,
            )
            reading, came_to, trace = self._worked_on(turn, reading, each)
            # What is answered was an ordinary question; all else is left to people.
            if reading.sensitive and not isinstance(came_to, Answer):
                came_to, trace = self._referred(question, reading, reading.sensitive, clock)
        exchange = self._recorder.record(question, conversation, reading, came_to, trace, clock)
        if self._traced is not None:
            self._traced(exchange, clock.laps)
        return exchange

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

    def _understood(
        self, question: Question, memory: Memory, chosen: Option | None
    ) -> tuple[Understanding, ...]:
        """The questions of a message; a model may say what a follow-up goes on with."""
        if chosen is not None and chosen.chunk_id:
            return (understand(question, memory, date.today()),)
        each = understand_each(question, memory, date.today())
        if len(each) > 1 or each[0].sensitive or self._rewriter is None:
            return each
        return (rewritten(each[0], memory, self._rewriter, question.asker),)

    def _referred(
        self, question: Question, reading: Understanding, topic: Topic, clock: Clock
    ) -> tuple[Refusal, Trace]:
        refusal = refer(self._searcher, question, reading, topic, self._confidential_contact)
        clock.lap("search")
        return refusal, Trace(standalone=reading.standalone, why=f"it is about {topic}")

    def _worked_on(
        self, turn: _Turn, reading: Understanding, each: Sequence[Understanding]
    ) -> tuple[Understanding, Outcome | HandOver, Trace]:
        whole = self._considered(turn, reading)
        if reading.asks_for_person:
            came_to = _CameTo(outcome=to_a_person(whole), why="the asker wants a person")
        elif len(each) == 1 or is_settled(whole):
            came_to = self._one(turn, whole, alone=len(each) == 1)
        else:
            alone = [self._considered(turn, one, of_several=True) for one in each]
            came_to = self._several(turn, whole, settle(whole, alone, learned()))
        trace = replace(
            trace_of(whole), why=came_to.why, checks=came_to.checks, remembered=came_to.remembered
        )
        return whole.examined.reading, came_to.outcome, trace

    def _considered(
        self, turn: _Turn, reading: Understanding, *, of_several: bool = False
    ) -> Considered:
        audiences = turn.question.audiences
        examined = examine_either(
            self._searcher, reading, audiences, learned(), of_several=of_several
        )
        if turn.chosen is not None and turn.chosen.chunk_id:
            examined = examine_chosen(self._searcher, examined, turn.chosen.chunk_id)
        examined = examine_change(self._searcher, examined, audiences, learned())
        turn.clock.lap("search")
        decided = decide(examined.asked, examined.weighed, turn.caution, learned())
        if turn.chosen is not None:
            decided = chosen_by_name(examined.asked, decided, turn.chosen)
        turn.clock.lap("decide")
        considered = Considered(examined=examined, decided=decided)
        return unless_conflicting(considered, self._contradictions, learned())

    def _one(self, turn: _Turn, one: Considered, *, alone: bool = False) -> _CameTo:
        """What one question comes to; a model that can read has its say in the decision.

        ``alone`` where a message asks nothing else: then earlier questions may speak for it.
        """
        written, remembered, one = None, "", self._worked_out(turn, one)
        if alone:
            one, remembered = self._asked_before(turn, one)
        one = unless_conflicting(one, self._contradictions, learned())
        conflicts = one.decided.reason is not None
        if not conflicts and (differing := self._teller.differing(turn.question, one)):
            asked = ask_whom(one.examined.reading, *differing, one.decided.confidence)
            if asks_again(turn.offered, asked.options):
                return _CameTo(outcome=unclear_again([differing[0]]), why="asked back twice")
            return _CameTo(outcome=asked, why=f"it differs by {differing[1].attribute}")
        if is_asked(one.decided, turn.aptitude) and not turn.quotes_only:
            written = self._teller.written(turn.question, one, [one], turn.clock)
        # A claim that is not proved tells neither that there is an answer nor that there is none.
        if written is not None and (written.proves or written.finds_nothing):
            decided = reconsider(one.decided, turn.aptitude, turn.caution, proves=written.proves)
            one = unless_conflicting(replace(one, decided=decided), self._contradictions, learned())
        return _CameTo(
            outcome=self._decided(turn, one, written),
            why=one.decided.why,
            checks=written.checks if written else (),
            remembered=remembered if one.is_answered else "",
        )

    def _asked_before(self, turn: _Turn, one: Considered) -> tuple[Considered, str]:
        """A question that colleagues asked in other words, and staff answered: from the section
        that answered those, with what names the wording.
        """
        if may_be_witnessed(one):
            witness = self._witnesses(one.examined.reading.standalone)
            if witness is not None:
                found = witnessed(self._searcher, one, witness, turn.caution, learned())
                return found, witness.key if found.is_answered else ""
        return one, ""

    def _worked_out(self, turn: _Turn, one: Considered) -> Considered:
        """What is not proved by itself, where code works an answer out of the likeliest rule.

        Values that fit the question in unit, condition and matter are proof of their own. A sum is
        looked for by what it is made of: no rule states it.
        """
        if one.decided.action != "hand_over" or not one.decided.open:
            return one
        best = judge(one.examined.weighed, learned().section)[0].evidence
        why = f"what is asked is worked out of “{best.label}”"
        likely = supported(one.decided, best, WORKED_OUT, turn.caution, why)
        parts_of_it = without_sum(one.examined.reading)
        tried = [replace(one, decided=likely)]
        if parts_of_it is not None:
            tried.append(self._considered(turn, parts_of_it))
        for each in tried:
            if each.is_answered and self._teller.works_out(turn.question, each):
                return each
        return one

    def _decided(self, turn: _Turn, one: Considered, written: Written | None) -> Outcome | HandOver:
        examined, decided = one.examined, one.decided
        match decided.action:
            case "ask_back":
                asked = ask_back(examined.reading, decided.chosen, decided.confidence)
                again = asks_again(turn.offered, asked.options)
                return unclear_again(decided.chosen, decided.confidence) if again else asked
            case "answer":
                told = _fit(turn, written, [one])
                return self._teller.answer(turn.question, one, [one], told, turn.clock)
        found_nothing = written is not None and written.finds_nothing
        if decided.open and not found_nothing and decided.reason is None:
            offered = offer(examined.reading, decided.chosen, decided.confidence)
            if offered.options and not asks_again(turn.offered, offered.options):
                return offered
        return handed_over(one)

    def _several(self, turn: _Turn, whole: Considered, parts: Sequence[Considered]) -> _CameTo:
        """All questions answered; or what is answered beside what is asked back or handed over."""
        why = "; ".join(f"“{part.said}”: {part.decided.why}" for part in parts)
        answered = [part for part in parts if part.is_answered]
        rest = [part for part in parts if not part.is_answered]
        if not rest:
            return self._all_answered(turn, whole, parts, why)
        if not answered and not whole.is_answered:
            return replace(self._one(turn, whole), why=why)
        told = [self._teller.quoted(turn.question, part) for part in answered]
        turn.clock.lap("compose")
        if answered and len(rest) == 1 and rest[0].decided.action == "ask_back":
            beside = asked_back_beside(rest[0], told)
            if not asks_again(turn.offered, beside.options):
                return _CameTo(outcome=beside, why=why)
            rest = [asked_in_vain(rest[0])]
        return _CameTo(outcome=handed_over_beside(rest, told), why=why)

    def _all_answered(
        self, turn: _Turn, whole: Considered, parts: Sequence[Considered], why: str
    ) -> _CameTo:
        written = None
        asked = all(is_asked(part.decided, turn.aptitude) for part in parts)
        if asked and not turn.quotes_only:
            written = self._teller.written(turn.question, whole, parts, turn.clock)
        told = _fit(turn, written, parts)
        return _CameTo(
            outcome=self._teller.answer(turn.question, whole, parts, told, turn.clock),
            why=why,
            checks=written.checks if written else (),
        )


def _fit(turn: _Turn, written: Written | None, parts: Sequence[Considered]) -> Written | None:
    """What a model wrote, where it may be told in place of quotes.

    A model that is not known to read may say true things beside the point: it is held to the
    lines that the evidence chose.
    """
    if written is None or not written.tells:
        return None
    chosen = [evidence for part in parts for evidence in part.decided.chosen]
    return written if turn.aptitude is not None or written.rests_on(chosen) else None


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
