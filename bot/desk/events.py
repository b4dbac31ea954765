"""Who did what and when, written in the transaction that did it.

The log is a chain: the hash of each row covers the row and the hash before it, so that a row that
was changed, taken out or put in between later shows. Nothing in it is ever changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from bot import schema
from knowledge.database import now


def record(
    tx: Connection, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
) -> None:
    """``record(tx, "sato", "ticket.claimed", "ticket:12")``"""
    table = schema.events
    last = tx.execute(select(table.c.id, table.c.hash).order_by(table.c.id.desc()).limit(1)).first()
    number, before = (last.id + 1, last.hash) if last else (1, "")
    values: dict[str, Any] = {
        "id": number,
        "at": now(),
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": dict(detail or {}),
    }
    tx.execute(insert(table).values(hash=chained(before, **values), **values))


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
