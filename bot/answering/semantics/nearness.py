"""How nearly a text speaks of a question's words: itself, a synonym, or a word of like meaning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.answering.semantics.matters import Matter, terms_of
from knowledge.word_vectors import UNKNOWN, word_vectors

Shares = npt.NDArray[np.float32]

#: Words whose vectors are less similar have nothing to do with each other; more similar ones say
#: nearly the same.
_UNRELATED, _SYNONYMOUS, _SUREST = 0.35, 0.85, 0.8


class Nearness:
    """Compares texts with the matters of one question."""

    def __init__(self, matters: Sequence[Matter]) -> None:
        self._matters = matters
        self._rows = word_vectors().rows([matter.word for matter in matters])
        self._weights = np.array([matter.weight for matter in matters], dtype=np.float32)

    def of(self, text: str) -> Shares:
        """How nearly a text speaks of each matter, from 0 to 1, shape (matters,)."""
        terms = terms_of(text)
        said = np.array([matter.is_in(terms) for matter in self._matters], dtype=np.float32)
        rows = _rows_of(terms)
        if len(rows) == 0 or len(said) == 0:
            return said
        nearest: Shares = np.maximum(said, self._near(rows).max(axis=1)).astype(np.float32)
        return nearest

    def of_lines(self, texts: Sequence[str]) -> tuple[Shares, Shares]:
        """The same of several texts, shape (texts, matters); and the other way round, shape
        (texts,): the share of each text's words that the question nearly says.
        """
        terms = [terms_of(text) for text in texts]
        said = np.array(
            [[matter.is_in(some) for matter in self._matters] for some in terms], dtype=np.float32
        ).reshape(len(texts), len(self._matters))
        rows = [_rows_of(some) for some in terms]
        precision = np.zeros(len(texts), dtype=np.float32)
        if not len(self._matters) or not sum(map(len, rows)):
            return said, precision
        similar = self._near(np.concatenate(rows))
        starts = np.cumsum([0, *map(len, rows)])
        for n, (start, end) in enumerate(pairwise(starts.tolist())):
            if end > start:
                part = similar[:, start:end]
                said[n] = np.maximum(said[n], part.max(axis=1))
                precision[n] = part.max(axis=0).mean()
        return said, precision

    def _near(self, rows: npt.NDArray[np.int32]) -> Shares:
        """How nearly each matter says the words in some rows, shape (matters, rows)."""
        similar = word_vectors().similarities(self._rows, rows)
        near = np.clip((similar - _UNRELATED) / (_SYNONYMOUS - _UNRELATED), 0, 1) * _SUREST
        near[self._rows == UNKNOWN] = 0
        return np.asarray(near, dtype=np.float32)

    def share(self, near: Shares, of: Sequence[Matter] | None = None) -> float:
        """The share of the weight (of some of the matters) that is nearly spoken of."""
        weights = self._weights
        if of is not None:
            weights = weights * np.array([matter in of for matter in self._matters])
        total = float(weights.sum())
        return float(weights @ near) / total if total else 0.0

    def heaviest_missing(self, near: Shares, of: Sequence[Matter]) -> float:
        """The weight of the heaviest of some matters, less what is nearly spoken of."""
        chosen = np.array([matter in of for matter in self._matters], dtype=np.float32)
        return float((self._weights * chosen * (1 - near)).max(initial=0.0))


@lru_cache(maxsize=20_000)
def _rows_of(terms: frozenset[str]) -> npt.NDArray[np.int32]:
    """Rows of the words among these terms that have a vector, each once."""
    words = [term for term in terms if not term.startswith(("#", "@"))]
    rows = word_vectors().rows(words)
    return np.unique(rows[rows != UNKNOWN]).astype(np.int32)
