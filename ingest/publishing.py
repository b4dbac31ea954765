"""Publishes a document as a revision: only what is new is embedded, and it appears at once.

Order of events, so that a reader sees the old revision or the new one and a crash leaves either:
new chunks are embedded; one transaction records the revision and puts its chunks into Chroma,
where no search looks before the commit; afterwards Chroma drops what no longer holds. What a
crash leaves undone there, the next start does (:func:`knowledge.projection.project`). Chroma and
the indexes are told what changed, so a small edit of a large library costs little.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Engine, insert, select, update

from ingest.chunking import chunks
from knowledge import japanese, projection, schema, store
from knowledge.database import now, writing
from knowledge.dense import Dense, EmbedderSwitched, require_in_use
from knowledge.errors import Conflict, InvalidInput, NotFound, VectorsUnavailable
from knowledge.library import revisions_of
from knowledge.model import EVERYONE, Chunk, Document, ManualMeta, Revision
from knowledge.projection import Progress
from knowledge.timeline import ALWAYS

log = logging.getLogger(__name__)

_BATCH = 64
#: Until what is told of a switch of embedders has heard of it.
_SWITCH_SECONDS = 0.05
NOTHING_GIVEN: Mapping[str, str] = MappingProxyType({})

Status = Literal["added", "updated", "unchanged"]
_Result = TypeVar("_Result")


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


class Publisher:
    """Writes documents into the knowledge. One at a time: the database admits one writer."""

    def __init__(self, database: Engine, dense: Callable[[], Dense]) -> None:
        """``dense`` gives the embedder of the moment."""
        self._database = database
        self._dense = dense

    def publish(
        self,
        document: Document,
        file: SourceFile,
        *,
        author: str,
        note: str = "",
        given: Mapping[str, str] = NOTHING_GIVEN,
        moved_from: str | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Published:
        """Publish a document. Raises InvalidInput when it cannot revise the manual it names.

        ``given`` is what holds for this source from now on, whatever its sidecar says.
        ``moved_from`` is the source under which the file was known before it was renamed.
        """
        self._check(document.meta)
        texts = _embedded_texts(document)

        def attempt(dense: Dense) -> tuple[int, Published]:
            embedded = self._embed(dense, texts, progress)
            return embedded, self._mended(
                dense,
                lambda: self._record(dense, document, file, author, note, given, moved_from),
            )

        embedded, published = self._steadily(attempt)
        if published.status == "unchanged":
            return published
        return replace(published, embedded=embedded, reused=len(texts) - embedded)

    def foretell(self, document: Document, file: SourceFile) -> Status:
        """What publishing a document would come to."""
        with self._database.connect() as tx:
            found = _find_manual(tx, document.meta, file)
            last = _last_from(tx, found, file.source) if found else None
            if last is not None and _says_the_same(tx, last, document):
                return "unchanged"
        return "updated" if found or document.meta.revises else "added"

    def retire(self, manual_ids: Sequence[int]) -> int:
        """Take manuals out of search from today on; how many chunks that took out."""
        return self._switch(manual_ids, retired=True)

    def restore(self, manual_id: int) -> int:
        """Put a retired manual back as if it had never been out; how many chunks it has.

        Raises NotFound when there is no such manual, Conflict when it is not retired.
        """
        table = schema.manuals.c
        with self._database.connect() as tx:
            row = tx.execute(select(table.retired_at).where(table.id == manual_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no manual {manual_id}. `zeroji manuals list` shows them.")
        if row.retired_at is None:
            raise Conflict(
                f"Manual {manual_id} is not retired: there is nothing to restore.",
                ja="この文書は廃止されていないため、復元するものがありません。",
            )
        return self._switch([manual_id], retired=False)

    def _steadily(self, work: Callable[[Dense], _Result]) -> _Result:
        """Work with one embedder from start to end; anew when search has gone over to another."""
        while True:
            try:
                return work(self._dense())
            except EmbedderSwitched:
                time.sleep(_SWITCH_SECONDS)

    def _mended(self, dense: Dense, work: Callable[[], _Result]) -> _Result:
        """Change entries; once more when Chroma was broken and could be made anew.

        Chroma comes before the commit, so nothing was recorded the first time.
        """
        with dense.vectors.changing:
            try:
                return work()
            except VectorsUnavailable as broken:
                log.error("%s It is made again from the database.", broken)
                projection.project(self._database, dense.vectors, dense.name)
                return work()

    def _switch(self, manual_ids: Sequence[int], *, retired: bool) -> int:
        """Retire or restore; how many chunks leave search by it or come back."""
        return self._steadily(
            lambda dense: self._mended(
                dense, lambda: self._record_switch(dense, manual_ids, retired)
            )
        )

    def _record_switch(self, dense: Dense, manual_ids: Sequence[int], retired: bool) -> int:
        with writing(self._database) as tx:
            store.lock(tx)
            require_in_use(tx, dense.name)
            before = sum(len(_held(tx, manual_id)) for manual_id in manual_ids)
            changes = [store.retire(tx, n, retired=retired) for n in manual_ids]
            after = sum(len(_held(tx, manual_id)) for manual_id in manual_ids)
            for change in changes:
                projection.add(tx, dense.vectors, dense.name, change)
            store.next_generation(tx)
        projection.settle(self._database, dense.vectors, dense.name, changes)
        return abs(after - before)

    def _record(
        self,
        dense: Dense,
        document: Document,
        file: SourceFile,
        author: str,
        note: str,
        given: Mapping[str, str],
        moved_from: str | None,
    ) -> Published:
        """The transaction, and what Chroma is told before and after its commit."""
        with writing(self._database) as tx:
            store.lock(tx)
            require_in_use(tx, dense.name)
            if moved_from is not None:
                _move(tx, moved_from, file)
            found = _find_manual(tx, document.meta, file)
            manual_id = found or _insert_manual(tx, document.meta, file)
            last = _last_from(tx, manual_id, file.source)
            if last is not None and _says_the_same(tx, last, document):
                return _unchanged(tx, last, file, document)
            before, audience = _held(tx, manual_id), _audience(tx, manual_id)
            number = _insert_revision(tx, manual_id, document, file, last, author, note)
            _remember_given(tx, file, given)
            changes = replace(
                store.update_entries(tx, manual_id),
                audience_changed=_audience(tx, manual_id) != audience,
            )
            projection.add(tx, dense.vectors, dense.name, changes)
            store.next_generation(tx)
            after = _held(tx, manual_id)
        projection.settle(self._database, dense.vectors, dense.name, [changes])
        return Published(
            manual_id=manual_id,
            revision=number,
            status="updated" if found else "added",
            deleted=len(before - after),
        )

    def _check(self, meta: ManualMeta) -> None:
        if meta.revises is None:
            return
        table = schema.manuals.c
        with self._database.connect() as tx:
            query = select(table.audience).where(table.id == _manual_titled(tx, meta.revises))
            audience = tx.execute(query).scalar_one_or_none()
        if audience is None:
            raise InvalidInput(
                f"It revises 「{meta.revises}」, but no manual has that title. "
                "Ingest that manual first, or correct `revises` in its sidecar."
            )
        if meta.audience not in (EVERYONE, audience):
            raise InvalidInput(
                f"It is for “{meta.audience}” but revises 「{meta.revises}」, which is for "
                f"“{audience}”: they would read it too. Give both the same audience."
            )

    def _embed(self, dense: Dense, texts: dict[str, str], progress: Progress) -> int:
        """Embed the texts that are not known yet, by their hash; how many those were."""
        model = dense.name
        with self._database.connect() as tx:
            missing = sorted(texts.keys() - store.known_vectors(tx, model, texts))
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            vectors = dense.embedder.passages([texts[key] for key in batch])
            with writing(self._database) as tx:
                store.save_vectors(tx, model, batch, vectors)
            progress(min(start + _BATCH, len(missing)), len(missing))
        return len(missing)


def content_hash(document: Document) -> str:
    """Identity of what a document says and of what its metadata says about it."""
    said = repr([asdict(document.meta), [section.hash for section in document.sections]])
    return hashlib.sha256(said.encode()).hexdigest()


def _embedded_texts(document: Document) -> dict[str, str]:
    """What has to be embedded, by its hash."""
    made = [chunk for section in document.sections for chunk in chunks(section, 0)]
    return {_text_hash(chunk): chunk.embedded_text for chunk in made}


def _text_hash(chunk: Chunk) -> str:
    return hashlib.sha256(chunk.embedded_text.encode()).hexdigest()[:32]


def _find_manual(tx: Connection, meta: ManualMeta, file: SourceFile) -> int | None:
    """The manual that this is a new revision of: by title where it says so, else by source."""
    if meta.revises:
        return _manual_titled(tx, meta.revises)
    query = select(schema.manuals.c.id).where(schema.manuals.c.source == file.source)
    return tx.execute(query).scalar_one_or_none()


def _move(tx: Connection, old: str, file: SourceFile) -> None:
    """What was read from one file is kept in another from now on."""
    values = {"source": file.source, "path": file.path}
    for table in (schema.manuals, schema.revisions):
        tx.execute(update(table).where(table.c.source == old).values(values))


def _manual_titled(tx: Connection, title: str) -> int | None:
    table = schema.manuals.c
    query = select(table.id).where(table.title == title, table.retired_at.is_(None))
    return tx.execute(query.order_by(table.id)).scalars().first()


def _insert_manual(tx: Connection, meta: ManualMeta, file: SourceFile) -> int:
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


def _last_from(tx: Connection, manual_id: int, source: str) -> Revision | None:
    """The last revision that came from this source."""
    table = schema.revisions.c
    query = select(table.id).where(table.manual_id == manual_id, table.source == source)
    from_source = set(tx.scalars(query))
    matching = [r for r in revisions_of(tx, manual_id) if r.id in from_source]
    return matching[-1] if matching else None


def _says_the_same(tx: Connection, last: Revision, document: Document) -> bool:
    """Whether a document adds nothing to its last revision; a retired manual comes back by it."""
    table = schema.manuals.c
    retired = tx.execute(select(table.retired_at).where(table.id == last.manual_id)).scalar_one()
    return retired is None and last.content_hash == content_hash(document)


def _unchanged(tx: Connection, last: Revision, file: SourceFile, document: Document) -> Published:
    """The file was saved anew but says the same: remember it, so that it is not read again.

    The last revision is what this file says from now on, so its pages count.
    """
    values = {"file_hash": file.hash, "warnings": list(document.warnings)}
    tx.execute(update(schema.revisions).where(schema.revisions.c.id == last.id).values(values))
    store.save_pages(tx, last.id, document.sections)
    held = len(_held(tx, last.manual_id))
    return Published(
        manual_id=last.manual_id, revision=last.number, status="unchanged", reused=held
    )


def _insert_revision(
    tx: Connection,
    manual_id: int,
    document: Document,
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
    store.save_chunks(tx, manual_id, _new_chunks(tx, manual_id, document))
    if document.meta.revises is None:
        columns = _manual_columns(document.meta, file) | {"path": values["path"]}
        tx.execute(update(schema.manuals).where(schema.manuals.c.id == manual_id).values(columns))
    return number


def given_for(tx: Connection, source: str) -> dict[str, str]:
    """What was given for a source before and still holds."""
    table = schema.manuals.c
    given = tx.execute(select(table.given).where(table.source == source)).scalar_one_or_none()
    return dict(given or {})


def _remember_given(tx: Connection, file: SourceFile, given: Mapping[str, str]) -> None:
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


def _new_chunks(tx: Connection, manual_id: int, document: Document) -> list[store.NewChunk]:
    """The chunks that the manual never had before, with their index terms."""
    made = [chunk for section in document.sections for chunk in chunks(section, manual_id)]
    known = store.known_chunks(tx, manual_id)
    return [
        store.NewChunk(
            chunk=chunk,
            position=position,
            text_hash=_text_hash(chunk),
            terms=" ".join(japanese.terms(chunk.embedded_text)),
        )
        for position, chunk in enumerate(made)
        if chunk.id not in known
    ]


def _audience(tx: Connection, manual_id: int) -> str:
    query = select(schema.manuals.c.audience).where(schema.manuals.c.id == manual_id)
    return str(tx.execute(query).scalar_one())


def _held(tx: Connection, manual_id: int) -> set[str]:
    """Chunks of a manual that are in force now or will be."""
    table = schema.entries.c
    query = select(table.chunk_id).where(
        table.manual_id == manual_id,
        table.valid_until.is_(None) | (table.valid_until > date.today()),
    )
    return set(tx.scalars(query))
