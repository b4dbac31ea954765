"""The learned odds that a number is personal, from ``learned.json`` beside this module.

``python -m evals.training.masking`` writes the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.masking.shapes import Shape
from bot.masking.signals import signals

#: Where the learned weights are.
FILE = Path(__file__).with_name("learned.json")
#: Shapes that are looked at: amounts, links and addresses of mail show what they are.
LOOKED_AT = frozenset({"digits", "code", "spaced", "long", "phone", "date"})

#: Numbers of one text that are weighed, so that a hostile text takes no longer than others.
_MOST = 300


class Odds:
    """Weighs the numbers of one text."""

    def __init__(self) -> None:
        self._left = _MOST

    def __call__(self, view: str, shape: Shape) -> float:
        """The probability that a number is personal; 0 of those that are too many."""
        if not self._left:
            return 0.0
        self._left -= 1
        return probability(view, shape)


def probability(view: str, shape: Shape) -> float:
    """The probability that a number in a text in plain spelling is personal."""
    bias, weights = _learned()
    found = signals(view, shape)
    odds = bias + sum(weights.get(name, 0.0) for name in found) / math.sqrt(len(found))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@lru_cache(maxsize=1)
def _learned() -> tuple[float, Mapping[str, float]]:
    """The bias, and the weights by signal."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return float(stored["bias"]), stored["weights"]
