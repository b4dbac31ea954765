"""One publication's worth of everything that search needs, held in memory.

A snapshot never changes; a publication makes the next one. A search works on one snapshot from
start to end, so it sees the state before a publication or after it, never a mixture.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, select

from knowledge import question_types, schema, store, timeline
from knowledge.lexical import CodedLines, CodedTexts, LexicalIndex, Vocabulary
from knowledge.library import manuals_in, revisions_by_manual
from knowledge.model import Chunk, Manual, Revision
from knowledge.sentences import sentences

#: How many answers to "who may see what on which day" are kept.
_MASKS = 64
#: How many rows are in memory at a time while entries are read.
_ROWS = 500
_BITS: Mapping[str, int] = {kind: 1 << n for n, kind in enumerate(question_types.KINDS)}
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


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    generation: int
    #: Fingerprint of the analysis that the index terms are from.
    terms_version: str | None
    entries: Sequence[Entry]
    #: Position in ``entries`` by entry id.
    positions: Mapping[int, int]
    manuals: Mapping[int, Manual]
    revisions: Mapping[int, Sequence[Revision]]
    lexical: LexicalIndex
    #: Index terms in the order of ``entries``, as numbers of ``lexical.vocabulary``.
    lines: CodedTexts
    #: Kinds of statement that each entry's text makes: bit n is kind n of
    #: :data:`knowledge.question_types.KINDS`. Shape (entries,).
    stated: npt.NDArray[np.uint16]
    #: First day and day after the last, as ordinals, in the order of ``entries``.
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    manual_ids: npt.NDArray[np.int64]
    _visible: dict[tuple[frozenset[str], date], npt.NDArray[np.bool_]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def visible(self, audiences: frozenset[str], on: date) -> npt.NDArray[np.bool_]:
        """Which entries these audiences may see on that day, shape (entries,), not to be changed.

        Questions of the same people on the same day share it.
        """
        key = (audiences, on)
        found = self._visible.get(key)
        if found is None:
            found = self._visible_to(audiences, on)
            if len(self._visible) >= _MASKS:
                self._visible.clear()
            self._visible[key] = found
        return found

    def _visible_to(self, audiences: frozenset[str], on: date) -> npt.NDArray[np.bool_]:
        seen = [n for n, manual in self.manuals.items() if manual.audience in audiences]
        day = on.toordinal()
        found = np.isin(self.manual_ids, seen) & (self.starts <= day) & (day < self.ends)
        found.setflags(write=False)
        return found

    def sentences(
        self, manual_id: int, section_hash: str
    ) -> Iterator[tuple[str, npt.NDArray[np.int32]]]:
        """The sentences of a section's chunks, each with its index terms as numbers of
        ``lexical.vocabulary``.
        """
        first, end = np.searchsorted(self.manual_ids, (manual_id, manual_id + 1)).tolist()
        for position in range(first, end):
            chunk = self.entries[position].chunk
            if chunk.section_hash == section_hash:
                _, *coded = self.lines[position].lines  # the first are the headings'
                yield from zip(sentences(chunk.text), coded, strict=True)

    def revision(self, manual_id: int, on: date) -> Revision:
        """The revision in force; an entry that is visible on a day has one."""
        revision = timeline.in_force(self.revisions[manual_id], on)
        assert revision is not None
        return revision


class Index:
    """The newest snapshot, renewed when the database has moved on.

    An entry never changes, so a renewal reads only the entries that are new; but all of them
    where the index terms were made anew.
    """

    def __init__(self, database: Engine) -> None:
        self.database = database
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._vocabulary = Vocabulary()
        #: By chunk id.
        self._read: dict[str, _Read] = {}

    def snapshot(self) -> Snapshot:
        newest = _generation(self.database)
        found = self._snapshot
        if found is None or found.generation < newest:
            with self._lock, self.database.connect() as tx:
                found = self._snapshot
                if found is None or found.generation < current_generation(tx):
                    self._snapshot = found = self._renewed(tx)
        return found

    def _renewed(self, tx: Connection) -> Snapshot:
        version: str | None = tx.execute(select(schema.generation.c.terms_version)).scalar_one()
        if self._snapshot and version == self._snapshot.terms_version:
            before = self._snapshot.entries
        else:
            before, self._vocabulary, self._read = (), Vocabulary(), {}
        current = set(tx.scalars(select(schema.entries.c.id)))
        kept = [entry for entry in before if entry.id in current]
        added = []
        for entry, terms in _load_entries(tx, current - {entry.id for entry in kept}):
            added.append(entry)
            if entry.chunk.id not in self._read:
                self._read[entry.chunk.id] = _read(terms, self._vocabulary)
        entries = sorted([*kept, *added], key=lambda entry: entry.order)
        texts = [self._read[entry.chunk.id] for entry in entries]
        lines = CodedTexts.of([text.lines for text in texts])
        # The texts as they are held there: once in memory is enough.
        self._read = {
            entry.chunk.id: _Read(lines[n], texts[n].stated) for n, entry in enumerate(entries)
        }
        stated = np.array([text.stated for text in texts], dtype=np.uint16)
        return _snapshot(tx, version, entries, lines, stated, self._vocabulary)


class _Read(NamedTuple):
    """What :func:`knowledge.japanese.index_lines` tells of a text."""

    lines: CodedLines
    stated: int


def _read(terms: str, vocabulary: Vocabulary) -> _Read:
    *lines, kinds = terms.split("\n")
    stated = sum(_BITS.get(kind, 0) for kind in kinds.split())
    return _Read(vocabulary.code(map(str.split, lines)), stated)


def current_generation(tx: Connection) -> int:
    return int(tx.execute(select(schema.generation.c.number)).scalar_one())


def _generation(database: Engine) -> int:
    """The same on its own. Each question asks for it, so it goes by the driver alone."""
    connection = database.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"SELECT number FROM {schema.generation.name}")
        ((number,),) = cursor.fetchall()
        cursor.close()
        return int(number)
    finally:
        connection.close()


def _load_entries(tx: Connection, ids: set[int]) -> Iterator[tuple[Entry, str]]:
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
    for batch in store.batches(sorted(ids)):
        rows = tx.execute(query.where(entry.id.in_(batch)), execution_options={"yield_per": _ROWS})
        for row in rows:
            yield _entry(row), row.terms


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


def _snapshot(
    tx: Connection,
    terms_version: str | None,
    entries: Sequence[Entry],
    lines: CodedTexts,
    stated: npt.NDArray[np.uint16],
    vocabulary: Vocabulary,
) -> Snapshot:
    ends = [e.valid_until.toordinal() if e.valid_until else _FOREVER for e in entries]
    return Snapshot(
        generation=current_generation(tx),
        terms_version=terms_version,
        entries=entries,
        positions={entry.id: n for n, entry in enumerate(entries)},
        manuals={manual.id: manual for manual in manuals_in(tx, include_retired=True)},
        revisions=revisions_by_manual(tx),
        lexical=LexicalIndex(vocabulary, lines),
        lines=lines,
        stated=stated,
        starts=np.array([entry.valid_from.toordinal() for entry in entries], dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        manual_ids=np.array([entry.manual_id for entry in entries], dtype=np.int64),
    )
