"""What a gate is asked to find out, as plain JSON: see evals.gating.request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, Text, cast, or_, select

from bot import schema
from bot.accounts import Accounts
from bot.profiles import UNKNOWN, stored
from knowledge.database import now
from knowledge.errors import NotFound
from knowledge.model import EVERYONE

#: Wordings of a ticket that are asked.
_MOST_WORDINGS = 20


def about_askers(accounts: Accounts, asker: str) -> dict[str, Any]:
    """Whom an asker's questions are answered for now."""
    try:
        user = accounts.user(asker)
    except NotFound:
        user = None
    if user is None or not user.active:
        return {"audiences": [EVERYONE], "profile": stored(UNKNOWN)}
    return {"audiences": sorted(user.audiences), "profile": stored(user.profile)}


def questions(tx: Connection, accounts: Accounts, ticket_id: int | None) -> list[dict[str, Any]]:
    """The ticket's question in each asker's own words, what was asked first at the top.

    Nothing of a private ticket, and nothing that was asked in confidence.
    """
    ticket = _ticket(tx, ticket_id)
    if ticket is None or ticket.private or ticket.reason == "sensitive":
        return []
    rows = _askers(tx, ticket.id)
    first = rows[0].asker if rows else ""
    said = [(ticket.question, "asked", first)]
    said += [(row.question, "joined", row.asker) for row in rows]
    once = {" ".join(text.split()): (text, kind, asker) for text, kind, asker in reversed(said)}
    return [
        {"text": text, "kind": kind} | about_askers(accounts, asker)
        for text, kind, asker in [*reversed(once.values())][:_MOST_WORDINGS]
    ]


def exchanges(
    tx: Connection, accounts: Accounts, manual_ids: Sequence[int], days: int
) -> list[dict[str, Any]]:
    """Answers of the last days that cite one of the manuals, the newest first.

    Of equal questions of one asker the latest. Conversations with a counselor are left out.
    """
    table = schema.exchanges.c
    standalone = table.outcome["standalone"].as_string().label("standalone")
    columns = (table.id, table.asker, table.question, table.asked_at, table.chunk_ids, standalone)
    # The ids of chunks begin with their manual's.
    cites = [cast(table.chunk_ids, Text).like(f'%"{manual_id}-%') for manual_id in manual_ids]
    query = (
        select(*columns)
        .where(table.kind == "answer", table.asked_at >= now() - timedelta(days=days))
        .where(or_(*cites), table.conversation.not_in(_confidential()))
        .order_by(table.id.desc())
    )
    latest: dict[tuple[str, str], Any] = {}
    for row in tx.execute(query):
        latest.setdefault((row.asker, row.standalone or row.question), row)
    about = {asker: about_askers(accounts, asker) for asker, _ in latest}
    return [_exchange(row) | about[row.asker] for row in latest.values()]


def _exchange(row: Any) -> dict[str, Any]:
    return {
        "exchange": row.id,
        "asker": row.asker,
        "asked_at": row.asked_at.isoformat(),
        "question": row.question,
        "standalone": row.standalone or row.question,
        "chunk_ids": list(row.chunk_ids),
    }


def _ticket(tx: Connection, ticket_id: int | None) -> Row[Any] | None:
    table = schema.tickets
    return tx.execute(select(table).where(table.c.id == ticket_id)).one_or_none()


def _askers(tx: Connection, ticket_id: int) -> list[Any]:
    asked, exchange = schema.ticket_askers.c, schema.exchanges.c
    query = (
        select(asked.asker, asked.question, exchange.outcome)
        .join(schema.exchanges, exchange.id == asked.exchange_id)
        .where(asked.ticket_id == ticket_id)
        .order_by(asked.exchange_id)
    )
    return [row for row in tx.execute(query) if row.outcome.get("reason") != "sensitive"]


def _confidential() -> Any:
    """Conversations that led to a counselor."""
    asked, ticket = schema.ticket_askers.c, schema.tickets.c
    return (
        select(asked.conversation)
        .join(schema.tickets, ticket.id == asked.ticket_id)
        .where(ticket.private)
    )
