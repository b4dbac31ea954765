"""Words as vectors: how near in meaning two words are that no list names together.

The vectors are chiVe's (Apache-2.0, Works Applications), in the selection of ja_ginza (MIT);
``python -m evals.training.word_vectors`` makes the file. A vector serves several rare words, so
rare words may seem nearer to each other than they are.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int32]
Similarities = npt.NDArray[np.float32]

_FILE = Path(__file__).with_name("word_vectors.npz")
#: The row of a word that has no vector.
UNKNOWN = -1
#: Words of which the row is kept.
_KEPT = 8192


class WordVectors:
    """Vectors of Sudachi's normalised words, by row; a row may serve several words."""

    def __init__(self, words: bytes, rows: npt.NDArray[np.uint16], vectors: npt.NDArray[np.int8]):
        """``words`` in UTF-8, sorted, each ended by a line break; ``rows`` in the same order.

        ``vectors`` has shape (rows, dimensions); only their directions count.
        """
        self._words = words
        ends = np.flatnonzero(np.frombuffer(words, dtype=np.uint8) == ord("\n"))
        self._starts = np.concatenate([[0], ends + 1]).astype(np.int32)
        self._rows = rows
        self._vectors = vectors
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float32))
        self._scales = (1 / np.maximum(lengths, 1)).astype(np.float32)
        #: The same words come again and again.
        self.row = lru_cache(maxsize=_KEPT)(self._row)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._vectors)

    def _row(self, word: str) -> int:
        """The row of a word, or UNKNOWN; in microseconds."""
        sought = word.encode()
        place = bisect_left(range(len(self._rows)), sought, key=self._word)
        found = place < len(self._rows) and self._word(place) == sought
        return int(self._rows[place]) if found else UNKNOWN

    def rows(self, words: list[str]) -> Rows:
        """Of each word, shape (words,)."""
        return np.fromiter(map(self.row, words), dtype=np.int32, count=len(words))

    def similarities(self, some: npt.NDArray[np.integer], others: Rows) -> Similarities:
        """Cosines of the vectors in some rows with those in others, shape (some, others)."""
        products = self._vectors[some].astype(np.float32) @ self._unit(others).T
        return np.asarray(products * self._scales[some, None])

    def mean(self, rows: Rows) -> Similarities:
        """The direction that the vectors in some rows have in common, shape (dimensions,)."""
        if not len(rows):
            return np.zeros(self._vectors.shape[1], dtype=np.float32)
        mean = self._unit(rows).mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6))

    def _unit(self, rows: Rows) -> Similarities:
        return np.asarray(self._vectors[rows] * self._scales[rows, None])

    def _word(self, place: int) -> bytes:
        return self._words[self._starts[place] : self._starts[place + 1] - 1]


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """Those that come with Zeroji."""
    with np.load(_FILE) as stored:
        return WordVectors(stored["words"].tobytes(), stored["rows"], stored["vectors"])
