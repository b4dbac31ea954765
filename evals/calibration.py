"""Whether confidence tells the truth, and what it would cost to ask for more of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: Answers in a bin of the reliability curve, so that its share means something.
_LEAST_IN_BIN = 10
_MOST_BINS = 10


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Answers of about the same confidence."""

    answers: int
    #: Mean confidence, and the share that was right.
    confidence: float
    right: float


@dataclass(frozen=True, kw_only=True)
class Operating:
    """What would be served if answers below a confidence were handed over instead."""

    confidence: float
    #: Shares of all cases.
    answered: float
    wrong: float


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Bins of equally many answers, by rising confidence; fewer bins where answers are few."""
    if not confidences:
        return []
    order = np.argsort(confidences, kind="stable")
    bins = int(np.clip(len(order) // _LEAST_IN_BIN, 1, _MOST_BINS))
    stated, held = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    return [
        Bin(
            answers=len(part),
            confidence=round(float(stated[part].mean()), 4),
            right=round(float(held[part].mean()), 4),
        )
        for part in np.array_split(order, bins)
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: how far confidence and truth lie apart, on average.

    None when nothing was answered.
    """
    if not bins:
        return None
    total = sum(part.answers for part in bins)
    return round(sum(part.answers * abs(part.confidence - part.right) for part in bins) / total, 4)


def coverage_curve(
    confidences: Sequence[float], wrong: Sequence[bool], cases: int
) -> list[Operating]:
    """One point for each confidence that occurs, from the boldest to the most careful."""
    stated, harmful = np.asarray(confidences, dtype=float), np.asarray(wrong, dtype=bool)
    return [
        Operating(
            confidence=round(float(least), 4),
            answered=round(float((stated >= least).sum()) / cases, 4),
            wrong=round(float((harmful & (stated >= least)).sum()) / cases, 4),
        )
        for least in sorted(set(confidences))
    ]
