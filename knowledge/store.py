"""Writes a revision into the database, and works out which chunks hold when.

Everything here happens inside the caller's transaction: a reader of the database sees the
revision whole or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge import schema, timeline
from knowledge.database import now
from knowledge.embedding import Vectors
from knowledge.library import revisions_of
from knowledge.model import Chunk, Section
from knowledge.timeline import Period

#: SQLite takes 32,766 parameters in one statement; this keeps ``IN`` lists below it.
_BATCH = 5000


@dataclass(frozen=True, kw_only=True)
class IndexTerms:
    """What a text is found by."""

    #: See :func:`knowledge.japanese.index_lines`.
    lines: str
    #: How they were made; see :func:`knowledge.japanese.fingerprint`.
    version: str


@dataclass(frozen=True, kw_only=True)
class NewChunk:
    """A chunk with what the indexes need of it."""

    chunk: Chunk
    position: int
    text_hash: str
    terms: IndexTerms


@dataclass(frozen=True, kw_only=True)
class EntryChanges:
    """What a publication changed for the indexes."""

    manual_id: int
    #: Ids of entries.
    added: Sequence[int] = ()
    removed: Sequence[int] = ()
    audience_changed: bool = False


def lock(tx: Connection) -> None:
    """Let no other publication in until the end of the transaction.

    SQLite admits one writer anyway; Postgres would let several prepare the same revision.
    """
    tx.execute(select(schema.generation.c.number).with_for_update())


def known_vectors(tx: Connection, model: str, hashes: Iterable[str]) -> set[str]:
    """Those of the text hashes whose vector this model has already made."""
    table = schema.embeddings.c
    known: set[str] = set()
    for batch in batches(list(hashes)):
        query = select(table.text_hash).where(table.model == model, table.text_hash.in_(batch))
        known.update(tx.scalars(query))
    return known


def save_vectors(tx: Connection, model: str, hashes: Sequence[str], vectors: Vectors) -> None:
    rows = [
        {"model": model, "text_hash": key, "vector": vector.astype("<f4").tobytes()}
        for key, vector in zip(hashes, vectors, strict=True)
    ]
    insert_missing(tx, schema.embeddings, rows)


def vectors_of(tx: Connection, model: str, hashes: Sequence[str]) -> Mapping[str, Vectors]:
    table = schema.embeddings.c
    found: dict[str, Vectors] = {}
    for batch in batches(hashes):
        query = select(table.text_hash, table.vector).where(
            table.model == model, table.text_hash.in_(batch)
        )
        found |= {
            row.text_hash: np.frombuffer(row.vector, dtype="<f4") for row in tx.execute(query)
        }
    return found


def save_sections(
    tx: Connection, manual_id: int, revision_id: int, sections: Sequence[Section]
) -> None:
    stored = [
        {
            "manual_id": manual_id,
            "hash": section.hash,
            "heading_path": list(section.heading_path),
            "question": section.question,
            "blocks": [[block.kind, block.text] for block in section.blocks],
        }
        for section in sections
    ]
    listed = [
        {
            "revision_id": revision_id,
            "position": position,
            "section_hash": section.hash,
            "pages": _pages(section),
        }
        for position, section in enumerate(sections)
    ]
    insert_missing(tx, schema.sections, stored)
    if listed:
        tx.execute(insert(schema.revision_sections), listed)


def save_pages(tx: Connection, revision_id: int, sections: Sequence[Section]) -> None:
    """Where the sections of a revision stand now, after its file was laid out anew."""
    table = schema.revision_sections
    query = select(table.c.position, table.c.pages).where(table.c.revision_id == revision_id)
    known = {row.position: row.pages for row in tx.execute(query)}
    moved = [n for n, section in enumerate(sections) if known.get(n) != _pages(section)]
    for position in moved:
        place = (table.c.revision_id == revision_id) & (table.c.position == position)
        tx.execute(update(table).where(place).values(pages=_pages(sections[position])))
    if moved:
        next_generation(tx)


def known_texts(tx: Connection, manual_id: int) -> set[str]:
    """Hashes of the texts that the manual's chunks have or had."""
    table = schema.chunks.c
    return set(tx.scalars(select(table.text_hash).where(table.manual_id == manual_id)))


