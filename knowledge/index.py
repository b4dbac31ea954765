"""One publication's worth of everything that search needs, held in memory.

A snapshot never changes; a publication makes the next one. A search works on one snapshot from
start to end, so it sees the state before a publication or after it, never a mixture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, select

from knowledge import schema, timeline
from knowledge.lexical import LexicalIndex
from knowledge.library import Library, revisions_of
from knowledge.model import Chunk, Manual, Revision

_FOREVER = date.max.toordinal() + 1


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A chunk in a period in which it holds."""

    id: int
    manual_id: int
    chunk: Chunk
    text_hash: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    generation: int
    entries: Sequence[Entry]
    #: Position in ``entries`` by entry id.
    positions: Mapping[int, int]
    manuals: Mapping[int, Manual]
    revisions: Mapping[int, Sequence[Revision]]
    lexical: LexicalIndex
    #: First day and day after the last, as ordinals, in the order of ``entries``.
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]

    def visible(self, audiences: frozenset[str], on: date) -> npt.NDArray[np.bool_]:
        """Which entries these audiences may see on that day, shape (entries,)."""
        seen = {n for n, manual in self.manuals.items() if manual.audience in audiences}
        allowed = np.array([entry.manual_id in seen for entry in self.entries], dtype=bool)
        day = on.toordinal()
        return allowed & (self.starts <= day) & (day < self.ends)

    def revision(self, manual_id: int, on: date) -> Revision:
        """The revision in force; an entry that is visible on a day has one."""
        revision = timeline.in_force(self.revisions[manual_id], on)
        assert revision is not None
        return revision


class Index:
    """The newest snapshot, renewed when the database has moved on."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        with self._database.connect() as tx:
            number = current_generation(tx)
            if self._snapshot is None or self._snapshot.generation != number:
                self._snapshot = _load(tx, number, Library(self._database).manuals(True))
            return self._snapshot


def current_generation(tx: Connection) -> int:
    return int(tx.execute(select(schema.generation.c.number)).scalar_one())


def load_entries(tx: Connection) -> list[tuple[Entry, list[str]]]:
    """All entries, each with the index terms of its chunk, in reading order."""
    entry, chunk, section = schema.entries.c, schema.chunks.c, schema.sections.c
    query = (
        select(
            entry.id,
            entry.manual_id,
            entry.valid_from,
            entry.valid_until,
            chunk.id.label("chunk_id"),
            chunk.section_hash,
            chunk.kind,
            chunk.text,
            chunk.text_hash,
            chunk.terms,
            section.heading_path,
            section.question,
        )
        .join(schema.chunks, chunk.id == entry.chunk_id)
        .join(
            schema.sections,
            (section.hash == chunk.section_hash) & (section.manual_id == chunk.manual_id),
        )
        .order_by(entry.manual_id, chunk.position, entry.id)
    )
    return [
        (
            Entry(
                id=row.id,
                manual_id=row.manual_id,
                text_hash=row.text_hash,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                chunk=Chunk(
                    id=row.chunk_id,
                    section_hash=row.section_hash,
                    heading_path=tuple(row.heading_path),
                    text=row.text,
                    kind=row.kind,
                    question=row.question,
                ),
            ),
            row.terms.split(" "),
        )
        for row in tx.execute(query)
    ]


def _load(tx: Connection, generation: int, manuals: Sequence[Manual]) -> Snapshot:
    loaded = load_entries(tx)
    entries = [entry for entry, _ in loaded]
    ends = [e.valid_until.toordinal() if e.valid_until else _FOREVER for e in entries]
    return Snapshot(
        generation=generation,
        entries=entries,
        positions={entry.id: n for n, entry in enumerate(entries)},
        manuals={manual.id: manual for manual in manuals},
        revisions={manual.id: revisions_of(tx, manual.id) for manual in manuals},
        lexical=LexicalIndex([terms for _, terms in loaded]),
        starts=np.array([entry.valid_from.toordinal() for entry in entries], dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
    )
