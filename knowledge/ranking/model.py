"""The learned model: which candidate answers, and whether any does.

The weight of each feature follows the question: it is linear in what is known of the question as a
whole. ``python -m evals.training.ranking`` fits it; ``weights.json`` names its data and date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.ranking.candidates import Floats, Integers

_FILE = Path(__file__).with_name("weights.json")
#: Features further from the mean than so many standard deviations say no more.
_FURTHEST = 6.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Standard:
    """What features are measured by: they have mean 0 and standard deviation 1 then."""

    mean: Floats
    deviation: Floats

    @classmethod
    def of(cls, features: Floats) -> Standard:
        """Of features of shape (rows, features)."""
        return cls(mean=features.mean(axis=0), deviation=features.std(axis=0) + 1e-6)

    def __call__(self, features: Floats) -> Floats:
        measured = (features - self.mean) / self.deviation
        return np.asarray(np.clip(measured, -_FURTHEST, _FURTHEST), dtype=np.float32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    #: Names of the features, in their order.
    features: tuple[str, ...]
    #: Those of them that belong to the question as a whole.
    question_features: tuple[str, ...]
    standard: Standard
    #: Shape (1 + question features, features): the weights of an average question, and what each
    #: feature of the question adds to them.
    weights: Floats
    #: Weights of the best candidate's features, of its share and of 1, shape (features + 2,).
    answered: Floats

    def logits(self, features: Floats) -> Floats:
        """Which candidate answers rather than another, shape (n,), of features (n, features)."""
        known = self.standard(features)
        asked = known[0, [self.features.index(name) for name in self.question_features]]
        return np.asarray(known @ (self.weights[0] + asked @ self.weights[1:]))

    def answerable(self, best: Floats, share: float) -> float:
        """Probability that the best candidate answers at all, by its features (features,)."""
        return float(1 / (1 + np.exp(-self.answered @ best_signals(self.standard, best, share))))

    def as_json(self, about: Mapping[str, Any]) -> str:
        """With what is known about the making of it, one line for each entry."""
        entries = {
            **about,
            "features": self.features,
            "question_features": self.question_features,
            "mean": _listed(self.standard.mean),
            "deviation": _listed(self.standard.deviation),
            "weights": _listed(self.weights),
            "answered": _listed(self.answered),
        }
        lines = (
            f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in entries.items()
        )
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Model:
        stored = json.loads(text)
        return cls(
            features=tuple(stored["features"]),
            question_features=tuple(stored["question_features"]),
            standard=Standard(mean=_array(stored["mean"]), deviation=_array(stored["deviation"])),
            weights=_array(stored["weights"]),
            answered=_array(stored["answered"]),
        )


def shares(logits: Floats, sections: Integers) -> Floats:
    """The share of each candidate's section, if one of them answers; (n,), n at least 1.

    ``sections`` tells the sections apart by numbers from 0.
    """
    odds = np.exp(logits - logits.max())
    by_section = np.bincount(sections, odds) / odds.sum()
    return np.asarray(by_section[sections], dtype=np.float32)


def best_signals(standard: Standard, best: Floats, share: float) -> Floats:
    """What :meth:`Model.answerable` weighs, shape (features + 2,)."""
    return np.concatenate([standard(best[None])[0], [share, 1.0]], dtype=np.float32)


@lru_cache(maxsize=1)
def model() -> Model:
    """The one that comes with Zeroji."""
    return Model.from_json(_FILE.read_text(encoding="utf-8"))


def _listed(values: npt.NDArray[Any]) -> list[Any]:
    listed: list[Any] = np.round(values.astype(np.float64), 5).tolist()
    return listed


def _array(values: Sequence[Any]) -> Floats:
    return np.array(values, dtype=np.float32)
