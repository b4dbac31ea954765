"""How far a measured share may be trusted: intervals by the bootstrap, and a paired test.

Everything is deterministic: the same results always give the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import binomtest

_RESAMPLES = 2000
_SEED = 20_260_101


def interval(held: Sequence[bool], confidence: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap interval of the share that held; (0, 1) when nothing was measured.

    Drawing again from what always (or never) held yields the same forever, which 3 cases would
    not prove: there the interval is the exact one of the binomial distribution.
    """
    if not held:
        return 0.0, 1.0
    if all(held) or not any(held):
        exact = binomtest(sum(held), len(held)).proportion_ci(confidence, method="exact")
        return float(exact.low), float(exact.high)
    measured = np.asarray(held, dtype=float)
    random = np.random.default_rng(_SEED)
    means = [
        random.choice(measured, size=len(measured), replace=True).mean() for _ in range(_RESAMPLES)
    ]
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(low), float(high)


def sign_test(better: int, worse: int) -> float:
    """Probability of a difference at least so lopsided if neither of two runs were better.

    Exact and two-sided, over the cases that came out differently (McNemar's test).
    """
    if better + worse == 0:
        return 1.0
    return float(binomtest(better, better + worse, 0.5).pvalue)
