"""What members are told in the console. A row is written in the transaction that causes it.

A row says what kind of thing happened to which ticket or proposal and no more: who may not read a
ticket learns nothing from its notice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Engine, func, select, update

from bot import schema
from knowledge.database import now, writing
from knowledge.store import insert_missing

Kind = Literal[
    "due_soon",
    "overdue",
    "handed_over",
    "proposal",
    "red_gate",
    "rejected",
    "published",
    "taken_back",
    "gate_stale",
    "undelivered",
    "slack_token",
    "slack_channel",
]


@dataclass(frozen=True, kw_only=True)
class Notice:
    id: int
    kind: str
    ticket_id: int | None
    proposal_id: int | None
    created_at: datetime
    read_at: datetime | None


def tell(
    tx: Connection,
    recipient: str,
    kind: Kind,
    key: str,
    ticket_id: int | None = None,
    proposal_id: int | None = None,
) -> None:
    """Tell a member once per key; ``key`` is what is told, without the recipient."""
    row = {
        "key": f"{key}:{recipient}",
        "recipient": recipient,
        "kind": kind,
        "ticket_id": ticket_id,
        "proposal_id": proposal_id,
        "created_at": now(),
    }
    insert_missing(tx, schema.staff_notices, [row])


class Notices:
    """What a member has been told, and whether it was read."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def unread(self, name: str) -> list[Notice]:
        """Newest first."""
        return self._notices(name, only_unread=True, limit=None)

    def latest(self, name: str, limit: int = 50) -> list[Notice]:
        """Newest first, read or not."""
        return self._notices(name, only_unread=False, limit=limit)

    def count(self, name: str) -> int:
        """How many are unread."""
        table = schema.staff_notices.c
        query = select(func.count()).where(table.recipient == name, table.read_at.is_(None))
        with self._database.connect() as tx:
            return int(tx.execute(query).scalar_one())

    def read(self, name: str, ids: Collection[int] | None = None) -> None:
        """Mark as read what this member was told; all of it without ids."""
        table = schema.staff_notices
        change = update(table).where(table.c.recipient == name, table.c.read_at.is_(None))
        if ids is not None:
            change = change.where(table.c.id.in_(ids))
        with writing(self._database) as tx:
            tx.execute(change.values(read_at=now()))

    def read_about(
        self, name: str, *, ticket_id: int | None = None, proposal_id: int | None = None
    ) -> None:
        """Mark as read what this member was told of one ticket or proposal: they look at it."""
        table = schema.staff_notices.c
        about = table.ticket_id == ticket_id if ticket_id else table.proposal_id == proposal_id
        query = select(table.id).where(table.recipient == name, table.read_at.is_(None), about)
        # Looked up without the lock of a writer: most pages have no news.
        with self._database.connect() as tx:
            unread = tx.scalars(query).all()
        if unread:
            self.read(name, unread)

    def _notices(self, name: str, *, only_unread: bool, limit: int | None) -> list[Notice]:
        table = schema.staff_notices.c
        query = (
            select(
                table.id,
                table.kind,
                table.ticket_id,
                table.proposal_id,
                table.created_at,
                table.read_at,
            )
            .where(table.recipient == name)
            .order_by(table.id.desc())
            .limit(limit)
        )
        if only_unread:
            query = query.where(table.read_at.is_(None))
        with self._database.connect() as tx:
            return [Notice(**row._mapping) for row in tx.execute(query)]
