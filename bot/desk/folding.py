"""Takes a section out of an addendum once its owner has put it into the master."""

from __future__ import annotations

import logging
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select, update

from bot import schema
from bot.desk import events, staging
from bot.desk.addenda import is_empty
from bot.desk.publication import Sources
from ingest import patching
from ingest.patching import markdown
from ingest.patching.places import same_text
from knowledge.database import now, writing
from knowledge.errors import Conflict, NotFound, ZerojiError
from knowledge.library import Library

_log = logging.getLogger(__name__)

_BEGUN, _GIVEN_UP = "addendum.folding", "addendum.not_folded"


class Folding:
    """Each step may be repeated: a fold that a crash left half done is finished by the next start
    (:meth:`resume`) or the next try."""

    def __init__(
        self, database: Engine, library: Library, sources: Sources, changing: Lock
    ) -> None:
        """``changing`` is held while files are changed."""
        self._database = database
        self._library = library
        self._sources = sources
        self._changing = changing

    def fold(self, addendum_row_id: int, by: str) -> None:
        """Take a section out of its addendum; the last one takes the addendum out of search.

        Raises NotFound, Conflict where the file cannot be changed.
        """
        with self._changing:
            with self._database.connect() as tx:
                row = _row(tx, addendum_row_id)
            if row.folded_at is not None:
                return
            self._record(row, by, _BEGUN)
            try:
                self._take_out(row, by)
            except Conflict:
                self._record(row, by, _GIVEN_UP)
                raise
            with writing(self._database) as tx:
                table = schema.addenda
                tx.execute(
                    update(table).where(table.c.id == row.id).values(folded_at=now(), folded_by=by)
                )
                detail = {"master": row.master_id, "section": list(row.heading_path)}
                events.record(tx, by, "addendum.folded", f"proposal:{row.proposal_id}", detail)

    def resume(self) -> list[int]:
        """Finish the folds that a crash left half done; their ids."""
        with self._database.connect() as tx:
            begun = [(row.id, by) for row in tx.execute(_OPEN) if (by := _begun_by(tx, row))]
        for row_id, by in begun:
            try:
                self.fold(row_id, by)
            except ZerojiError as problem:
                _log.warning("Addendum section %d is not folded in: %s", row_id, problem)
        return [row_id for row_id, _ in begun]

    def _record(self, row: Row[Any], by: str, action: str) -> None:
        with writing(self._database) as tx:
            events.record(tx, by, action, f"proposal:{row.proposal_id}")

    def _take_out(self, row: Row[Any], by: str) -> None:
        path = self._sources.addenda.path(self._library.manual(row.master_id))
        swap = self._sources.swap(f"addendum-{row.id}", path)
        if not swap.is_in_place:
            place = patching.Place(heading_path=tuple(row.heading_path))
            before = left = staging.present(path)
            if any(same_text(place.heading, heading) for heading in markdown.headings(before)):
                left = staging.changed(path, lambda data: patching.remove(path, data, place), left)
            self._sources.keep_present(path)
            swap.stage(before, b"" if is_empty(left) else left)
            swap.forward()
        if not swap.after:
            self._sources.retire([row.addendum_id])
            return
        report = self._sources.ingest(path, by, f"addendum {row.id} folded in by {by}")
        if failed := report["manuals"]["failed"]:
            swap.back()
            raise Conflict(
                f"Without the section the addendum cannot be read. {failed[0]['error']}",
                f"補足を取り除いたファイルを読み取れませんでした。{staging.why_unread(failed[0])}",
            )


_OPEN = select(schema.addenda).where(schema.addenda.c.folded_at.is_(None))


def _begun_by(tx: Connection, row: Row[Any]) -> str | None:
    """Who began to fold a section in, where neither success nor failure was written down."""
    event = schema.events.c
    known = (event.subject == f"proposal:{row.proposal_id}") & event.action.in_((_BEGUN, _GIVEN_UP))
    latest = select(func.max(event.id)).where(known).scalar_subquery()
    query = select(event.actor).where(event.id == latest, event.action == _BEGUN)
    return tx.execute(query).scalar()


def _row(tx: Connection, row_id: int) -> Row[Any]:
    row = tx.execute(select(schema.addenda).where(schema.addenda.c.id == row_id)).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no addendum section {row_id}.",
            "その補足はありません。一覧を再読み込みしてください。",
        )
    return row
