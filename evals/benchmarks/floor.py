"""The least that a hybrid search can do: one product of matrices, BM25 by columns, rank fusion.

No questions are analysed, no texts are given back, nobody publishes meanwhile.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from knowledge.embedding import Vectors

_K1, _B = 1.2, 0.75
_CANDIDATES, _TOP, _RANK_CONSTANT = 60, 10, 60


class Floor:
    """``texts`` are terms of each chunk as numbers, ``vectors`` have shape (chunks, dimensions)."""

    def __init__(self, texts: list[npt.NDArray[np.int32]], vectors: Vectors) -> None:
        self._vectors = vectors
        sizes = np.array([len(text) for text in texts])
        terms, starts = np.concatenate(texts), np.cumsum([0, *sizes])
        once = np.ones(len(terms), dtype=np.float32)
        counts = csr_array((once, terms, starts), shape=(len(texts), terms.max() + 1)).tocsc()
        counts.sum_duplicates()
        holding = np.diff(counts.indptr)
        norms = (_K1 * (1 - _B + _B * sizes / sizes.mean())).astype(np.float32)
        idf = np.log1p((len(texts) - holding + 0.5) / (holding + 0.5)).astype(np.float32)
        counts.data *= (_K1 + 1) / (counts.data + norms[counts.indices])
        counts.data *= np.repeat(idf, holding)
        self._scores = counts

    def search(
        self, terms: npt.NDArray[np.int32], vector: Vectors, visible: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.int64]:
        """Positions of the ten best that are visible, best first."""
        similarities = np.where(visible, self._vectors @ vector, -2)
        bm25 = np.asarray(self._scores[:, terms].sum(axis=1)) * visible
        fused: dict[int, float] = {}
        for scores in (similarities, bm25):
            best = np.argpartition(-scores, _CANDIDATES)[:_CANDIDATES]
            for rank, n in enumerate(best[np.argsort(-scores[best])].tolist()):
                fused[n] = fused.get(n, 0.0) + 1 / (_RANK_CONSTANT + rank)
        return np.array(sorted(fused, key=lambda n: -fused[n])[:_TOP])
