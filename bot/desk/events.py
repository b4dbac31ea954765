"""Who did what and when, written in the transaction that did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert

from bot import schema
from knowledge.database import now


def record(
    tx: Connection, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
) -> None:
    """``record(tx, "sato", "ticket.claimed", "ticket:12")``"""
    values = {
        "at": now(),
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": dict(detail or {}),
    }
    tx.execute(insert(schema.events).values(values))
