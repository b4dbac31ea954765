"""What was asked and not answered, as the database has it; nothing that was said in confidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from bot import choices, schema
from bot.gaps.gap import AskedTicket, Seen, Unanswered

#: Weight of a passage that was near when nothing is known of how near.
_NEAR = 0.05
_STATES = ("open", "claimed", "answered", "proposed", "published")


def in_confidence() -> Select[tuple[str]]:
    """Conversations with a private ticket: nothing of them is counted anywhere."""
    asked, ticket = schema.ticket_askers.c, schema.tickets.c
    return (
        select(asked.conversation)
        .join_from(schema.ticket_askers, schema.tickets, ticket.id == asked.ticket_id)
        .where(ticket.private)
    )


def unanswered(
    tx: Connection, since: datetime, manuals_by_path: Mapping[str, int]
) -> list[Unanswered]:
    """Questions since a moment that were handed over or complained of, or asked back and not
    settled by the next answer, in the order in which they were asked."""
    table = schema.exchanges
    tickets = _tickets(tx)
    of_exchange = _tickets_by_exchange(tx)
    complained = _complained(tx, since)
    settled = _settled(tx, since)
    wanted = or_(
        table.c.kind.in_(("escalation", "clarification")),
        table.c.id.in_(complained),
        table.c.id.in_(select(schema.ticket_askers.c.exchange_id)),
    )
    query = (
        select(table)
        .where(table.c.asked_at >= since, wanted, table.c.conversation.not_in(in_confidence()))
        .order_by(table.c.id)
    )
    said = choices.since(tx, since)
    found = []
    for row in tx.execute(query):
        ticket = tickets.get(of_exchange.get(row.id, 0))
        is_gap = ticket is not None or row.id in complained or row.id not in settled
        if is_gap and _may_be_counted(row, of_exchange, ticket):
            one = _unanswered(row, ticket, row.id in complained, manuals_by_path)
            question, text = said.get(one.question, one.question), said.get(one.text, one.text)
            found.append(replace(one, question=question, text=text))
    return found


def _may_be_counted(
    row: Row[Any], of_exchange: Mapping[int, int], ticket: AskedTicket | None
) -> bool:
    """Not what was told in confidence, and not what staff said needs no answer (dismissed)."""
    if row.outcome.get("reason") == "sensitive" or (ticket and ticket.reason == "sensitive"):
        return False
    return ticket is not None or row.id not in of_exchange


def _unanswered(
    row: Row[Any], ticket: AskedTicket | None, complained: bool, manuals: Mapping[str, int]
) -> Unanswered:
    complained = complained or (ticket is not None and ticket.reason == "complained")
    retrieved = row.examined.get("retrieved", ())
    seen = [
        Seen(manual_id=manuals[one["path"]], section=one["section"], confidence=one["confidence"])
        for one in retrieved
        if one["path"] in manuals
    ]
    seen += [
        Seen(manual_id=cited["manual_id"], section=cited["section"], confidence=1.0)
        for cited in row.outcome.get("citations", ())
    ]
    near = max((one["confidence"] for one in retrieved), default=row.confidence)
    return Unanswered(
        exchange=row.id,
        asker=row.asker,
        at=row.asked_at,
        question=row.question,
        text=ticket.question if ticket else row.outcome.get("standalone") or row.question,
        confidence=min(max(near, 0.0), 1.0),
        complained=complained,
        seen=tuple(seen),
        ticket=ticket,
    )


def near_tickets(tx: Connection, ids: Collection[int]) -> dict[int, tuple[Seen, ...]]:
    """The passages that were nearest when tickets were opened, for questions of which it is not
    kept what was looked at."""
    table = schema.tickets.c
    query = select(table.id, table.nearest).where(table.id.in_(ids), ~table.private)
    return {
        row.id: tuple(
            Seen(manual_id=p["manual_id"], section=p["section"], confidence=_NEAR / (n + 1))
            for n, p in enumerate(row.nearest)
        )
        for row in tx.execute(query)
    }


def _tickets(tx: Connection) -> dict[int, AskedTicket]:
    """Tickets that count, by id: not private ones, and none that were dismissed."""
    ticket, proposal = schema.tickets.c, schema.proposals.c
    newest = (
        select(proposal.ticket_id, func.max(proposal.id).label("id"))
        .where(proposal.status.not_in(("rejected", "taken_back")))
        .group_by(proposal.ticket_id)
        .subquery()
    )
    query = (
        select(ticket.id, ticket.question, ticket.status, ticket.reason, ticket.closed_at)
        .add_columns(ticket.reply.is_not(None).label("has_reply"), newest.c.id.label("proposal"))
        .outerjoin_from(schema.tickets, newest, newest.c.ticket_id == ticket.id)
        .where(~ticket.private, ticket.status.in_(_STATES))
    )
    return {row.id: _ticket(row) for row in tx.execute(query)}


def _ticket(row: Row[Any]) -> AskedTicket:
    return AskedTicket(
        id=row.id,
        question=row.question,
        status=row.status,
        reason=row.reason,
        has_reply=bool(row.has_reply),
        published_at=row.closed_at if row.status == "published" else None,
        proposal=row.proposal,
    )


def _tickets_by_exchange(tx: Connection) -> dict[int, int]:
    asked = schema.ticket_askers.c
    return {
        row.exchange_id: row.ticket_id
        for row in tx.execute(select(asked.exchange_id, asked.ticket_id))
    }


def _complained(tx: Connection, since: datetime) -> set[int]:
    event = schema.events.c
    query = select(event.subject).where(event.at >= since, event.action == "answer.wrong")
    return {int(subject.rpartition(":")[2]) for subject in tx.scalars(query)}


def _settled(tx: Connection, since: datetime) -> set[int]:
    """Questions asked back whose next question in the conversation was answered."""
    table = schema.exchanges.c
    query = (
        select(table.id, table.conversation, table.kind)
        .where(table.asked_at >= since)
        .order_by(table.conversation, table.id)
    )
    return set(_answered_next(tx.execute(query)))


def _answered_next(rows: Any) -> Iterator[int]:
    before: Row[Any] | None = None
    for row in rows:
        same = before is not None and before.conversation == row.conversation
        if before is not None and same and (before.kind, row.kind) == ("clarification", "answer"):
            yield before.id
        before = row
