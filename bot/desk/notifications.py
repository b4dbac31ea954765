"""What askers are told after the fact. A row is written in the transaction that causes it.

The web chat shows the rows of its conversation; other channels deliver them and set
``delivered_at``. The key makes each telling happen once.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, select

from bot import schema
from knowledge.database import now
from knowledge.store import insert_missing

#: ``corrected`` tells who was given an answer that a change made wrong, ``taken_back`` that what
#: was told of a change no longer holds.
Kind = Literal["reply", "published", "dismissed", "corrected", "taken_back"]


def notify_askers(tx: Connection, ticket_id: int, kind: Kind, text: str) -> None:
    """Tell each conversation in which a ticket's question was asked, once per text."""
    table = schema.ticket_askers.c
    query = select(table.asker, table.conversation, table.exchange_id).where(
        table.ticket_id == ticket_id
    )
    asked_in = {row.conversation: row for row in tx.execute(query)}
    count = _told(tx, ticket_id, kind)
    rows = [
        {
            "key": f"ticket:{ticket_id}:{kind}:{count}:{conversation}",
            "recipient": row.asker,
            "conversation": conversation,
            "ticket_id": ticket_id,
            "kind": kind,
            "text": text,
            "created_at": now(),
        }
        for conversation, row in asked_in.items()
    ]
    insert_missing(tx, schema.notifications, rows)


def _told(tx: Connection, ticket_id: int, kind: Kind) -> int:
    """How many texts of a kind have been told before: a reopened ticket tells again."""
    table = schema.notifications.c
    query = select(table.text).where(table.ticket_id == ticket_id, table.kind == kind).distinct()
    return len(tx.execute(query).all())
