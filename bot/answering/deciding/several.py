"""Several questions of one message: which of them the manuals answer, and how that is told.

Each is examined and decided by itself, and the message as a whole, too. Nothing half is told as
whole: where one question is not answered, the answers to the others stand beside its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.answering.deciding.clarifying import chosen_reading
from bot.answering.deciding.decision import Decision
from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.examining import Examined
from bot.answering.deciding.judging import judge
from bot.answering.understanding.sentences import names
from bot.answering.weights import Weights
from knowledge.model import Passage
from knowledge.question_types import states


@dataclass(frozen=True, kw_only=True)
class Considered:
    """A question as it was examined and decided."""

    examined: Examined
    decided: Decision

    @property
    def said(self) -> str:
        """The question in the asker's words."""
        return self.examined.reading.said.strip()

    @property
    def is_answered(self) -> bool:
        return self.decided.action == "answer"


def is_settled(whole: Considered) -> bool:
    """Whether a message is one question whatever it looks like: a FAQ asks it, or it was chosen."""
    text = whole.examined.asked.text
    return any(
        evidence.asks_the_same or text.startswith(chosen_reading(evidence.label, ""))
        for evidence in whole.examined.weighed
    )


def settle(
    whole: Considered, parts: Sequence[Considered], weights: Weights
) -> tuple[Considered, ...]:
    """The questions of a message with what is decided on each.

    A question that says too little by itself (給料は出ますか) is answered by the whole, where that
    is answered from its likeliest place, or from one that speaks of the one thing that it names.
    """
    if not whole.is_answered:
        return tuple(parts)
    return tuple(part if part.is_answered else _answered_by(whole, part, weights) for part in parts)


def _answered_by(whole: Considered, part: Considered, weights: Weights) -> Considered:
    chosen = whole.decided.chosen
    judged = judge(part.examined.weighed, weights.section)
    likeliest = {_place(j.evidence) for j in judged[:1]}
    same = [evidence for evidence in chosen if _place(evidence) in likeliest]
    speaking = [evidence for evidence in chosen if _speaks_of(evidence, part)]
    if not same and not speaking:
        return part
    decided = replace(whole.decided, chosen=tuple(same or speaking[:1]))
    return Considered(examined=part.examined, decided=decided)


def _speaks_of(evidence: Evidence, part: Considered) -> bool:
    """Whether a place speaks of the one thing that a question names, as it is asked for."""
    reading = part.examined.reading
    named = set(names(reading.said))
    missing = {matter.word for matter in evidence.missing}
    return (
        len(named) == 1
        and named.isdisjoint(missing)
        and states(reading.wanted, evidence.quoted.quote)
    )


def _place(evidence: Evidence) -> tuple[int, str]:
    return evidence.passage.manual.id, evidence.passage.section.hash


def in_turn(found: Sequence[Sequence[Evidence]]) -> list[Passage]:
    """The places of some questions: the first of each, the second of each, …; none twice."""
    ranked = (e for rank in zip_longest(*found) for e in rank if e is not None)
    return list({_place(e): e.passage for e in ranked}.values())
