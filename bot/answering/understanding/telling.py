"""The learned odds that somebody tells of a sensitive matter, in whatever words.

``python -m evals.training.care`` writes the weights: of words and of how they follow each other,
and of the direction in which the vectors of the words point together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.morphology import Token, tokens
from knowledge.question_types import wanted
from knowledge.word_vectors import UNKNOWN, word_vectors

#: Where the learned weights are.
FILE = Path(__file__).parents[1] / "telling.json"
#: Words whose form matters where it follows another; of others only what kind they are.
_FUNCTION = ("助詞", "助動詞", "接続詞", "感動詞")
#: How somebody sets full stops and question marks tells nothing of what they tell.
_MARKS = ("補助記号", "空白")
_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "副詞")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A logistic model of signs and of a direction, shape (dimensions,)."""

    bias: float
    signs: Mapping[str, float]
    direction: Floats
    #: Log odds above which it is taken to be sensitive.
    least: float

    def log_odds(self, text: str) -> float:
        said = sum(self.signs.get(sign, 0.0) for sign in signs(text))
        return self.bias + said + float(direction(text) @ self.direction)

    def tells(self, text: str) -> bool:
        """Whether normalised text tells of a sensitive matter."""
        return self.log_odds(text) > self.least


@lru_cache(maxsize=1)
def learned() -> Telling:
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def read(stored: Mapping[str, Any]) -> Telling:
    return Telling(
        bias=stored["bias"],
        signs=stored["signs"],
        direction=np.array(stored["direction"], dtype=np.float32),
        least=stored["least"],
    )


def signs(text: str) -> frozenset[str]:
    """What a normalised text has: words, pairs of words, how it ends and what it wants."""
    return frozenset(_signs(text, [t for t in tokens(text) if t.kind not in _MARKS]))


def _signs(text: str, said: Sequence[Token]) -> Iterator[str]:
    forms = [token.form for token in said]
    kinds = [t.form if t.kind in _FUNCTION else t.kind for t in said]
    for form in forms:
        yield f"w:{form}"
    for before, after in pairwise(forms):
        yield f"c:{before}_{after}"
    for before, after in pairwise(kinds):
        yield f"b:{before}_{after}"
    yield f"end:{'_'.join(kinds[-3:])}"
    yield f"end2:{'_'.join(forms[-2:])}"
    yield f"wants:{wanted(text)}"


def direction(text: str) -> Floats:
    """What the words of a text mean together, shape (dimensions,); zeros where none is known."""
    vectors = word_vectors()
    rows = vectors.rows([token.form for token in tokens(text) if token.kind in _CONTENT])
    return vectors.mean(rows[rows != UNKNOWN])
