"""The table of runs: who may run one, how far it is, and how it ended."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from bot.runs.failures import INTERRUPTED, Texts
from bot.runs.run import OVER, Run, RunOptions, Status
from bot.schema import ingest_runs
from knowledge.database import now, writing
from knowledge.errors import NotFound

#: How many runs are kept that are over.
KEPT = 100
#: A run that was interrupted so often without a document done is given up.
_MOST_INTERRUPTIONS = 3

_table = ingest_runs.c


def new_id() -> str:
    """In the order of time, and short enough to type."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def add(
    database: Engine, run_id: str, sources: Sequence[str], author: str, options: RunOptions
) -> Run:
    row = {
        "id": run_id,
        "sources": [*sources],
        "options": options.to_json(),
        "author": author,
        "status": "waiting",
        "tries": 0,
        "interruptions": 0,
        "created_at": now(),
    }
    with writing(database) as tx:
        tx.execute(insert(ingest_runs).values(row))
        _forget_old(tx)
    return get(database, run_id)


def get(database: Engine, run_id: str) -> Run:
    """Raises NotFound."""
    with database.connect() as tx:
        row = tx.execute(select(ingest_runs).where(_table.id == run_id)).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no run {run_id}. `zeroji runs list` shows them.",
            "その取り込みの記録はありません。新しい100件だけが残ります。",
        )
    return _run(row)


def newest(database: Engine, limit: int) -> list[Run]:
    query = select(ingest_runs).order_by(_table.created_at.desc(), _table.id.desc()).limit(limit)
    with database.connect() as tx:
        return [_run(row) for row in tx.execute(query)]


def with_status(database: Engine, *statuses: Status) -> list[Run]:
    """The oldest first."""
    query = select(ingest_runs).where(_table.status.in_(statuses)).order_by(_table.created_at)
    with database.connect() as tx:
        return [_run(row) for row in tx.execute(query)]


def claim(database: Engine, run_id: str, worker: str) -> Run | None:
    """Begin a run that waits; None when somebody else was faster, or it was cancelled."""
    moment = now()
    values = {"status": "running", "worker": worker, "seen_at": moment, "error": None}
    with writing(database) as tx:
        query = select(_table.started_at).where(_table.id == run_id, _table.status == "waiting")
        row = tx.execute(query.with_for_update()).one_or_none()
        if row is None:
            return None
        values["started_at"] = row.started_at or moment
        tx.execute(update(ingest_runs).where(_table.id == run_id).values(values))
    return get(database, run_id)


def note(database: Engine, run_id: str, worker: str, **values: Any) -> Row[Any] | None:
    """Note how far a run is; who has cancelled it, or None when it is no longer this worker's."""
    mine = (_table.id == run_id, _table.worker == worker, _table.status == "running")
    changed = update(ingest_runs).where(*mine).values(seen_at=now(), **values)
    with writing(database) as tx:
        return tx.execute(changed.returning(_table.cancelled_by)).one_or_none()


def finish(database: Engine, run_id: str, status: Status, **values: Any) -> None:
    over = {"status": status, "finished_at": now(), "worker": None, **values}
    with writing(database) as tx:
        tx.execute(update(ingest_runs).where(_table.id == run_id).values(over))


def put_back(database: Engine, run_id: str, **values: Any) -> None:
    """Let a run wait to be gone on with: the next try has another number."""
    again = {
        "status": "waiting",
        "worker": None,
        "tries": _table.tries + 1,
        "step": None,
        "finished_at": None,
        **values,
    }
    with writing(database) as tx:
        tx.execute(update(ingest_runs).where(_table.id == run_id).values(again))


def cancel(database: Engine, run_id: str, by: str) -> None:
    """End a run that waits; ask one that runs to stop."""
    with writing(database) as tx:
        this = update(ingest_runs).where(_table.id == run_id)
        tx.execute(this.where(_table.status == "running").values(cancelled_by=by))
        over = {"status": "cancelled", "cancelled_by": by, "finished_at": now()}
        tx.execute(this.where(_table.status == "waiting").values(over))


def take_back(database: Engine, worker: str, own: Iterable[str], silence: timedelta) -> None:
    """Let runs wait again whose process has died.

    Only one process at a time is ``worker``: what is running under that name and is not ``own``
    was left by one that died. Another process is given up after a long ``silence``.
    """
    left = (_table.worker == worker) & _table.id.not_in([*own])
    dead = left | (_table.seen_at < now() - silence)
    query = select(_table.id, _table.interruptions).where(_table.status == "running", dead)
    with database.connect() as tx:
        found = tx.execute(query).all()
    for row in found:
        if row.interruptions + 1 >= _MOST_INTERRUPTIONS:
            error: Texts = INTERRUPTED
            finish(database, row.id, "failed", error=error, interruptions=0)
        else:
            put_back(database, row.id, interruptions=row.interruptions + 1)


def _forget_old(tx: Connection) -> None:
    over = select(_table.id).where(_table.status.in_([*OVER]))
    kept = over.order_by(_table.created_at.desc(), _table.id.desc()).limit(KEPT)
    old = set(tx.scalars(over)) - set(tx.scalars(kept))
    tx.execute(delete(ingest_runs).where(_table.id.in_(old)))


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id,
        sources=tuple(row.sources),
        options=RunOptions(**row.options),
        author=row.author,
        status=row.status,
        step=row.step,
        report=row.report,
        error=row.error,
        cancelled_by=row.cancelled_by,
        tries=row.tries,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
