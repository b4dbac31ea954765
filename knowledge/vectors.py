"""Chunks in Chroma: a projection of the database, made again from it at any time.

One collection per embedder. Each entry carries its audience and its days of validity as numbers,
so that Chroma filters before it ranks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from knowledge.embedding import Vectors

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


def open_client(home: Path, url: str | None) -> Any:
    """A Chroma server where a URL is set; otherwise embedded, which only one process may do."""
    quiet = ChromaSettings(anonymized_telemetry=False)
    if url:
        scheme, _, address = url.partition("://")
        host, _, port = address.rstrip("/").partition(":")
        ssl = scheme == "https"
        return chromadb.HttpClient(
            host=host, port=int(port or (443 if ssl else 8000)), ssl=ssl, settings=quiet
        )
    return chromadb.PersistentClient(path=str(home / "chroma"), settings=quiet)


class VectorIndex:
    """The collection of one embedder."""

    def __init__(self, client: Any, embedder: str) -> None:
        name = "chunks-" + hashlib.sha256(embedder.encode()).hexdigest()[:16]
        self._collection = client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
            metadata={"embedder": embedder},
        )

    def entries(self) -> dict[int, dict[str, Any]]:
        """Metadata of everything it holds, by entry id."""
        found: dict[int, dict[str, Any]] = {}
        while page := self._page(len(found)):
            found |= page
        return found

    def upsert(self, entries: Sequence[VectorEntry], vectors: Sequence[Vectors]) -> None:
        for start in range(0, len(entries), _BATCH):
            batch = slice(start, start + _BATCH)
            self._collection.upsert(
                ids=[str(entry.id) for entry in entries[batch]],
                embeddings=list(vectors[batch]),
                metadatas=[entry.metadata for entry in entries[batch]],
            )

    def delete(self, ids: Sequence[int]) -> None:
        for start in range(0, len(ids), _BATCH):
            self._collection.delete(ids=[str(n) for n in ids[start : start + _BATCH]])

    def nearest(
        self, vector: Vectors, audiences: frozenset[str], on: date, top: int
    ) -> Mapping[int, float]:
        """Entry ids with their cosine similarity, best first."""
        if not audiences:
            return {}
        where = {
            "$and": [
                {"audience": {"$in": sorted(audiences)}},
                {"from": {"$lte": on.toordinal()}},
                {"until": {"$gt": on.toordinal()}},
            ]
        }
        found = self._collection.query(
            query_embeddings=[vector], n_results=top, where=where, include=["distances"]
        )
        if len(found["ids"][0]) < top:
            return self._exactly(vector, where, top)
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return {int(entry): 1.0 - distance for entry, distance in pairs}

    def _exactly(self, vector: Vectors, where: dict[str, Any], top: int) -> Mapping[int, float]:
        """All that the filter allows, compared one by one.

        Where Chroma finds too few there are no more, or its graph has no way to them: many equal
        vectors are neighbours of each other and of nothing else.
        """
        held = self._collection.get(where=where, include=["embeddings"])
        if not held["ids"]:
            return {}
        similarities = np.asarray(held["embeddings"], dtype=np.float32) @ vector
        best = np.argsort(-similarities, kind="stable")[:top]
        return {int(held["ids"][n]): float(similarities[n]) for n in best}

    def _page(self, offset: int) -> dict[int, dict[str, Any]]:
        page = self._collection.get(limit=_BATCH, offset=offset, include=["metadatas"])
        return {int(n): dict(m) for n, m in zip(page["ids"], page["metadatas"], strict=True)}
