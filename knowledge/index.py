"""One publication's worth of everything that search needs, held in memory.

A snapshot never changes; a publication makes the next one. A search works on one snapshot from
start to end, so it sees the state before a publication or after it, never a mixture.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, select

from knowledge import schema, store, timeline
from knowledge.lexical import LexicalIndex, TermCounts, Vocabulary
from knowledge.library import manuals_in, revisions_by_manual
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
    #: Of the chunk in its manual: entries are in reading order.
    position: int

    @property
    def order(self) -> tuple[int, int, int]:
        return self.manual_id, self.position, self.id


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
    manual_ids: npt.NDArray[np.int64]

    def visible(self, audiences: frozenset[str], on: date) -> npt.NDArray[np.bool_]:
        """Which entries these audiences may see on that day, shape (entries,)."""
        seen = [n for n, manual in self.manuals.items() if manual.audience in audiences]
        allowed = np.isin(self.manual_ids, seen)
        day = on.toordinal()
        return allowed & (self.starts <= day) & (day < self.ends)

    def revision(self, manual_id: int, on: date) -> Revision:
        """The revision in force; an entry that is visible on a day has one."""
        revision = timeline.in_force(self.revisions[manual_id], on)
        assert revision is not None
        return revision


class Index:
    """The newest snapshot, renewed when the database has moved on.

    An entry never changes, so a renewal reads only the entries that are new.
    """

    def __init__(self, database: Engine) -> None:
        self.database = database
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._vocabulary = Vocabulary()
        #: By chunk id.
        self._counts: dict[str, TermCounts] = {}

    def snapshot(self) -> Snapshot:
        with self.database.connect() as tx:
            if not self._is_newest(tx):
                with self._lock:
                    if not self._is_newest(tx):
                        self._snapshot = self._renewed(tx)
            assert self._snapshot is not None
            return self._snapshot

    def _is_newest(self, tx: Connection) -> bool:
        return self._snapshot is not None and self._snapshot.generation >= current_generation(tx)

    def _renewed(self, tx: Connection) -> Snapshot:
        before = self._snapshot.entries if self._snapshot else ()
        current = set(tx.scalars(select(schema.entries.c.id)))
        kept = [entry for entry in before if entry.id in current]
        added = _load_entries(tx, current - {entry.id for entry in kept})
        for entry, terms in added:
            if entry.chunk.id not in self._counts:
                self._counts[entry.chunk.id] = self._vocabulary.count(terms)
        entries = sorted([*kept, *(entry for entry, _ in added)], key=lambda entry: entry.order)
        self._counts = {entry.chunk.id: self._counts[entry.chunk.id] for entry in entries}
        lexical = LexicalIndex(
            self._vocabulary, [self._counts[entry.chunk.id] for entry in entries]
        )
        return _snapshot(tx, entries, lexical)


def current_generation(tx: Connection) -> int:
    return int(tx.execute(select(schema.generation.c.number)).scalar_one())


def _load_entries(tx: Connection, ids: set[int]) -> list[tuple[Entry, list[str]]]:
    """Entries, each with the index terms of its chunk."""
    entry, chunk, section = schema.entries.c, schema.chunks.c, schema.sections.c
    query = (
        select(
            entry.id,
            entry.manual_id,
            entry.valid_from,
            entry.valid_until,
            chunk.id.label("chunk_id"),
            chunk.section_hash,
            chunk.position,
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
    )
    return [
        (_entry(row), row.terms.split(" "))
        for batch in store.batches(sorted(ids))
        for row in tx.execute(query.where(entry.id.in_(batch)))
    ]


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        manual_id=row.manual_id,
        text_hash=row.text_hash,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        position=row.position,
        chunk=Chunk(
            id=row.chunk_id,
            section_hash=row.section_hash,
            heading_path=tuple(row.heading_path),
            text=row.text,
            kind=row.kind,
            question=row.question,
        ),
    )


def _snapshot(tx: Connection, entries: Sequence[Entry], lexical: LexicalIndex) -> Snapshot:
    ends = [e.valid_until.toordinal() if e.valid_until else _FOREVER for e in entries]
    return Snapshot(
        generation=current_generation(tx),
        entries=entries,
        positions={entry.id: n for n, entry in enumerate(entries)},
        manuals={manual.id: manual for manual in manuals_in(tx, include_retired=True)},
        revisions=revisions_by_manual(tx),
        lexical=lexical,
        starts=np.array([entry.valid_from.toordinal() for entry in entries], dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        manual_ids=np.array([entry.manual_id for entry in entries], dtype=np.int64),
    )
