"""Scores summed up: all cases together, by kind, difficulty and topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from evals import bootstrap
from evals.cases import EvalCase
from evals.metrics import CHECKS, Said, Score

#: A case with its score.
Scored = tuple[EvalCase, Score]

Item = TypeVar("Item")

_MEASURES = (*CHECKS, "contact_named")
#: How deep the search for a gold section is looked at.
DEPTHS = (1, 3, 5, 10)


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Some of the cases: how many of them, and of how many, did what."""

    #: all, kind, difficulty or topic.
    by: str
    name: str
    scores: tuple[Score, ...]

    @property
    def cases(self) -> int:
        return len(self.scores)

    @property
    def correct(self) -> int:
        return sum(score.correct for score in self.scores)

    @property
    def wrong(self) -> int:
        return sum(score.wrong for score in self.scores)

    @property
    def answered(self) -> int:
        return sum(score.answered for score in self.scores)

    @property
    def correct_share(self) -> float:
        return self.correct / self.cases if self.cases else 0.0

    @property
    def wrong_share(self) -> float:
        return self.wrong / self.cases if self.cases else 0.0

    @cached_property
    def correct_interval(self) -> tuple[float, float]:
        """95 % bootstrap interval of the share that is correct."""
        return bootstrap.interval([score.correct for score in self.scores])

    @cached_property
    def wrong_interval(self) -> tuple[float, float]:
        return bootstrap.interval([score.wrong for score in self.scores])

    @property
    def held(self) -> dict[str, tuple[int, int]]:
        """By measure: in how many cases it held, and in how many it applied."""
        return {measure: self._held(measure) for measure in _MEASURES}

    @property
    def citation_precision(self) -> float | None:
        """Share of the citations that are of a gold place; None where nothing was to be cited."""
        cited = [score.citations_right for score in self.scores if score.citations_right]
        right, total = sum(n for n, _ in cited), sum(of for _, of in cited)
        return right / total if total else None

    @property
    def section_recall(self) -> dict[int, float] | None:
        """By depth: share of the cases whose gold section search found so far up."""
        ranks = [score.gold_rank for score in self.scores if score.gold_rank is not None]
        if not ranks:
            return None
        return {k: sum(0 < rank <= k for rank in ranks) / len(ranks) for k in DEPTHS}

    def as_json(self) -> dict[str, Any]:
        recall = self.section_recall
        precision = self.citation_precision
        return {
            "by": self.by,
            "name": self.name,
            "cases": self.cases,
            "correct": self.correct,
            "correct_share": round(self.correct_share, 6),
            "correct_interval": [round(end, 4) for end in self.correct_interval],
            "wrong": self.wrong,
            "wrong_share": round(self.wrong_share, 6),
            "wrong_interval": [round(end, 4) for end in self.wrong_interval],
            "answered": self.answered,
            "citation_precision": None if precision is None else round(precision, 4),
            "section_recall": recall and {f"@{k}": round(v, 4) for k, v in recall.items()},
            **{measure: {"held": n, "of": of} for measure, (n, of) in self.held.items()},
        }

    def _held(self, measure: str) -> tuple[int, int]:
        values = [getattr(score, measure) for score in self.scores]
        return sum(value is True for value in values), sum(value is not None for value in values)


def slices(scored: Sequence[Scored]) -> list[Slice]:
    """All cases first, then each kind, difficulty and topic, in order of appearance."""
    return [
        Slice(by=by, name=name, scores=tuple(score for _, score in part))
        for by, name, part in sorted_out(scored, lambda pair: pair[0])
    ]


def sorted_out(
    items: Sequence[Item], case_of: Callable[[Item], EvalCase]
) -> list[tuple[str, str, list[Item]]]:
    """What belongs to all cases, to each kind, difficulty and topic: (by, name, items)."""
    ways: dict[str, Callable[[EvalCase], str]] = {
        "all": lambda case: "all",
        "kind": lambda case: case.kind,
        "difficulty": lambda case: case.difficulty,
        "topic": lambda case: case.topic,
    }
    parts: dict[tuple[str, str], list[Item]] = {}
    for by, name_of in ways.items():
        for item in items:
            parts.setdefault((by, name_of(case_of(item))), []).append(item)
    return [(by, name, part) for (by, name), part in parts.items() if name]


def confusion(scored: Sequence[Scored]) -> dict[str, dict[str, int]]:
    """By kind of case: how often each outcome came."""
    counts: dict[str, Counter[str]] = {}
    for case, score in scored:
        counts.setdefault(case.kind, Counter())[score.outcome] += 1
    return {kind: dict(outcomes) for kind, outcomes in counts.items()}


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile; zero when nothing was measured."""
    if not milliseconds:
        return {"p50_ms": 0.0, "p95_ms": 0.0}
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2)}


def milliseconds(said: Sequence[Said]) -> list[float]:
    """How long each question took in all."""
    return [float(s["timings_ms"]["total"]) for s in said if "total" in s["timings_ms"]]
