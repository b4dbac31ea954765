"""Scores summed up: all cases together, by kind, and by difficulty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.cases import EvalCase
from evals.metrics import CHECKS, Said, Score

#: A case with its score.
Scored = tuple[EvalCase, Score]

_MEASURES = (*CHECKS, "contact_named")


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Some of the cases: how many of them, and of how many, did what."""

    #: all, kind or difficulty.
    by: str
    name: str
    cases: int
    correct: int
    wrong: int
    answered: int
    #: By measure: how many held, and in how many cases it applied.
    held: dict[str, tuple[int, int]]

    @property
    def correct_share(self) -> float:
        return self.correct / self.cases if self.cases else 0.0

    @property
    def wrong_share(self) -> float:
        return self.wrong / self.cases if self.cases else 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "by": self.by,
            "name": self.name,
            "cases": self.cases,
            "correct": self.correct,
            "correct_share": round(self.correct_share, 6),
            "wrong": self.wrong,
            "wrong_share": round(self.wrong_share, 6),
            "answered": self.answered,
            **{measure: {"held": n, "of": of} for measure, (n, of) in self.held.items()},
        }


def slices(scored: Sequence[Scored]) -> list[Slice]:
    """All cases first, then each kind and each difficulty, in order of appearance."""
    kinds = dict.fromkeys(case.kind for case, _ in scored)
    difficulties = dict.fromkeys(case.difficulty for case, _ in scored if case.difficulty)
    return [
        _slice("all", "all", scored),
        *(_slice("kind", k, [s for s in scored if s[0].kind == k]) for k in kinds),
        *(
            _slice("difficulty", d, [s for s in scored if s[0].difficulty == d])
            for d in difficulties
        ),
    ]


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile; zero when nothing was measured."""
    if not milliseconds:
        return {"p50_ms": 0.0, "p95_ms": 0.0}
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2)}


def latency(said: Sequence[Said]) -> dict[str, float]:
    return percentiles([s["timings_ms"]["total"] for s in said if "total" in s["timings_ms"]])


def _slice(by: str, name: str, scored: Sequence[Scored]) -> Slice:
    scores = [score for _, score in scored]
    return Slice(
        by=by,
        name=name,
        cases=len(scores),
        correct=sum(score.correct for score in scores),
        wrong=sum(score.wrong for score in scores),
        answered=sum(score.answered for score in scores),
        held={measure: _held(scores, measure) for measure in _MEASURES},
    )


def _held(scores: Sequence[Score], measure: str) -> tuple[int, int]:
    values = [getattr(score, measure) for score in scores]
    return sum(value is True for value in values), sum(value is not None for value in values)
