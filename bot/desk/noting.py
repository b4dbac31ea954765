"""What staff keep with a ticket: notes that askers never see, and who did what with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from bot import schema
from bot.desk import events
from bot.desk.ticket import Ticket
from knowledge.database import now
from knowledge.errors import InvalidInput

_LONGEST_TEXT = 10_000


@dataclass(frozen=True, kw_only=True)
class Note:
    id: int
    #: note or handover.
    kind: str
    author: str
    #: Whom the ticket was handed to.
    recipient: str | None
    text: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    id: int
    at: datetime
    actor: str
    #: ticket.opened, ticket.joined, ticket.claimed …
    action: str
    detail: Mapping[str, Any]


def add_note(
    tx: Connection,
    ticket_id: int,
    kind: Literal["note", "handover"],
    author: str,
    text: str,
    recipient: str | None = None,
) -> int:
    """Keep a note; its id."""
    table = schema.ticket_notes
    values = {
        "ticket_id": ticket_id,
        "kind": kind,
        "author": author,
        "recipient": recipient,
        "text": text,
        "created_at": now(),
    }
    return int(tx.execute(insert(table).values(values).returning(table.c.id)).scalar_one())


def is_last_note(tx: Connection, ticket_id: int, author: str, text: str) -> bool:
    """Whether the last note of a ticket is the very same."""
    notes = notes_of(tx, ticket_id)
    return bool(notes) and (notes[-1].kind, notes[-1].author, notes[-1].text) == (
        "note",
        author,
        text,
    )


def change_note(tx: Connection, ticket_id: int, number: int, text: str) -> bool:
    """Have a note say something else; False where there is none."""
    table = schema.ticket_notes
    its = (table.c.id == number) & (table.c.ticket_id == ticket_id)
    return bool(tx.execute(update(table).where(its).values(text=text)).rowcount)


def remove_note(tx: Connection, ticket_id: int, number: int) -> bool:
    """False where there is none."""
    table = schema.ticket_notes
    its = (table.c.id == number) & (table.c.ticket_id == ticket_id)
    return bool(tx.execute(delete(table).where(its)).rowcount)


def notes_of(tx: Connection, ticket_id: int) -> list[Note]:
    """In order of time."""
    table = schema.ticket_notes
    columns = [column for column in table.c if column.name != "ticket_id"]
    query = select(*columns).where(table.c.ticket_id == ticket_id).order_by(table.c.id)
    return [Note(**row._mapping) for row in tx.execute(query)]


def history_of(tx: Connection, ticket_id: int) -> list[Event]:
    """In order of time."""
    table = schema.events.c
    query = (
        select(table.id, table.at, table.actor, table.action, table.detail)
        .where(table.subject == f"ticket:{ticket_id}")
        .order_by(table.id)
    )
    return [Event(**row._mapping) for row in tx.execute(query)]


def record(tx: Connection, by: str, action: str, ticket: Ticket, **said: Any) -> None:
    """Write down who did what with a ticket; of a private one nothing but that."""
    events.record(tx, by, action, f"ticket:{ticket.id}", {} if ticket.private else said)


def checked_text(text: str, what: str) -> str:
    """A text that was typed, without the space around it. Raises InvalidInput."""
    said = text.strip()
    if not said:
        raise InvalidInput(f"The {what} is empty.", "文章を入力してください。")
    if len(said) > _LONGEST_TEXT:
        raise InvalidInput(
            f"The {what} is longer than {_LONGEST_TEXT:,} characters.",
            f"長すぎます。{_LONGEST_TEXT:,}文字以内にしてください。",
        )
    return said
