"""Chunks in Chroma: a projection of the database, made again from it at any time.

One collection per embedder. Each entry carries its audience and its days of validity as numbers,
so that Chroma filters before it ranks.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import chroma
from knowledge.chroma import Chroma
from knowledge.embedding import Vectors
from knowledge.errors import VectorsUnavailable

#: Chroma refuses larger batches (5,461 on SQLite).
_BATCH = 2000
_FOREVER = date.max.toordinal() + 1


@dataclass(frozen=True, kw_only=True)
class VectorEntry:
    """What Chroma keeps of an entry."""

    id: int
    #: Which vector it has: the hash of the text that was embedded.
    text_hash: str
    audience: str
    valid_from: date
    valid_until: date | None

    @property
    def metadata(self) -> dict[str, Any]:
        until = self.valid_until.toordinal() if self.valid_until else _FOREVER
        return {
            "text": self.text_hash,
            "audience": self.audience,
            "from": self.valid_from.toordinal(),
            "until": until,
        }


def open_client(home: Path, url: str | None) -> Chroma:
    """A Chroma server where a URL is set; otherwise embedded, which only one process may do."""
    return chroma.server(url) if url else chroma.embedded(home / "chroma")


class VectorIndex:
    """The collection of one embedder. Its methods raise VectorsUnavailable."""

    def __init__(self, client: Chroma, embedder: str) -> None:
        self._client = client
        self._name = "chunks-" + hashlib.sha256(embedder.encode()).hexdigest()[:16]
        self._embedder = embedder
        #: Held by whoever changes entries, from reading the database until both say the same.
        self.changing = threading.RLock()
        #: Held while it is made again in the background.
        self.mending = threading.Lock()
        self._filling = False
        #: A search failed: its files may be damaged where no other method looks.
        self._broken = False
        self._connect()

    @contextmanager
    def filling(self, *, anew: bool) -> Iterator[None]:
        """While entries are put in line with the database; ``anew`` drops all of them first.

        Until it is done, ``nearest`` raises rather than find a part.
        """
        if anew or self._broken:
            self._filling = True
            self._client.remake(self._name)
        if self._epoch != self._client.epoch:
            self._filling = True
            self._connect()
        yield
        self._filling = self._broken = False

    def drop(self) -> None:
        """Delete the collection: nobody asks this embedder any more."""
        self._client.drop(self._name)

    def entries(self) -> dict[int, dict[str, Any]]:
        """Metadata of everything it holds, by entry id."""
        found: dict[int, dict[str, Any]] = {}
        with self._client.guarded():
            while page := self._page(len(found)):
                found |= page
        return found

    def upsert(self, entries: Sequence[VectorEntry], vectors: Sequence[Vectors]) -> None:
        with self._client.guarded():
            for start in range(0, len(entries), _BATCH):
                batch = slice(start, start + _BATCH)
                self._collection.upsert(
                    ids=[str(entry.id) for entry in entries[batch]],
                    embeddings=list(vectors[batch]),
                    metadatas=[entry.metadata for entry in entries[batch]],
                )

    def update_metadata(self, entries: Sequence[VectorEntry]) -> None:
        """Who may see entries that it holds, and when; their vectors stay."""
        with self._client.guarded():
            for start in range(0, len(entries), _BATCH):
                batch = entries[start : start + _BATCH]
                self._collection.update(
                    ids=[str(entry.id) for entry in batch],
                    metadatas=[entry.metadata for entry in batch],
                )

    def delete(self, ids: Sequence[int]) -> None:
        with self._client.guarded():
            for start in range(0, len(ids), _BATCH):
                self._collection.delete(ids=[str(n) for n in ids[start : start + _BATCH]])

    def nearest(
        self, vector: Vectors, audiences: frozenset[str], on: date, top: int
    ) -> Mapping[int, float]:
        """Entry ids with their cosine similarity, best first: of what may be seen that day."""
        if not audiences:
            return {}
        where = {
            "$and": [
                {"audience": {"$in": sorted(audiences)}},
                {"from": {"$lte": on.toordinal()}},
                {"until": {"$gt": on.toordinal()}},
            ]
        }
        found = self._query(vector, where, top)
        return found if len(found) >= top else self._exactly(vector, where, top)

    def nearest_of_all(self, vector: Vectors, top: int) -> Mapping[int, float]:
        """The same of all entries, whoever may see them: for a caller that drops what may not."""
        return self._query(vector, None, top)

    def _connect(self) -> None:
        self._epoch = self._client.epoch
        self._collection = self._client.collection(self._name, {"embedder": self._embedder})

    def _query(self, vector: Vectors, where: dict[str, Any] | None, top: int) -> dict[int, float]:
        with self._searching():
            found = self._collection.query(
                query_embeddings=[vector], n_results=top, where=where, include=["distances"]
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return {int(entry): 1.0 - distance for entry, distance in pairs}

    def _exactly(self, vector: Vectors, where: dict[str, Any], top: int) -> Mapping[int, float]:
        """All that the filter allows, compared one by one.

        Where Chroma finds too few there are no more, or its graph has no way to them: many equal
        vectors are neighbours of each other and of nothing else.
        """
        with self._searching():
            held = self._collection.get(where=where, include=["embeddings"])
        if not held["ids"]:
            return {}
        similarities = np.asarray(held["embeddings"], dtype=np.float32) @ vector
        best = np.argsort(-similarities, kind="stable")[:top]
        return {int(held["ids"][n]): float(similarities[n]) for n in best}

    @contextmanager
    def _searching(self) -> Iterator[None]:
        if self._filling or self._epoch != self._client.epoch:
            raise VectorsUnavailable("The vector index is being made again.")
        try:
            with self._client.guarded():
                yield
        except VectorsUnavailable:
            # A server is repaired where it runs, and is back as it was.
            self._broken = self._client.owned
            raise

    def _page(self, offset: int) -> dict[int, dict[str, Any]]:
        page = self._collection.get(limit=_BATCH, offset=offset, include=["metadatas"])
        return {int(n): dict(m) for n, m in zip(page["ids"], page["metadatas"], strict=True)}