def known_chunks(tx: Connection, manual_id: int) -> set[str]:
    """Ids of all chunks that the manual has or ever had."""
    table = schema.chunks.c
    return set(tx.scalars(select(table.id).where(table.manual_id == manual_id)))


def save_chunks(tx: Connection, manual_id: int, new: Iterable[NewChunk]) -> None:
    rows = [
        {
            "id": item.chunk.id,
            "manual_id": manual_id,
            "section_hash": item.chunk.section_hash,
            "position": item.position,
            "kind": item.chunk.kind,
            "text": item.chunk.text,
            "text_hash": item.text_hash,
            "terms": item.terms.lines,
            "terms_version": item.terms.version,
        }
        for item in new
    ]
    insert_missing(tx, schema.chunks, rows)


def update_entries(tx: Connection, manual_id: int) -> EntryChanges:
    """Bring the manual's entries (which chunk holds when) in line with its revisions.

    An entry never changes: another period is another entry.
    """
    wanted = _wanted_entries(tx, manual_id)
    table = schema.entries.c
    rows = tx.execute(
        select(table.id, table.chunk_id, table.valid_from, table.valid_until).where(
            table.manual_id == manual_id
        )
    )
    present = {(r.chunk_id, Period(r.valid_from, r.valid_until)): r.id for r in rows}
    added = [
        {"chunk_id": c, "manual_id": manual_id, "valid_from": p.start, "valid_until": p.end}
        for c, p in sorted(wanted - present.keys(), key=lambda key: key[0])
    ]
    surplus = [present[key] for key in present.keys() - wanted]
    for batch in batches(surplus):
        tx.execute(delete(schema.entries).where(table.id.in_(batch)))
    return EntryChanges(manual_id=manual_id, added=_insert_entries(tx, added), removed=surplus)


def _insert_entries(tx: Connection, rows: list[dict[str, Any]]) -> list[int]:
    """Ids of the new entries."""
    if not rows:
        return []
    return list(tx.scalars(insert(schema.entries).returning(schema.entries.c.id), rows))


def next_generation(tx: Connection) -> int:
    """Count a publication; whoever holds an index of an older generation renews it."""
    number = 1 + int(tx.execute(select(schema.generation.c.number)).scalar_one())
    tx.execute(update(schema.generation).values(number=number))
    return number


def retire(tx: Connection, manual_id: int, *, retired: bool) -> EntryChanges:
    """Take a manual out of search from today on, or put it back as if it had never been out."""
    values = {"retired_at": now() if retired else None}
    tx.execute(update(schema.manuals).where(schema.manuals.c.id == manual_id).values(values))
    return update_entries(tx, manual_id)


def insert_missing(tx: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert those rows whose primary key is not there yet."""
    if rows:
        dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
        tx.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _wanted_entries(tx: Connection, manual_id: int) -> set[tuple[str, Period]]:
    retired = tx.execute(
        select(schema.manuals.c.retired_at).where(schema.manuals.c.id == manual_id)
    ).scalar_one()
    until: date | None = retired.astimezone().date() if retired else None
    in_force = timeline.periods(revisions_of(tx, manual_id), until=until)
    chunks = _chunks_by_section(tx, manual_id)
    contents = {
        revision.id: [
            chunk for section in _section_hashes(tx, revision.id) for chunk in chunks[section]
        ]
        for _, revision in in_force
    }
    return timeline.validity(in_force, contents)


def _chunks_by_section(tx: Connection, manual_id: int) -> Mapping[str, list[str]]:
    """Ids of the chunks of each section that the manual has or ever had.

    Read apart from the sections of a revision: joined, SQLite compares each with each.
    """
    table = schema.chunks.c
    found: dict[str, list[str]] = defaultdict(list)
    for row in tx.execute(select(table.section_hash, table.id).where(table.manual_id == manual_id)):
        found[row.section_hash].append(row.id)
    return found


def _section_hashes(tx: Connection, revision_id: int) -> list[str]:
    """Sections of a revision, each once."""
    listed = schema.revision_sections.c
    query = select(listed.section_hash).where(listed.revision_id == revision_id)
    return list(dict.fromkeys(tx.scalars(query)))


def _pages(section: Section) -> list[int | None]:
    return [block.page for block in section.blocks]


def batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Lists short enough for one statement."""
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
