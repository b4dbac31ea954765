"""Manuals and their revisions as rows: what publishing reads and writes in its transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from ingest.chunking import chunks
from knowledge import japanese, schema, store
from knowledge.database import now
from knowledge.library import revisions_of
from knowledge.model import Chunk, Document, ManualMeta, Revision
from knowledge.store import IndexTerms
from knowledge.timeline import ALWAYS

Status = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """Where a document was read from."""

    #: As the user gave it, and absolute: the latter says which manual it is.
    path: str
    source: str
    #: SHA-256 of the file and its sidecar.
    hash: str


@dataclass(frozen=True, kw_only=True)
class Published:
    """What publishing a document came to, in chunks."""

    manual_id: int
    revision: int
    status: Status
    embedded: int = 0
    reused: int = 0
    deleted: int = 0


def content_hash(document: Document) -> str:
    """Identity of what a document says and of what its metadata says about it."""
    said = repr([asdict(document.meta), [section.hash for section in document.sections]])
    return hashlib.sha256(said.encode()).hexdigest()


def text_hash(chunk: Chunk) -> str:
    return hashlib.sha256(chunk.embedded_text.encode()).hexdigest()[:32]


def terms_of(chunk: Chunk) -> IndexTerms:
    # Whatever changes the analysis meanwhile is made up for by the next renewal.
    version = japanese.fingerprint()
    return IndexTerms(lines=japanese.index_lines(chunk.heading_path, chunk.text), version=version)


def find_manual(tx: Connection, meta: ManualMeta, file: SourceFile) -> int | None:
    """The manual that this is a new revision of: by title where it says so, else by source."""
    if meta.revises:
        return manual_titled(tx, meta.revises)
    query = select(schema.manuals.c.id).where(schema.manuals.c.source == file.source)
    return tx.execute(query).scalar_one_or_none()


def move(tx: Connection, old: str, file: SourceFile) -> None:
    """What was read from one file is kept in another from now on."""
    values = {"source": file.source, "path": file.path}
    for table in (schema.manuals, schema.revisions):
        tx.execute(update(table).where(table.c.source == old).values(values))


def manual_titled(tx: Connection, title: str) -> int | None:
    table = schema.manuals.c
    query = select(table.id).where(table.title == title, table.retired_at.is_(None))
    return tx.execute(query.order_by(table.id)).scalars().first()


def insert_manual(tx: Connection, meta: ManualMeta, file: SourceFile) -> int:
    values = _manual_columns(meta, file) | {"given": {}, "created_at": now()}
    made = tx.execute(insert(schema.manuals).values(values).returning(schema.manuals.c.id))
    return int(made.scalar_one())


def _manual_columns(meta: ManualMeta, file: SourceFile) -> dict[str, Any]:
    return {
        "title": meta.title,
        "kind": meta.kind,
        "owner": meta.owner,
        "audience": meta.audience,
        "topic": meta.topic,
        "language": meta.language,
        "review_date": meta.review_date,
        "path": file.path,
        "source": file.source,
        "retired_at": None,
    }


def last_from(tx: Connection, manual_id: int, source: str) -> Revision | None:
    """The last revision that came from this source."""
    table = schema.revisions.c
    query = select(table.id).where(table.manual_id == manual_id, table.source == source)
    from_source = set(tx.scalars(query))
    matching = [r for r in revisions_of(tx, manual_id) if r.id in from_source]
    return matching[-1] if matching else None


def says_the_same(tx: Connection, last: Revision, document: Document) -> bool:
    """Whether a document adds nothing to its last revision; a retired manual comes back by it."""
    table = schema.manuals.c
    retired = tx.execute(select(table.retired_at).where(table.id == last.manual_id)).scalar_one()
    return retired is None and last.content_hash == content_hash(document)


def unchanged(tx: Connection, last: Revision, file: SourceFile, document: Document) -> Published:
    """The file was saved anew but says the same: remember it, so that it is not read again.

    The last revision is what this file says from now on, so its pages count.
    """
    values = {"file_hash": file.hash, "warnings": list(document.warnings)}
    tx.execute(update(schema.revisions).where(schema.revisions.c.id == last.id).values(values))
    store.save_pages(tx, last.id, document.sections)
    return Published(
        manual_id=last.manual_id,
        revision=last.number,
        status="unchanged",
        reused=len(held(tx, last.manual_id)),
    )


def insert_revision(
    tx: Connection,
    manual_id: int,
    document: Document,
    terms: Mapping[str, IndexTerms],
    file: SourceFile,
    last: Revision | None,
    author: str,
    note: str,
) -> int:
    newest = max(revisions_of(tx, manual_id), key=lambda r: r.number, default=None)
    declared = document.meta.effective_from
    # What revises a manual and states no date does so from today, whatever it was read from.
    before = last if last or declared else newest
    number = newest.number + 1 if newest else 1
    values = {
        "manual_id": manual_id,
        "number": number,
        "content_hash": content_hash(document),
        "file_hash": file.hash,
        "path": _shown_path(file, last),
        "source": file.source,
        "author": author,
        "note": note,
        "warnings": list(document.warnings),
        "effective_from": effective_from(declared, before, date.today()),
        "effective_until": document.meta.effective_until,
        "published_at": now(),
    }
    made = insert(schema.revisions).values(values).returning(schema.revisions.c.id)
    revision_id = int(tx.execute(made).scalar_one())
    store.save_sections(tx, manual_id, revision_id, document.sections)
    store.save_chunks(tx, manual_id, _new_chunks(tx, manual_id, document, terms))
    if document.meta.revises is None:
        columns = _manual_columns(document.meta, file) | {"path": values["path"]}
        tx.execute(update(schema.manuals).where(schema.manuals.c.id == manual_id).values(columns))
    return number


def given_for(tx: Connection, source: str) -> dict[str, str]:
    """What was given for a source before and still holds."""
    table = schema.manuals.c
    given = tx.execute(select(table.given).where(table.source == source)).scalar_one_or_none()
    return dict(given or {})


def remember_given(tx: Connection, file: SourceFile, given: Mapping[str, str]) -> None:
    table = schema.manuals
    tx.execute(update(table).where(table.c.source == file.source).values(given=dict(given)))


def _shown_path(file: SourceFile, last: Revision | None) -> str:
    """A change made by a proposal names the file absolutely: keep how its owner named it."""
    return last.path if last is not None and file.path == file.source else file.path


def effective_from(declared: date | None, last: Revision | None, today: date) -> date:
    """The day on which a revision takes effect.

    What a document declares counts, but once: an edit that leaves an old date standing takes
    effect today, so that what was said until yesterday can still be looked up.
    """
    start = declared or ALWAYS
    if last is None or start > last.effective_from:
        return start
    return max(start, today)


def _new_chunks(
    tx: Connection, manual_id: int, document: Document, terms: Mapping[str, IndexTerms]
) -> list[store.NewChunk]:
    """The chunks that the manual never had before; ``terms`` has what their texts are found by."""
    made = [chunk for section in document.sections for chunk in chunks(section, manual_id)]
    known = store.known_chunks(tx, manual_id)
    return [
        store.NewChunk(
            chunk=chunk,
            position=position,
            text_hash=text_hash(chunk),
            terms=terms.get(text_hash(chunk)) or terms_of(chunk),
        )
        for position, chunk in enumerate(made)
        if chunk.id not in known
    ]


def audience(tx: Connection, manual_id: int) -> str:
    query = select(schema.manuals.c.audience).where(schema.manuals.c.id == manual_id)
    return str(tx.execute(query).scalar_one())


def held(tx: Connection, manual_id: int) -> set[str]:
    """Chunks of a manual that are in force now or will be."""
    table = schema.entries.c
    query = select(table.chunk_id).where(
        table.manual_id == manual_id,
        table.valid_until.is_(None) | (table.valid_until > date.today()),
    )
    return set(tx.scalars(query))
