"""The vectors of all that search may find, in memory, so that a question is compared exactly."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine

from knowledge import dense, store
from knowledge.embedding import Vectors
from knowledge.index import Snapshot

#: How much memory they may take. 100,000 vectors of 512 numbers take 195 MiB: less than the graph
#: that Chroma would load to search them, and they are compared faster than it finds its way.
MAX_BYTES = 256 * 2**20
#: Room for texts to come, so that a publication copies nothing.
_SPARE = 1.25
#: Rows of texts that are gone are kept until they are so large a part of all.
_WASTE = 0.25
#: Up to this share of all rows it is faster to pick out the rows than to compare all of them.
_PICKED = 0.2


@dataclass(frozen=True, kw_only=True)
class SnapshotVectors:
    """The vectors of the entries of one snapshot."""

    #: Shape (rows, dimensions); entries of the same text share a row.
    matrix: Vectors
    #: Row of each entry, shape (entries,); -1 for one that has no vector.
    rows: npt.NDArray[np.int32]
    #: Whether each entry has one.
    complete: bool
    #: Whether each row is that of the entry in its place.
    in_order: bool

    def similarities(self, vector: Vectors, visible: npt.NDArray[np.bool_]) -> Vectors:
        """Cosine similarity with a vector of length 1, shape (entries,).

        NaN for an entry that is not ``visible`` or has no vector.
        """
        compared = visible if self.complete else visible & (self.rows >= 0)
        count = np.count_nonzero(compared)
        if count > _PICKED * len(self.matrix):
            similarities = self.matrix @ vector
            if not self.in_order:
                similarities = similarities[self.rows]
            return np.where(compared, similarities, np.float32(np.nan))
        found = np.full(len(self.rows), np.nan, dtype=np.float32)
        if count:
            found[compared] = self.matrix[self.rows[compared]] @ vector
        return found


@dataclass(frozen=True, kw_only=True)
class _Held:
    generation: int
    model: str
    #: None where they are too large.
    vectors: SnapshotVectors | None

    def serves(self, snapshot: Snapshot, model: str) -> bool:
        """Whether it holds what there is; vectors that were missing may have been made by now."""
        same = (self.generation, self.model) == (snapshot.generation, model)
        return same and (self.vectors is None or self.vectors.complete)


class HeldVectors:
    """Loads vectors from the database, each text's once, for one snapshot after the other."""

    def __init__(self, database: Engine, max_bytes: int = MAX_BYTES) -> None:
        self._database = database
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._model = ""
        #: Row of a text's vector, by the text's hash, in the order of the rows.
        self._rows: dict[str, int] = {}
        #: The first rows are in use. A row in use is never written again.
        self._room: Vectors = np.zeros((0, 0), dtype=np.float32)

    def of(self, snapshot: Snapshot, model: str) -> SnapshotVectors | None:
        """The vectors that a model made of a snapshot's entries; None where they are too large."""
        held = self._held
        if held is None or not held.serves(snapshot, model):
            with self._lock:
                held = self._held
                if held is None or not held.serves(snapshot, model):
                    vectors = self._load(snapshot, model)
                    held = _Held(generation=snapshot.generation, model=model, vectors=vectors)
                    self._held = held
        return held.vectors

    def _load(self, snapshot: Snapshot, model: str) -> SnapshotVectors | None:
        if model != self._model:
            self._forget()
            self._model = model
        hashes = dict.fromkeys(entry.text_hash for entry in snapshot.entries)
        with self._database.connect() as tx:
            dimensions = dense.dimensions(tx, model) or 0
            if 4 * dimensions * len(hashes) > self._max_bytes:
                self._forget()
                return None
            self._make_room(hashes.keys(), dimensions)
            self._add(tx, [key for key in hashes if key not in self._rows])
        found = (self._rows.get(entry.text_hash, -1) for entry in snapshot.entries)
        rows = np.fromiter(found, dtype=np.int32, count=len(snapshot.entries))
        matrix = self._room[: len(self._rows)]
        return SnapshotVectors(
            matrix=matrix,
            rows=rows,
            complete=bool((rows >= 0).all()),
            in_order=np.array_equal(rows, np.arange(len(matrix))),
        )

    def _forget(self) -> None:
        self._rows = {}
        self._room = np.zeros((0, 0), dtype=np.float32)

    def _make_room(self, hashes: Collection[str], dimensions: int) -> None:
        """New room with what is still needed, where too little is free or too much is wasted."""
        kept = [key for key in hashes if key in self._rows]
        total = len(self._rows) + len(hashes) - len(kept)
        fits = total <= len(self._room) and dimensions == self._room.shape[1]
        if fits and len(kept) >= (1 - _WASTE) * len(self._rows):
            return
        room = np.empty((int(_SPARE * len(hashes)) + 1, dimensions), dtype=np.float32)
        if kept:
            room[: len(kept)] = self._room[[self._rows[key] for key in kept]]
        self._rows = {key: row for row, key in enumerate(kept)}
        self._room = room

    def _add(self, tx: Connection, hashes: Sequence[str]) -> None:
        for batch in store.batches(hashes):
            known = store.vectors_of(tx, self._model, batch)
            for key in (key for key in batch if key in known):
                self._room[len(self._rows)] = known[key]
                self._rows[key] = len(self._rows)
