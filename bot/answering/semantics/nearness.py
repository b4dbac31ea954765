"""How nearly a text speaks of a question's words: itself, a synonym, or a word of like meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.answering.semantics.matters import Matter, terms_of
from knowledge.word_vectors import UNKNOWN, word_vectors

Shares = npt.NDArray[np.float32]

#: Words whose vectors are less similar have nothing to do with each other; more similar ones say
#: nearly the same.
_UNRELATED, _SYNONYMOUS, _SUREST = 0.35, 0.85, 0.8


@dataclass(frozen=True, kw_only=True, eq=False)
class _Said:
    """How much of the matters a text says, each of shape (matters,), and the other way round."""

    exactly: Shares
    nearly: Shares
    #: The share of the text's words that the question nearly says.
    precision: float


class Nearness:
    """Compares texts with the matters of one question; one that was compared costs nothing again.

    Not to be shared between threads.
    """

    def __init__(self, matters: Sequence[Matter]) -> None:
        self._matters = matters
        self._rows = word_vectors().rows([matter.word for matter in matters])
        self._weights = np.array([matter.weight for matter in matters], dtype=np.float32)
        self._compared: dict[str, _Said] = {}

    def of(self, text: str) -> Shares:
        """How nearly a text speaks of each matter, from 0 to 1, shape (matters,)."""
        return self._said(text).nearly

    def of_lines(self, texts: Sequence[str]) -> tuple[Shares, Shares, Shares]:
        """Of several texts, shape (texts, matters), how nearly and whether outright they speak of
        each matter; and the other way round, shape (texts,), the share of each text's words that
        the question nearly says.
        """
        self.compare(texts)
        said = [self._compared[text] for text in texts]
        shape = len(texts), len(self._matters)
        return (
            np.array([one.nearly for one in said], dtype=np.float32).reshape(shape),
            np.array([one.exactly for one in said], dtype=np.float32).reshape(shape),
            np.array([one.precision for one in said], dtype=np.float32),
        )

    def compare(self, texts: Iterable[str]) -> None:
        """Compare many texts at once, in a fraction of the time that one by one takes."""
        new = [text for text in dict.fromkeys(texts) if text not in self._compared]
        if not new:
            return
        terms = [terms_of(text) for text in new]
        exactly = np.array(
            [[matter.is_in(some) for matter in self._matters] for some in terms], dtype=np.float32
        ).reshape(len(new), len(self._matters))
        by_vectors, precision = self._by_vectors([_rows_of(some) for some in terms])
        nearly = np.maximum(exactly, by_vectors)
        for n, text in enumerate(new):
            self._compared[text] = _Said(
                exactly=exactly[n], nearly=nearly[n], precision=float(precision[n])
            )

    def _said(self, text: str) -> _Said:
        if text not in self._compared:
            self.compare([text])
        return self._compared[text]

    def _by_vectors(self, rows: Sequence[npt.NDArray[np.int32]]) -> tuple[Shares, Shares]:
        """How nearly texts with words in these rows say each matter, shape (texts, matters); and
        the share of their words that the question nearly says, shape (texts,).
        """
        near = np.zeros((len(rows), len(self._matters)), dtype=np.float32)
        precision = np.zeros(len(rows), dtype=np.float32)
        sizes = np.array([len(some) for some in rows])
        filled = np.flatnonzero(sizes)
        if not len(self._matters) or not len(filled):
            return near, precision
        different, place = np.unique(np.concatenate(rows), return_inverse=True)
        similar = self._near(different)
        starts = (np.cumsum(sizes) - sizes)[filled]
        near[filled] = np.maximum.reduceat(similar.T[place], starts, axis=0)
        told = np.add.reduceat(similar.max(axis=0)[place], starts, dtype=np.float64)
        precision[filled] = told / sizes[filled]
        return near, precision

    def _near(self, rows: npt.NDArray[np.int32]) -> Shares:
        """How nearly each matter says the words in some rows, shape (matters, rows)."""
        similar = word_vectors().similarities(self._rows, rows)
        near = np.clip((similar - _UNRELATED) / (_SYNONYMOUS - _UNRELATED), 0, 1) * _SUREST
        near[self._rows == UNKNOWN] = 0
        return np.asarray(near, dtype=np.float32)

    def share(self, near: Shares, of: Sequence[Matter] | None = None) -> float:
        """The share of the weight (of some of the matters) that is nearly spoken of."""
        weights = self._weights if of is None else self._weights * self._among(of)
        total = float(weights.sum())
        return float(weights @ near) / total if total else 0.0

    def heaviest_missing(self, near: Shares, of: Sequence[Matter]) -> float:
        """The weight of the heaviest of some matters, less what is nearly spoken of."""
        return float((self._weights * self._among(of) * (1 - near)).max(initial=0.0))

    def _among(self, some: Sequence[Matter]) -> Shares:
        """1 for each matter that is among some, 0 for the others, shape (matters,)."""
        words = {matter.word for matter in some}
        return np.array([matter.word in words for matter in self._matters], dtype=np.float32)


@lru_cache(maxsize=10_000)
def _rows_of(terms: frozenset[str]) -> npt.NDArray[np.int32]:
    """Rows of the words among these terms that have a vector, each once."""
    row = word_vectors().row
    rows = {row(term) for term in terms if not term.startswith(("#", "@"))} - {UNKNOWN}
    return np.array(sorted(rows), dtype=np.int32)
