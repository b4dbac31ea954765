"""Makes stored index terms anew after the analysis of text or the thesaurus has changed.

Each batch is a transaction that marks its chunks with the version of their terms, so a process
that is killed goes on from there. A search takes the new terms up all at once: when the last
batch is done, a new generation tells it to. Vectors are not touched.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, func, or_, select, update

from knowledge import japanese, schema, store
from knowledge.database import writing

log = logging.getLogger(__name__)

#: Called with how many of how many chunks are done.
Progress = Callable[[int, int], None]

_BATCH = 500


def renew(database: Engine, progress: Progress = lambda done, total: None) -> int:
    """Renew the terms of those chunks whose terms are of another version; how many those were."""
    version = japanese.fingerprint()
    with database.connect() as tx:
        total = _count(tx, version)
        if not total and _version_in_use(tx) == version:
            return 0
    if total:
        log.warning("The index terms of %d chunks are made anew.", total)
    done = 0
    while batch := _next(database, version):
        _write(database, version, batch)
        # Others may publish meanwhile.
        done += len(batch)
        total = max(total, done)
        progress(done, total)
        log.info("Index terms: %d of %d chunks.", done, total)
    with writing(database) as tx:
        tx.execute(update(schema.generation).values(terms_version=version))
        if done:
            store.next_generation(tx)
    return done


def _count(tx: Connection, version: str) -> int:
    return int(tx.execute(select(func.count()).where(_is_other(version))).scalar_one())


def _version_in_use(tx: Connection) -> str | None:
    version: str | None = tx.execute(select(schema.generation.c.terms_version)).scalar_one()
    return version


def _next(database: Engine, version: str) -> list[Row[Any]]:
    chunk, section = schema.chunks.c, schema.sections.c
    query = (
        select(chunk.id, chunk.text, section.heading_path)
        .join(
            schema.sections,
            (section.hash == chunk.section_hash) & (section.manual_id == chunk.manual_id),
        )
        .where(_is_other(version))
        .order_by(chunk.id)
        .limit(_BATCH)
    )
    with database.connect() as tx:
        return list(tx.execute(query))


def _write(database: Engine, version: str, batch: list[Row[Any]]) -> None:
    rows = [
        {"chunk": row.id, "lines": japanese.index_lines(row.heading_path, row.text)}
        for row in batch
    ]
    table = schema.chunks
    statement = (
        update(table)
        .where(table.c.id == bindparam("chunk"))
        .values(terms=bindparam("lines"), terms_version=version)
    )
    with writing(database) as tx:
        tx.execute(statement, rows)


def _is_other(version: str) -> Any:
    column = schema.chunks.c.terms_version
    return or_(column.is_(None), column != version)
