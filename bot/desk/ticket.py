"""The noun: a ticket as it is kept, and the places of the manuals that are kept with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from bot import schema
from knowledge import schema as kb
from knowledge.database import now
from knowledge.errors import NotFound
from knowledge.model import Passage

#: Statuses in which somebody still has to reply.
WAITING = ("open", "claimed")
STATUSES = ("open", "claimed", "answered", "proposed", "published", "dismissed")
#: Passages kept with a ticket.
NEAREST = 5


@dataclass(frozen=True, kw_only=True)
class TicketAsker:
    asker: str
    conversation: str
    exchange_id: int
    #: In the asker's own words.
    question: str
    #: first, same (in the same words) or similar (which staff may undo).
    joined: str
    #: To the ticket's question, from 0 to 1; None for the first.
    similarity: float | None


@dataclass(frozen=True, kw_only=True)
class Ticket:
    id: int
    question: str
    status: str
    reason: str
    #: Only for the members who handle confidential matters.
    private: bool
    topic: str
    #: Who claimed it.
    owner: str | None
    askers: tuple[TicketAsker, ...]
    #: What was nearest when it was asked: manual, manual_id, section, page, text, path, chunk_id.
    nearest: tuple[dict[str, Any], ...]
    reply: str | None
    #: What the reply rests on, in the same shape.
    citations: tuple[dict[str, Any], ...]
    dismissed_because: str | None
    opened_at: datetime
    due_at: datetime
    claimed_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None

    @property
    def overdue(self) -> bool:
        return self.status in WAITING and self.due_at < now()


def ticket_of(tx: Connection, ticket_id: int, *, private: bool = False) -> Ticket:
    """A ticket; one that is private only where it is said. Raises NotFound."""
    row = _row(tx, select(schema.tickets), ticket_id, private)
    return ticket_from(row, askers_of(tx, [ticket_id]).get(ticket_id, ()))


def question_of(tx: Connection, ticket_id: int, *, private: bool = False) -> str:
    """What a ticket asks; like :func:`ticket_of`, where nothing else of it is needed."""
    columns = select(schema.tickets.c.question, schema.tickets.c.private)
    return str(_row(tx, columns, ticket_id, private).question)


def _row(tx: Connection, columns: Select[Any], ticket_id: int, private: bool) -> Row[Any]:
    row = tx.execute(columns.where(schema.tickets.c.id == ticket_id)).one_or_none()
    if row is None or (row.private and not private):
        raise NotFound(
            f"There is no ticket {ticket_id}. `zeroji queue list` shows them.",
            f"受付番号 {ticket_id} はありません。一覧から選んでください。",
        )
    return row


def askers_of(tx: Connection, ticket_ids: Collection[int]) -> dict[int, tuple[TicketAsker, ...]]:
    table = schema.ticket_askers
    found: dict[int, tuple[TicketAsker, ...]] = {}
    query = select(table).where(table.c.ticket_id.in_(ticket_ids)).order_by(table.c.exchange_id)
    for row in tx.execute(query):
        asker = TicketAsker(
            asker=row.asker,
            conversation=row.conversation,
            exchange_id=row.exchange_id,
            question=row.question,
            joined=row.joined,
            similarity=row.similarity,
        )
        found[row.ticket_id] = (*found.get(row.ticket_id, ()), asker)
    return found


def standalone_of(tx: Connection, exchange_id: int, asked: str) -> str:
    """What an asker's words at a ticket ask for by themselves, with what they continue.

    Where a ticket is for some of the questions of a message, they stand alone already.
    """
    table = schema.exchanges.c
    row = tx.execute(select(table.question, table.outcome).where(table.id == exchange_id)).one()
    return (row.outcome.get("standalone") or asked) if row.question == asked else asked


def ticket_from(row: Row[Any], askers: tuple[TicketAsker, ...]) -> Ticket:
    values = dict(row._mapping) | {
        "nearest": tuple(row.nearest),
        "citations": tuple(row.citations),
        "askers": askers,
    }
    return Ticket(**values)


def place_of(passage: Passage) -> dict[str, Any]:
    return {
        "manual": passage.manual.title,
        "manual_id": passage.manual.id,
        "section": passage.chunk.heading,
        "page": passage.page,
        "text": passage.chunk.text,
        "path": passage.revision.path,
        "chunk_id": passage.chunk.id,
    }


def passed_by(tx: Connection, chunk_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The places of an answer that did not help, as far as they still exist."""
    chunk, section, manual = kb.chunks.c, kb.sections.c, kb.manuals.c
    query = (
        select(chunk.id, chunk.text, chunk.manual_id, section.heading_path, manual.title)
        .add_columns(manual.path)
        .join(
            kb.sections,
            (section.hash == chunk.section_hash) & (section.manual_id == chunk.manual_id),
        )
        .join(kb.manuals, manual.id == chunk.manual_id)
        .where(chunk.id.in_(chunk_ids))
    )
    found = {row.id: row for row in tx.execute(query)}
    return [
        {
            "manual": row.title,
            "manual_id": row.manual_id,
            "section": " > ".join(row.heading_path),
            "page": None,
            "text": row.text,
            "path": row.path,
            "chunk_id": row.id,
        }
        for row in (found[chunk_id] for chunk_id in chunk_ids if chunk_id in found)
    ][:NEAREST]
