"""Measures of ranked results (binary relevance) and of how confidence separates."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np


def recall_at(k: int, ranked: Sequence[str], gold: Collection[str]) -> float:
    """1 when one of the gold passages is among the first k: one is enough to answer from."""
    return float(any(found in gold for found in ranked[:k]))


def reciprocal_rank_at(k: int, ranked: Sequence[str], gold: Collection[str]) -> float:
    return next((1 / n for n, found in enumerate(ranked[:k], start=1) if found in gold), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], gold: Collection[str]) -> float:
    gained = sum(1 / math.log2(n + 1) for n, found in enumerate(ranked[:k], 1) if found in gold)
    ideal = sum(1 / math.log2(n + 1) for n in range(1, min(k, len(gold)) + 1))
    return gained / ideal if ideal else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive scores higher than a negative; a tie counts half."""
    if not positive or not negative:
        return math.nan
    ordered = np.sort(np.asarray(negative, dtype=float))
    below = np.searchsorted(ordered, positive, side="left")
    up_to = np.searchsorted(ordered, positive, side="right")
    return float((below + up_to).mean() / 2 / len(ordered))


def false_rate_at_coverage(
    coverage: float, positive: Sequence[float], negative: Sequence[float]
) -> float:
    """Share of negatives that pass the highest threshold which this share of positives passes."""
    if not positive or not negative:
        return math.nan
    ranked = sorted(positive, reverse=True)
    threshold = ranked[math.ceil(coverage * len(ranked)) - 1]
    return sum(score >= threshold for score in negative) / len(negative)
