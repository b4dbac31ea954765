"""Keeps Chroma in line with the database, and vectors in line with the embedder.

Chroma is a projection: whatever state it is in, :func:`project` makes it equal to the database
without embedding anything, because the database keeps every vector. A publication changes no more
than its own entries: :func:`add` before its commit, :func:`settle` after it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Connection, Engine, select

from knowledge import schema, store
from knowledge.database import writing
from knowledge.embedding import Embedder
from knowledge.errors import VectorsUnavailable
from knowledge.model import embedded_text
from knowledge.store import EntryChanges
from knowledge.vectors import VectorEntry, VectorIndex

log = logging.getLogger(__name__)

#: Called with how many of how many are done.
Progress = Callable[[int, int], None]

#: Texts embedded between two progress reports.
_BATCH = 64
#: Entries whose vectors are in memory at a time while Chroma is filled.
_UPSERTED = 2000


def missing(tx: Connection, model: str) -> dict[str, str]:
    """Texts that a model has not embedded yet, by their hash.

    Those of old revisions and retired manuals are among them: they may be published again.
    """
    chunk, section, vector = schema.chunks.c, schema.sections.c, schema.embeddings.c
    known = select(vector.model).where(vector.model == model, vector.text_hash == chunk.text_hash)
    query = (
        select(chunk.text_hash, chunk.text, section.heading_path)
        .join(
            schema.sections,
            (section.hash == chunk.section_hash) & (section.manual_id == chunk.manual_id),
        )
        .where(~known.exists())
    )
    return {row.text_hash: embedded_text(row.heading_path, row.text) for row in tx.execute(query)}


def ensure_vectors(
    database: Engine,
    embedder: Embedder,
    progress: Progress,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Embed what is missing, until it is done or ``stopped``; how many texts that were.

    There are none, unless the embedder was changed by setting. What is embedded is kept, also
    when this raises ModelUnavailable.
    """
    with database.connect() as tx:
        texts = missing(tx, embedder.name)
    keys = sorted(texts)
    for start in range(0, len(keys), _BATCH):
        if stopped():
            return start
        batch = keys[start : start + _BATCH]
        vectors = embedder.passages([texts[key] for key in batch])
        with writing(database) as tx:
            store.save_vectors(tx, embedder.name, batch, vectors)
        progress(min(start + _BATCH, len(keys)), len(keys))
    return len(keys)


def add(tx: Connection, vectors: VectorIndex, model: str, changes: EntryChanges) -> None:
    """Put new entries into Chroma. Searches do not see them before the commit."""
    if changes.added:
        entry = schema.entries.c
        # Ids grow: of this manual's entries the new ones are the last.
        new = (entry.manual_id == changes.manual_id) & (entry.id >= min(changes.added))
        _add(tx, vectors, model, _entries(tx, new))


def settle(
    database: Engine, vectors: VectorIndex, model: str, changes: Sequence[EntryChanges]
) -> None:
    """After a commit: take out of Chroma what no longer holds, and tell it of new audiences.

    The publication is done by now. A Chroma that fails here is made equal anew; where that is
    not possible either, a search ignores what it still holds, and the next start repairs it.
    """
    moved = [change.manual_id for change in changes if change.audience_changed]
    removed = [entry for change in changes for entry in change.removed]
    try:
        if moved:
            with database.connect() as tx:
                vectors.update_metadata(_entries(tx, schema.entries.c.manual_id.in_(moved)))
        vectors.delete(removed)
    except VectorsUnavailable as broken:
        log.error("%s It is made again from the database.", broken)
        try:
            project(database, vectors, model)
        except VectorsUnavailable as still:
            log.error("%s Search goes on without it.", still)


def project(database: Engine, vectors: VectorIndex, model: str) -> None:
    """Make Chroma equal to the database: add, correct and delete what differs.

    A Chroma that fails is dropped and made anew. Raises VectorsUnavailable when that fails too.
    """
    with vectors.changing:
        try:
            with vectors.filling(anew=False):
                _equalise(database, vectors, model)
        except VectorsUnavailable as broken:
            log.error("%s It is made again from the database.", broken)
            with vectors.filling(anew=True):
                _equalise(database, vectors, model)


def is_equal(database: Engine, vectors: VectorIndex) -> bool:
    """Whether Chroma holds exactly the entries of the database."""
    with database.connect() as tx:
        return vectors.entries() == {entry.id: entry.metadata for entry in _entries(tx)}


def _equalise(database: Engine, vectors: VectorIndex, model: str) -> None:
    with database.connect() as tx:
        wanted = _entries(tx)
        present = vectors.entries()
        differing = [entry for entry in wanted if present.get(entry.id) != entry.metadata]
        _add(tx, vectors, model, differing)
    vectors.delete(sorted(present.keys() - {entry.id for entry in wanted}))


def _add(tx: Connection, vectors: VectorIndex, model: str, entries: Sequence[VectorEntry]) -> None:
    """Put entries into Chroma, but for those that a model that is gone over to has not read yet."""
    for start in range(0, len(entries), _UPSERTED):
        batch = entries[start : start + _UPSERTED]
        known = store.vectors_of(tx, model, sorted({entry.text_hash for entry in batch}))
        read = [entry for entry in batch if entry.text_hash in known]
        vectors.upsert(read, [known[entry.text_hash] for entry in read])


def _entries(tx: Connection, *which: ColumnElement[bool]) -> list[VectorEntry]:
    entry, chunk, manual = schema.entries.c, schema.chunks.c, schema.manuals.c
    query = (
        select(entry.id, chunk.text_hash, manual.audience, entry.valid_from, entry.valid_until)
        .join(schema.manuals, manual.id == entry.manual_id)
        .join(schema.chunks, chunk.id == entry.chunk_id)
        .where(*which)
    )
    return [VectorEntry(**row._mapping) for row in tx.execute(query)]
