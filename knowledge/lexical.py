"""A Japanese lexical index: BM25 over the terms of :mod:`knowledge.japanese`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

Scores = npt.NDArray[np.float32]

_K1 = 1.2
_B = 0.75
#: Words decide; concepts help less than the word itself, bigrams only where words fail.
_WEIGHTS = {"@": 0.8, "#": 0.3}


class LexicalIndex:
    """Immutable: a new publication makes a new one. Scores every text in under a millisecond."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._vocabulary: dict[str, int] = {}
        self._scores = self._weigh([Counter(text) for text in texts])
        holding = np.diff(self._scores.indptr)
        self._idf = np.log1p((len(texts) - holding + 0.5) / (holding + 0.5)).astype(np.float32)

    def scores(self, query: Sequence[str]) -> Scores:
        """BM25 of each text for the query's terms, shape (number of texts,)."""
        known = Counter(term for term in query if term in self._vocabulary)
        columns = [self._vocabulary[term] for term in known]
        if not columns:
            return np.zeros(self._scores.shape[0], dtype=np.float32)
        weights = np.array([_weight(term) for term in known], dtype=np.float32)
        return np.asarray(self._scores[:, columns] @ (weights * self._idf[columns]))

    def idf(self, term: str) -> float:
        """How much a term says; one that no text holds says as much as the rarest."""
        column = self._vocabulary.get(term)
        return float(np.log1p(self._scores.shape[0] + 0.5) if column is None else self._idf[column])

    def _weigh(self, counts: Sequence[Counter[str]]) -> csc_array:
        """The saturated term frequencies of BM25, shape (texts, vocabulary)."""
        lengths = np.array([count.total() for count in counts], dtype=np.float32)
        mean = float(lengths.mean()) if len(lengths) else 1.0
        rows, columns, values = [], [], []
        for row, count in enumerate(counts):
            norm = _K1 * (1 - _B + _B * lengths[row] / max(mean, 1.0))
            for term, frequency in count.items():
                rows.append(row)
                columns.append(self._vocabulary.setdefault(term, len(self._vocabulary)))
                values.append(frequency * (_K1 + 1) / (frequency + norm))
        shape = (len(counts), max(len(self._vocabulary), 1))
        return csc_array((np.array(values, dtype=np.float32), (rows, columns)), shape=shape)


def _weight(term: str) -> float:
    return _WEIGHTS.get(term[0], 1.0)
