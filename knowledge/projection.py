"""Keeps Chroma in line with the database, and vectors in line with the embedder.

Chroma is a projection: whatever state it is in, :func:`project` makes it equal to the database
without embedding anything, because the database keeps every vector.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, select

from knowledge import schema, store
from knowledge.database import writing
from knowledge.embedding import Embedder
from knowledge.model import embedded_text
from knowledge.vectors import VectorEntry, VectorIndex

#: Called with how many of how many are done.
Progress = Callable[[int, int], None]

#: Texts embedded between two progress reports.
_BATCH = 64


def ensure_vectors(database: Engine, embedder: Embedder, progress: Progress) -> int:
    """Embed every chunk that this embedder has not embedded yet; how many those were.

    There are none, unless the embedder was changed by setting.
    """
    entry, chunk, section = schema.entries.c, schema.chunks.c, schema.sections.c
    query = (
        select(chunk.text_hash, chunk.text, section.heading_path)
        .join(schema.chunks, chunk.id == entry.chunk_id)
        .join(
            schema.sections,
            (section.hash == chunk.section_hash) & (section.manual_id == chunk.manual_id),
        )
        .select_from(schema.entries)
    )
    with database.connect() as tx:
        texts = {
            row.text_hash: embedded_text(row.heading_path, row.text) for row in tx.execute(query)
        }
        missing = sorted(texts.keys() - store.known_vectors(tx, embedder.name, texts))
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        vectors = embedder.passages([texts[key] for key in batch])
        with writing(database) as tx:
            store.save_vectors(tx, embedder.name, batch, vectors)
        progress(min(start + _BATCH, len(missing)), len(missing))
    return len(missing)


def add_missing(tx: Connection, vectors: VectorIndex, model: str, manual_id: int) -> None:
    """Put a manual's new entries into Chroma. Searches do not see them before the commit."""
    present = vectors.entries()
    new = [e for e in _entries(tx, manual_id) if e.text_hash != _text_hash(present.get(e.id))]
    _add(tx, vectors, model, new)


def project(database: Engine, vectors: VectorIndex, model: str) -> None:
    """Make Chroma equal to the database: add, correct and delete what differs."""
    with database.connect() as tx:
        wanted = _entries(tx)
        present = vectors.entries()
        differing = [entry for entry in wanted if present.get(entry.id) != entry.metadata]
        _add(tx, vectors, model, differing)
    vectors.delete(sorted(present.keys() - {entry.id for entry in wanted}))


def _text_hash(metadata: Mapping[str, Any] | None) -> object:
    return metadata.get("text") if metadata else None


def _add(tx: Connection, vectors: VectorIndex, model: str, entries: Sequence[VectorEntry]) -> None:
    if entries:
        known = store.vectors_of(tx, model, sorted({entry.text_hash for entry in entries}))
        vectors.upsert(entries, [known[entry.text_hash] for entry in entries])


def _entries(tx: Connection, manual_id: int | None = None) -> list[VectorEntry]:
    entry, chunk, manual = schema.entries.c, schema.chunks.c, schema.manuals.c
    query = (
        select(entry.id, chunk.text_hash, manual.audience, entry.valid_from, entry.valid_until)
        .join(schema.manuals, manual.id == entry.manual_id)
        .join(schema.chunks, chunk.id == entry.chunk_id)
    )
    if manual_id is not None:
        query = query.where(entry.manual_id == manual_id)
    return [VectorEntry(**row._mapping) for row in tx.execute(query)]
