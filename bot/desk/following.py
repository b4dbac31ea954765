"""Has addenda follow their masters: nobody reads an addendum who may not read its master."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Engine

from bot.desk import addenda, events, staging
from bot.desk.publication import Sources
from knowledge.database import writing
from knowledge.errors import Conflict
from knowledge.library import Library
from knowledge.model import Manual

_log = logging.getLogger(__name__)


class Following:
    """Looks after each ingestion and at each start, so what a crash left undone is done then."""

    def __init__(self, database: Engine, library: Library, sources: Sources) -> None:
        self._database = database
        self._library = library
        self._sources = sources

    def follow(self) -> list[int]:
        """Give addenda the readers, owner and topic of their masters; the ids of those changed.

        One that cannot be changed, or whose master is retired, leaves search.
        """
        paths = self._sources.addenda.present()
        if not paths:
            return []
        with self._sources.changing:
            manuals = self._library.manuals(include_retired=True)
            masters = {manual.id: manual for manual in manuals}
            by_source = {manual.source: manual for manual in manuals if manual.retired_at is None}
            apart = [
                (masters[master_id], addendum, path)
                for master_id, path in paths.items()
                if master_id in masters
                and (addendum := by_source.get(str(path.resolve()))) is not None
                and not _follows(addendum, masters[master_id])
            ]
            for master, addendum, path in apart:
                self._change(master, addendum, path)
        return [addendum.id for _, addendum, _ in apart]

    def _change(self, master: Manual, addendum: Manual, path: Path) -> None:
        if master.retired_at is not None:
            self._retire(addendum)
            return
        try:
            self._rewrite(master, addendum, path)
        except Conflict as problem:
            _log.error("Addendum %d leaves search: %s", addendum.id, problem)
            self._retire(addendum)

    def _retire(self, addendum: Manual) -> None:
        self._sources.retire([addendum.id])
        self._record(addendum, "addendum.retired")

    def _rewrite(self, master: Manual, addendum: Manual, path: Path) -> None:
        """Raises Conflict where the file cannot be changed or read."""
        data = staging.present(path)
        after = addenda.following(data, master)
        if after != data:
            self._sources.keep_present(path)
            swap = self._sources.swap(f"addendum-{master.id}.readers", path)
            swap.stage(data, after)
            swap.forward()
            self._record(addendum, "addendum.followed")
        report = self._sources.ingest(path, "zeroji", f"follows manual {master.id}")
        if failed := report["manuals"]["failed"]:
            raise Conflict(failed[0]["error"], staging.why_unread(failed[0]))

    def _record(self, addendum: Manual, action: str) -> None:
        with writing(self._database) as tx:
            events.record(tx, "zeroji", action, f"manual:{addendum.id}")


def _follows(addendum: Manual, master: Manual) -> bool:
    return master.retired_at is None and (
        (addendum.audience, addendum.owner, addendum.topic)
        == (master.audience, master.owner, master.topic)
    )
