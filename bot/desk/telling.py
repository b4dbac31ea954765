"""Tells whoever is concerned by a change of a manual: who asked, and who was answered otherwise.

Each is told once, in the conversation in which they asked, and only what they may read. The rows
are written in the transaction that publishes the change or takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot import schema
from bot.desk import corrections, events
from bot.desk.corrections import Told
from bot.desk.notifications import Kind
from bot.desk.proposal import Proposal
from knowledge.database import now
from knowledge.model import EVERYONE, Manual
from knowledge.store import insert_missing


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A question, and the conversation in which it was asked."""

    asker: str
    conversation: str
    question: str
    exchange: int | None = None


def tell_published(tx: Connection, proposal: Proposal, manual: Manual) -> None:
    """Tell each conversation in which the ticket's question was asked."""
    said = Told(proposal.manual, proposal.heading_path[-1], proposal.before, proposal.after)
    whose = {manual.audience}
    rows = [
        _row(
            proposal,
            "published",
            asked,
            corrections.published(asked.question, said if _may_read(tx, asked, whose) else None),
        )
        for asked in _asked_in_ticket(tx, proposal.ticket_id)
    ]
    _tell(tx, rows)


def tell_corrected(tx: Connection, proposal: Proposal, manual: Manual) -> None:
    """Tell those whose earlier answer the change made wrong, but for those withheld.

    Who asked the ticket's question is told that it is published, and not this besides.
    """
    told_already = asked_in_ticket(tx, proposal.ticket_id) | set(proposal.withheld)
    changed = {entry["exchange"]: entry for entry in proposal.impact}
    wanted = [number for number in changed if number not in told_already]
    rows = []
    for asked in _asked(tx, wanted):
        entry = changed[asked.exchange or 0]
        said = Told(
            proposal.manual, proposal.heading_path[-1], entry["text_before"], entry["text_after"]
        )
        whose = {manual.audience, *entry.get("audiences", ())}
        known = said if _may_read(tx, asked, whose) else None
        rows.append(
            _row(proposal, "corrected", asked, corrections.corrected(asked.question, known))
        )
    _tell(tx, rows)


def tell_taken_back(
    tx: Connection, proposal: Proposal, manual: Manual, because: str, *, follows: bool
) -> None:
    """Tell everybody again who was told of the change, and why it was taken back.

    ``follows``: the ticket is open again, so that staff will reply to its askers.
    """
    table = schema.notifications
    query = select(table).where(
        table.c.proposal_id == proposal.id, table.c.kind.in_(("published", "corrected"))
    )
    in_ticket = {a.conversation: a for a in _asked_in_ticket(tx, proposal.ticket_id)}
    parted = {a.conversation: a for a in _split_off(tx, proposal.ticket_id)}
    rows = []
    for told in tx.execute(query.order_by(table.c.id)).all():
        asked = in_ticket.get(told.conversation) or parted.get(told.conversation)
        if told.kind == "corrected":
            asked = next(iter(_asked(tx, [told.exchange_id])), None)
        if asked is None:
            continue  # taken aside into confidence meanwhile, where its counselor sees to it
        said = Told(proposal.manual, proposal.heading_path[-1], proposal.after, proposal.before)
        known = said if _may_read(tx, asked, {manual.audience}) else None
        waits = follows and told.kind == "published" and told.conversation in in_ticket
        text = corrections.taken_back(asked.question, known, because, follows=waits)
        rows.append(_row(proposal, "taken_back", asked, text))
    _tell(tx, rows)


def asked_in_ticket(tx: Connection, ticket_id: int | None) -> frozenset[int]:
    """The exchanges in which a ticket's question was asked."""
    table = schema.ticket_askers.c
    query = select(table.exchange_id).where(table.ticket_id == ticket_id)
    return frozenset(tx.execute(query).scalars())


def _tell(tx: Connection, rows: list[dict[str, Any]]) -> None:
    insert_missing(tx, schema.notifications, rows)
    for row in rows:
        detail = {"recipient": row["recipient"], "kind": row["kind"]}
        events.record(tx, "zeroji", "asker.told", f"proposal:{row['proposal_id']}", detail)


def _row(proposal: Proposal, kind: Kind, asked: _Asked, text: str) -> dict[str, Any]:
    where = asked.conversation if asked.exchange is None else f"exchange:{asked.exchange}"
    return {
        "key": f"proposal:{proposal.id}:{kind}:{where}",
        "recipient": asked.asker,
        "conversation": asked.conversation,
        "ticket_id": proposal.ticket_id if asked.exchange is None else None,
        "proposal_id": proposal.id,
        "exchange_id": asked.exchange,
        "kind": kind,
        "text": text,
        "created_at": now(),
    }


def _asked_in_ticket(tx: Connection, ticket_id: int | None) -> list[_Asked]:
    """Once per conversation."""
    table = schema.ticket_askers.c
    query = select(table.asker, table.conversation, table.question).where(
        table.ticket_id == ticket_id
    )
    rows = tx.execute(query.order_by(table.exchange_id))
    return list({row.conversation: _Asked(**row._mapping) for row in rows}.values())


def _split_off(tx: Connection, ticket_id: int | None) -> list[_Asked]:
    """Whose question was made a ticket of its own; not those who went into confidence with it."""
    log, ticket = schema.events.c, schema.tickets.c
    query = select(log.detail).where(
        log.subject == f"ticket:{ticket_id}", log.action == "ticket.split"
    )
    numbers = [detail["ticket"] for detail in tx.scalars(query.order_by(log.id))]
    shared = set(tx.scalars(select(ticket.id).where(ticket.id.in_(numbers), ~ticket.private)))
    return [
        asked
        for number in numbers
        if number in shared
        for asked in [*_asked_in_ticket(tx, number), *_split_off(tx, number)]
    ]


def _asked(tx: Connection, exchanges: Iterable[int]) -> list[_Asked]:
    table = schema.exchanges.c
    query = select(
        table.asker, table.conversation, table.question, table.id.label("exchange")
    ).where(table.id.in_(list(exchanges)))
    return [_Asked(**row._mapping) for row in tx.execute(query.order_by(table.id))]


def _may_read(tx: Connection, asked: _Asked, audiences: Collection[str]) -> bool:
    """Whether they may read today what is for all of these; guests read what is for everybody."""
    needed = set(audiences) - {EVERYONE}
    if not needed:
        return True
    table = schema.users.c
    query = select(table.audiences).where(table.name == asked.asker, table.active)
    return needed <= set(tx.execute(query).scalar_one_or_none() or ())
