"""What is handed over to people, or asked back, by itself or below answers to other questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering import wording
from bot.answering.composing.extraction import cite, place_of
from bot.answering.composing.parts import Told, joined, one_by_one, plain
from bot.answering.deciding.clarifying import ask_back
from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.several import Considered
from bot.answering.recording import HandOver
from bot.outcomes import Clarification, EscalationReason
from knowledge.model import Passage

#: Passages that a ticket names as the nearest.
_NEAREST = 12
#: Below this confidence the manuals are taken to say nothing, above it to say too little.
_NOTHING = 0.25


def handed_over(one: Considered) -> HandOver:
    """A question that is not proved, with what is worth reading meanwhile."""
    return HandOver(
        reason=_reason(one),
        confidence=one.decided.confidence,
        nearest=_nearest(one),
        places=_places(one.decided.chosen),
    )


def unclear_again(chosen: Sequence[Evidence], confidence: float = 0.0) -> HandOver:
    """A question of which it stays open, once the asker was asked, which place is meant."""
    return HandOver(
        reason="ambiguous_rule",
        confidence=confidence,
        nearest=tuple(evidence.passage for evidence in chosen),
        places=_places(chosen),
    )


def asked_in_vain(one: Considered) -> Considered:
    """The same of one of several questions."""
    return replace(one, decided=replace(one.decided, action="hand_over", reason="ambiguous_rule"))


def to_a_person(one: Considered) -> HandOver:
    """A question whose asker wants a person."""
    return HandOver(
        reason="asked_for_a_person",
        confidence=0.0,
        nearest=one.examined.passages[:_NEAREST],
    )


def asked_back_beside(unclear: Considered, told: Sequence[Told]) -> Clarification:
    """One question asked back, below the answers to the others."""
    reading, decided = unclear.examined.reading, unclear.decided
    asked = ask_back(reading, decided.chosen, decided.confidence)
    which = wording.which_do_you_mean_by(unclear.said, reading.language)
    together = one_by_one(told)
    text = f"{plain(together.parts, reading.language)}\n\n{which}"
    return replace(asked, text=text, citations=together.citations)


def handed_over_beside(rest: Sequence[Considered], told: Sequence[Told]) -> HandOver:
    """Some questions handed over, below the answers to the others, if there are any."""
    likeliest = max(rest, key=lambda part: part.decided.confidence)
    confidence = likeliest.decided.confidence
    named = next((part for part in rest if part.decided.reason), likeliest)
    together = one_by_one(told) if told else joined([])
    return HandOver(
        reason=_reason(named),
        confidence=confidence,
        nearest=_nearest(named),
        rest=tuple(part.examined.reading for part in rest) if told else (),
        told=together.text,
        citations=together.citations,
    )


def _reason(one: Considered) -> EscalationReason:
    by_confidence: EscalationReason = (
        "not_in_manuals" if one.decided.confidence < _NOTHING else "low_confidence"
    )
    return one.decided.reason or by_confidence


def _nearest(one: Considered) -> tuple[Passage, ...]:
    """What came nearest; where the reason is about certain places, these alone."""
    if one.decided.reason:
        return tuple(evidence.passage for evidence in one.decided.chosen)
    return one.examined.passages[:_NEAREST]


def _places(chosen: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(place_of(cite(evidence.passage, "")) for evidence in chosen)
