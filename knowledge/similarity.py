"""How similar entries are to a question: exactly, as far as memory goes; by Chroma beyond that."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from knowledge import recovery, store
from knowledge.embedding import Vectors
from knowledge.errors import VectorsUnavailable
from knowledge.held_vectors import MAX_BYTES, HeldVectors
from knowledge.index import Index, Snapshot
from knowledge.question_vectors import Asked

log = logging.getLogger(__name__)

#: So few entries are read from the database faster than Chroma finds the nearest of them.
FEW = 5000
#: Chroma's graph finds more of the nearest, the more it is asked for: so it is asked for at least
#: so many, and for enough that the filter leaves several times what is wanted. For more than the
#: larger number its own filter is faster.
_LEAST, _SPARE, _MOST = 1500, 6, 4000


@dataclass(frozen=True, kw_only=True)
class Similar:
    """Similarities, and the snapshot that they are of."""

    snapshot: Snapshot
    #: Cosine similarity, shape (entries,); NaN where it is not known.
    values: Vectors


class Similarity:
    """Compares a question with what may be seen.

    ``max_bytes`` is how much memory vectors may take; beyond it, up to ``few`` visible entries
    are compared by the vectors in the database.
    """

    def __init__(self, index: Index, *, max_bytes: int = MAX_BYTES, few: int = FEW) -> None:
        self._index = index
        self._held = HeldVectors(index.database, max_bytes)
        self._few = few

    def nearest(self, asked: Asked, audiences: frozenset[str], on: date, top: int) -> Similar:
        """Similarities of at least the ``top`` nearest of what these audiences may see that day."""
        snapshot = self._index.snapshot()
        while True:
            held = self._held.of(snapshot, asked.dense.name)
            if held is not None:
                values = held.similarities(asked.vector, snapshot.visible(audiences, on))
                return Similar(snapshot=snapshot, values=values)
            values = self._beyond_memory(snapshot, asked, audiences, on, top)
            # A publication in between may have taken the old entries out of Chroma.
            newest = self._index.snapshot()
            if newest is snapshot:
                return Similar(snapshot=snapshot, values=values)
            snapshot = newest

    def at(self, positions: npt.NDArray[np.int64], asked: Asked, similar: Similar) -> Vectors:
        """Similarities of the entries at some positions, shape (positions,).

        Those not known yet are read and compared. 0 for an entry that has no vector.
        """
        values = similar.values[positions]
        unknown = np.isnan(values)
        if unknown.any():
            values[unknown] = self._stored(similar.snapshot, asked, positions[unknown])
        return np.nan_to_num(values, nan=0.0)

    def _beyond_memory(
        self, snapshot: Snapshot, asked: Asked, audiences: frozenset[str], on: date, top: int
    ) -> Vectors:
        """By Chroma; while that is broken and made again, from the vectors in the database."""
        values = np.full(len(snapshot.entries), np.nan, dtype=np.float32)
        visible = np.flatnonzero(snapshot.visible(audiences, on))
        if len(visible) > self._few:
            try:
                found = self._by_chroma(snapshot, asked, audiences, on, top)
                values[list(found)] = list(found.values())
                return values
            except VectorsUnavailable as broken:
                log.error("%s The question is searched without it.", broken)
                recovery.start(self._index.database, asked.dense.vectors, asked.dense.name)
        values[visible] = self._stored(snapshot, asked, visible)
        return values

    def _by_chroma(
        self, snapshot: Snapshot, asked: Asked, audiences: frozenset[str], on: date, top: int
    ) -> Mapping[int, float]:
        """Similarities by position; what Chroma still holds of another publication is dropped."""
        visible = snapshot.visible(audiences, on)
        share = np.count_nonzero(visible) / len(visible)
        count = max(_LEAST, int(_SPARE * top / share))
        if count <= _MOST:
            nearest = asked.dense.vectors.nearest_of_all(asked.vector, count)
            found = _visible(nearest, snapshot, visible)
            if len(found) >= top:
                return found
        nearest = asked.dense.vectors.nearest(asked.vector, audiences, on, _LEAST)
        return _visible(nearest, snapshot, visible)

    def _stored(
        self, snapshot: Snapshot, asked: Asked, positions: npt.NDArray[np.int64]
    ) -> Vectors:
        """From the vectors in the database, one by one; NaN for an entry that has none."""
        hashes = [snapshot.entries[n].text_hash for n in positions.tolist()]
        with self._index.database.connect() as tx:
            known = store.vectors_of(tx, asked.dense.name, sorted(set(hashes)))
        similarities = {key: float(vector @ asked.vector) for key, vector in known.items()}
        return np.array([similarities.get(key, np.nan) for key in hashes], dtype=np.float32)


def _visible(
    nearest: Mapping[int, float], snapshot: Snapshot, visible: npt.NDArray[np.bool_]
) -> dict[int, float]:
    known = {snapshot.positions.get(entry): value for entry, value in nearest.items()}
    return {n: value for n, value in known.items() if n is not None and visible[n]}
