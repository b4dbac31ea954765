"""Answer, ask back, or hand over: decided from evidence, moved by one setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answering.evidence import Evidence
from bot.answering.grounding import quantities
from bot.answering.understanding import Understanding
from knowledge import japanese
from knowledge.model import heading_label

#: A rival reading is this close to the best.
_RIVAL = 0.7
#: A question with more content words than this says which reading it means.
_TERSE = 3
_MOST_OPTIONS = 4
_FIGURES = ("amount", "number", "deadline")


@dataclass(frozen=True, kw_only=True)
class Decision:
    action: Literal["answer", "ask_back", "hand_over"]
    #: Probability, as far as the evidence tells, that the best passage answers the question.
    confidence: float
    #: The evidence that the answer rests on, best first; the readings when asking back.
    chosen: tuple[Evidence, ...] = ()


def decide(understanding: Understanding, evidence: Sequence[Evidence], caution: float) -> Decision:
    """Decide from the evidence. ``caution`` from 0 (bold) to 1 (hardly ever answers)."""
    if not evidence:
        return Decision(action="hand_over", confidence=0.0)
    ranked = sorted(evidence, key=lambda e: e.strength, reverse=True)
    ranked = [e for e in ranked if _is_chosen(understanding, e)] or ranked
    best = ranked[0]
    if best.confidence < _threshold(caution):
        return Decision(action="hand_over", confidence=best.confidence)
    readings = _readings(understanding, ranked)
    if len(readings) > 1:
        return Decision(action="ask_back", confidence=best.confidence, chosen=tuple(readings))
    return Decision(action="answer", confidence=best.confidence, chosen=tuple(ranked))


def _is_chosen(understanding: Understanding, evidence: Evidence) -> bool:
    """Whether the asker was asked back and chose this reading."""
    label = heading_label(evidence.passage.chunk.heading_path[-1])
    return chosen_reading(label, "") in understanding.standalone


def chosen_reading(label: str, question: str) -> str:
    """The question that is asked by choosing a reading."""
    return f"{label}：{question}"


def _threshold(caution: float) -> float:
    return 0.2 + 0.6 * caution


def _readings(understanding: Understanding, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Different matters that a terse question for a figure may mean, the best of each.

    Only figures are worth asking back for: a wrong one does harm, while two rules about the same
    thing may be quoted side by side.
    """
    terse = len(set(japanese.words(understanding.standalone))) <= _TERSE
    if understanding.wanted not in _FIGURES or not terse or _is_chosen(understanding, ranked[0]):
        return []
    best = ranked[0]
    matters: dict[frozenset[tuple[str, str]], Evidence] = {}
    for evidence in ranked:
        close = evidence.strength >= _RIVAL * best.strength
        names_it = evidence.heading >= best.heading and evidence.coverage >= best.coverage
        if close and names_it and evidence.satisfied:
            matters.setdefault(_figures(evidence), evidence)
    return list(matters.values())[:_MOST_OPTIONS]


def _figures(evidence: Evidence) -> frozenset[tuple[str, str]]:
    """What a passage states in figures: two that state the same are one reading."""
    return frozenset(quantities(evidence.passage.chunk.text))
