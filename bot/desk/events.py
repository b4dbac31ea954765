"""Who did what and when, written in the transaction that did it.

The log is a chain: the hash of each row covers the row and the hash before it, so that a row that
was changed, taken out or put in between later shows. Nothing in it is ever changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from bot import schema
from knowledge.database import now, writing

#: Somebody who looks at the same thing again within this time is not recorded again.
_ONCE_IN = timedelta(hours=1)


def record(
    tx: Connection, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
) -> None:
    """``record(tx, "sato", "ticket.claimed", "ticket:12")``, in a transaction of ``writing``.

    The detail holds no text that somebody wrote, but its :func:`digest`.
    """
    table = schema.events
    last = tx.execute(select(table.c.id, table.c.hash).order_by(table.c.id.desc()).limit(1)).first()
    number, before = (last.id + 1, last.hash) if last else (1, "")
    values: dict[str, Any] = {
        "id": number,
        "at": now(),
        "actor": actor,
        "action": action,
        "subject": subject,
        # As it will be read again: a tuple as a list, a number as a key as text.
        "detail": json.loads(json.dumps(dict(detail or {}))),
    }
    tx.execute(insert(table).values(hash=chained(before, **values), **values))


def record_once(database: Engine, actor: str, action: str, subject: str, **detail: Any) -> None:
    """Record that somebody looked at something, or tried to: once an hour each."""
    # Looked up first without the lock of a writer: who reads a page again waits for nobody.
    with database.connect() as tx:
        if _is_recorded(tx, actor, action, subject):
            return
    with writing(database) as tx:
        if not _is_recorded(tx, actor, action, subject):
            record(tx, actor, action, subject, detail)


def _is_recorded(tx: Connection, actor: str, action: str, subject: str) -> bool:
    column = schema.events.c
    query = (
        select(column.id)
        .where(column.subject == subject, column.action == action, column.actor == actor)
        .where(column.at > now() - _ONCE_IN)
    )
    return tx.execute(query.limit(1)).first() is not None


def digest(text: str) -> dict[str, Any]:
    """What the log keeps of a text: enough to prove which it was, not to read it."""
    return {
        "sha256": sha256(text.encode(errors="surrogatepass")).hexdigest(),
        "length": len(text),
    }


def chained(
    before: str,
    *,
    id: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> str:
    """The hash of a row after the row with the hash ``before``; empty before the first."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [before, id, moment, actor, action, subject, detail]
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode(errors="surrogatepass")).hexdigest()
