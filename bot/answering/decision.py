"""Answer, ask back, or hand over: decided from evidence, moved by one setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answering.evidence import Evidence
from bot.answering.understanding import Understanding
from knowledge import japanese

#: A rival reading is this close to the best.
_RIVAL = 0.8
#: A question with more content words than this says which reading it means.
_TERSE = 3
_MOST_OPTIONS = 4


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
    best = ranked[0]
    if best.confidence < _threshold(caution):
        return Decision(action="hand_over", confidence=best.confidence)
    readings = _readings(understanding, ranked)
    if len(readings) > 1:
        return Decision(action="ask_back", confidence=best.confidence, chosen=tuple(readings))
    return Decision(action="answer", confidence=best.confidence, chosen=tuple(ranked))


def _threshold(caution: float) -> float:
    return 0.2 + 0.6 * caution


def _readings(understanding: Understanding, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Different matters that a terse question may mean, the best of each."""
    if len(set(japanese.words(understanding.standalone))) > _TERSE:
        return []
    best = ranked[0]
    matters: dict[str, Evidence] = {}
    for evidence in ranked:
        close = evidence.strength >= _RIVAL * best.strength
        if close and evidence.satisfied and evidence.coverage >= best.coverage:
            matters.setdefault(evidence.passage.chunk.heading_path[-1], evidence)
    return list(matters.values())[:_MOST_OPTIONS]
