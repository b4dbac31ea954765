"""Publishes a document as a revision: only what is new is embedded, and it appears at once.

Order of events, so that a reader sees the old revision or the new one and a crash leaves either:
new chunks are embedded; one transaction records the revision and puts its chunks into Chroma,
where no search looks before the commit; afterwards Chroma drops what no longer holds. What a
crash leaves undone there, the next start does (:func:`knowledge.projection.project`). Chroma and
the indexes are told what changed, so a small edit of a large library costs little.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import Engine, select

from ingest import recording
from ingest.chunking import chunks
from ingest.recording import Published, SourceFile, Status
from knowledge import projection, schema, store
from knowledge.database import writing
from knowledge.dense import Dense, EmbedderSwitched, require_in_use
from knowledge.errors import Conflict, InvalidInput, NotFound, VectorsUnavailable
from knowledge.model import EVERYONE, Chunk, Document, ManualMeta
from knowledge.projection import Progress
from knowledge.store import IndexTerms

log = logging.getLogger(__name__)

_BATCH = 64
#: Until what is told of a switch of embedders has heard of it.
_SWITCH_SECONDS = 0.05
NOTHING_GIVEN: Mapping[str, str] = MappingProxyType({})

_Result = TypeVar("_Result")


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
        made = _chunks(document)
        texts = {key: chunk.embedded_text for key, chunk in made.items()}
        terms = self._terms(made, document.meta, replace(file, source=moved_from or file.source))

        def attempt(dense: Dense) -> tuple[int, Published]:
            embedded = self._embed(dense, texts, progress)
            return embedded, self._mended(
                dense,
                lambda: self._record(dense, document, terms, file, author, note, given, moved_from),
            )

        embedded, published = self._steadily(attempt)
        if published.status == "unchanged":
            return published
        return replace(published, embedded=embedded, reused=len(texts) - embedded)

    def foretell(self, document: Document, file: SourceFile) -> Status:
        """What publishing a document would come to."""
        with self._database.connect() as tx:
            found = recording.find_manual(tx, document.meta, file)
            last = recording.last_from(tx, found, file.source) if found else None
            if last is not None and recording.says_the_same(tx, last, document):
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
            raise NotFound(
                f"There is no manual {manual_id}. `zeroji manuals list` shows them.",
                "その文書はありません。文書の一覧から選んでください。",
            )
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
            before = sum(len(recording.held(tx, manual_id)) for manual_id in manual_ids)
            changes = [store.retire(tx, n, retired=retired) for n in manual_ids]
            after = sum(len(recording.held(tx, manual_id)) for manual_id in manual_ids)
            for change in changes:
                projection.add(tx, dense.vectors, dense.name, change)
            store.next_generation(tx)
        projection.settle(self._database, dense.vectors, dense.name, changes)
        return abs(after - before)

    def _record(
        self,
        dense: Dense,
        document: Document,
        terms: Mapping[str, IndexTerms],
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
                recording.move(tx, moved_from, file)
            found = recording.find_manual(tx, document.meta, file)
            manual_id = found or recording.insert_manual(tx, document.meta, file)
            last = recording.last_from(tx, manual_id, file.source)
            if last is not None and recording.says_the_same(tx, last, document):
                return recording.unchanged(tx, last, file, document)
            before, audience = recording.held(tx, manual_id), recording.audience(tx, manual_id)
            number = recording.insert_revision(
                tx, manual_id, document, terms, file, last, author, note
            )
            recording.remember_given(tx, file, given)
            changes = replace(
                store.update_entries(tx, manual_id),
                audience_changed=recording.audience(tx, manual_id) != audience,
            )
            projection.add(tx, dense.vectors, dense.name, changes)
            store.next_generation(tx)
            after = recording.held(tx, manual_id)
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
            revised = recording.manual_titled(tx, meta.revises)
            query = select(table.audience).where(table.id == revised)
            audience = tx.execute(query).scalar_one_or_none()
        if audience is None:
            raise InvalidInput(
                f"It revises 「{meta.revises}」, but no manual has that title. "
                "Ingest that manual first, or correct `revises` in its sidecar.",
                f"「{meta.revises}」の改定とありますが、その名前の文書がありません。"
                "先にその文書を登録するか、revises の値を直してください。",
            )
        if meta.audience not in (EVERYONE, audience):
            raise InvalidInput(
                f"It is for “{meta.audience}” but revises 「{meta.revises}」, which is for "
                f"“{audience}”: they would read it too. Give both the same audience.",
                f"閲覧範囲が「{meta.audience}」ですが、改定する「{meta.revises}」は"
                f"「{audience}」向けです。同じ閲覧範囲にしてください。",
            )

    def _terms(
        self, made: Mapping[str, Chunk], meta: ManualMeta, file: SourceFile
    ) -> dict[str, IndexTerms]:
        """Index terms of the texts that the manual does not have yet, by their hash.

        Cutting a long document into words takes seconds: nobody waits for it inside of the
        transaction.
        """
        with self._database.connect() as tx:
            manual_id = recording.find_manual(tx, meta, file)
            known = store.known_texts(tx, manual_id) if manual_id else set()
        return {key: recording.terms_of(chunk) for key, chunk in made.items() if key not in known}

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


def _chunks(document: Document) -> dict[str, Chunk]:
    """A chunk of each text that is embedded, by the hash of that text."""
    made = [chunk for section in document.sections for chunk in chunks(section, 0)]
    return {recording.text_hash(chunk): chunk for chunk in made}
