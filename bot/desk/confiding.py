"""Private tickets: what somebody tells in confidence, and who there is to read it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot import schema
from bot.desk import joining
from bot.desk.members import who_may
from bot.desk.ticket import WAITING, standalone_of
from knowledge.errors import Conflict, NotFound


def counselors(tx: Connection, besides: str = "") -> list[str]:
    """Display names of the active users who read private tickets, without the asker."""
    return [who.display_name for who in who_may(tx, "read_private") if who.name != besides]


def require_counselor(tx: Connection, asker: str) -> None:
    """Raises Conflict where nobody would read what the asker confides."""
    if not counselors(tx, besides=asker):
        raise Conflict(
            "Nobody is named to read private tickets. Please turn to the confidential contact.",
            "非公開の相談を受ける担当者がまだ決まっていません。案内されている相談先へ直接ご連絡"
            "ください。",
        )


def check_attended(tx: Connection) -> None:
    """Raises Conflict where private tickets wait and nobody is left to read them."""
    table = schema.tickets.c
    waiting = select(table.id).where(table.private, table.status.in_(WAITING)).limit(1)
    if tx.execute(waiting).first() is not None and not counselors(tx):
        raise Conflict(
            "Private tickets wait for a counselor: name another one first.",
            "返事を待っている非公開の相談があります。先に、ほかの人を相談担当にしてください。",
        )


def goes_on(tx: Connection, conversation: str, asker: str) -> bool:
    """Whether a conversation is one with a counselor: what it leads to is private as well."""
    asked, ticket = schema.ticket_askers.c, schema.tickets.c
    query = (
        select(ticket.id)
        .join(schema.ticket_askers, asked.ticket_id == ticket.id)
        .where(asked.conversation == conversation, ticket.private)
        .limit(1)
    )
    return tx.execute(query).first() is not None and bool(counselors(tx, besides=asker))


def own_exchange(tx: Connection, exchange_id: int, asker: str) -> Row[Any]:
    """A question of the asker's. Raises NotFound for anybody else's."""
    table = schema.exchanges
    row = tx.execute(select(table).where(table.c.id == exchange_id)).one_or_none()
    if row is None or row.asker != asker:
        raise NotFound("There is no such question of yours.", "ご自身の質問ではありません。")
    return row


def ticket_of_exchange(tx: Connection, exchange_id: int) -> int | None:
    table = schema.ticket_askers.c
    query = select(table.ticket_id).where(table.exchange_id == exchange_id)
    return tx.execute(query).scalar_one_or_none()


def add_asker(tx: Connection, ticket_id: int, exchange: Row[Any]) -> None:
    tx.execute(
        insert(schema.ticket_askers).values(
            ticket_id=ticket_id,
            exchange_id=exchange.id,
            asker=exchange.asker,
            conversation=exchange.conversation,
            question=exchange.question,
            joined="first",
        )
    )


def take_aside(tx: Connection, ticket_id: int, exchange_id: int) -> int | None:
    """Make the ticket of a question private; None where others asked it too or it was dealt with.

    From a ticket of several the question is only taken away: the others go on waiting.
    """
    asked, table = schema.ticket_askers, schema.tickets
    ticket = tx.execute(select(table).where(table.c.id == ticket_id)).one()
    askers = select(func.count()).where(asked.c.ticket_id == ticket_id)
    if tx.execute(askers).scalar_one() > 1 or ticket.status not in WAITING:
        gone = delete(asked).where(asked.c.exchange_id == exchange_id).returning(asked.c.joined)
        if tx.execute(gone).scalar_one() == "first":
            _leave_to_the_others(tx, ticket_id)
        return None
    joining.forget(tx, ticket_id)
    values = {
        "private": True,
        "reason": "sensitive",
        "topic": "",
        "nearest": [],
        "status": "open",
        "owner": None,
        "claimed_at": None,
    }
    tx.execute(update(table).where(table.c.id == ticket_id).values(values))
    return ticket_id


def _leave_to_the_others(tx: Connection, ticket_id: int) -> None:
    """Put the ticket in the words of the one who asked first of those who are left."""
    asked, table = schema.ticket_askers, schema.tickets
    query = select(asked).where(asked.c.ticket_id == ticket_id).order_by(asked.c.exchange_id)
    left = tx.execute(query.limit(1)).first()
    if left is None:
        return
    question = standalone_of(tx, left.exchange_id, left.question)
    tx.execute(update(table).where(table.c.id == ticket_id).values(question=question))
    first = update(asked).where(asked.c.exchange_id == left.exchange_id)
    tx.execute(first.values(joined="first", similarity=None))
    joining.forget(tx, ticket_id)
    joining.remember(tx, ticket_id, question)
