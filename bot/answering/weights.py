"""Learned weights: logistic models over named signals, from ``deciding.json`` beside this module.

``python -m evals.training.deciding`` writes the file, with the names of its data and the date.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: Where the learned weights are.
FILE = Path(__file__).with_name("deciding.json")


@dataclass(frozen=True, kw_only=True)
class Logistic:
    """A probability from signals; a signal that is not given counts as its mean."""

    bias: float
    #: By signal: mean and scale of the data that the weight was learned from, and the weight.
    signals: Mapping[str, tuple[float, float, float]]

    def log_odds(self, signals: Mapping[str, float]) -> float:
        return self.bias + sum(
            weight * (signals[name] - mean) / scale
            for name, (mean, scale, weight) in self.signals.items()
            if name in signals
        )

    def probability(self, signals: Mapping[str, float]) -> float:
        return probability(self.log_odds(signals))


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What decisions are made with."""

    #: Whether a section answers the question.
    section: Logistic
    #: Whether an answer from the best sections would be right.
    answer: Logistic
    #: Whether the question may mean several things.
    ambiguous: Logistic


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


@lru_cache(maxsize=1)
def learned() -> Weights:
    """The weights of the file beside this module."""
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def read(stored: Mapping[str, Mapping[str, object]]) -> Weights:
    return Weights(
        section=logistic(stored["section"]),
        answer=logistic(stored["answer"]),
        ambiguous=logistic(stored["ambiguous"]),
    )


def logistic(stored: Mapping[str, object]) -> Logistic:
    """A model as it is stored: its bias, and its signals by name."""
    signals = stored["signals"]
    assert isinstance(signals, dict)
    return Logistic(
        bias=float(str(stored["bias"])),
        signals={name: (mean, scale, weight) for name, (mean, scale, weight) in signals.items()},
    )
