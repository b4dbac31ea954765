"""Tickets: questions that wait for a person, from open to answered and closed.

open → claimed → answered → proposed → published; or dismissed, and reopened from there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from bot import schema
from bot.business_days import Calendar
from bot.desk import confiding, events
from bot.desk.deadlines import due
from bot.desk.notifications import notify_askers
from bot.desk.ticket import (
    NEAREST,
    STATUSES,
    WAITING,
    Ticket,
    askers_of,
    passed_by,
    place_of,
    ticket_from,
    ticket_of,
)
from bot.outcomes import EscalationReason, Question
from knowledge import japanese
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput
from knowledge.model import Passage

_LONGEST_REPLY = 10_000


class Desk:
    """Opens tickets and moves them on. Each move is one transaction that names who made it."""

    def __init__(
        self, database: Engine, ticket_days: int, calendar: Calendar, *, private: bool = False
    ) -> None:
        """``private`` shows private tickets too; without it, it is as if there were none."""
        self._database = database
        self._ticket_days = ticket_days
        self._calendar = calendar
        self._private = private

    def in_confidence(self) -> Desk:
        """The desk as counselors see it."""
        return Desk(self._database, self._ticket_days, self._calendar, private=True)

    def open(
        self,
        tx: Connection,
        exchange: int,
        question: Question,
        standalone: str,
        reason: EscalationReason,
        nearest: Sequence[Passage],
    ) -> tuple[int, date]:
        """Open a ticket, or join the open one that asks the same; its id and due date."""
        places = [place_of(passage) for passage in nearest[:NEAREST]]
        topic = nearest[0].manual.topic if nearest else ""
        return self._open(tx, exchange, question, standalone, reason, places, topic)

    def _open(
        self,
        tx: Connection,
        exchange: int,
        question: Question,
        standalone: str,
        reason: EscalationReason,
        nearest: Sequence[dict[str, Any]],
        topic: str = "",
    ) -> tuple[int, date]:
        conversation = tx.execute(
            select(schema.exchanges.c.conversation).where(schema.exchanges.c.id == exchange)
        ).scalar_one()
        private = confiding.goes_on(tx, conversation, question.asker)
        ticket_id = None if private else _same_question(tx, standalone)
        joins = ticket_id is not None
        if ticket_id is None:
            ticket_id = self._insert(tx, standalone, reason, nearest, topic, private=private)
            events.record(tx, question.asker, "ticket.opened", f"ticket:{ticket_id}")
        tx.execute(
            insert(schema.ticket_askers).values(
                ticket_id=ticket_id,
                exchange_id=exchange,
                asker=question.asker,
                conversation=conversation,
                question=question.text,
                joined="same" if joins else "first",
                similarity=1.0 if joins else None,
            )
        )
        due_at = tx.execute(
            select(schema.tickets.c.due_at).where(schema.tickets.c.id == ticket_id)
        ).scalar_one()
        return ticket_id, due_at.astimezone().date()

    def ask_a_person(self, exchange_id: int, asker: str) -> Ticket:
        """Open a ticket for a question that was answered, because the asker wants a person.

        Raises InvalidInput for one in confidence, which only :meth:`confide` hands on.
        """
        with writing(self._database) as tx:
            row = confiding.own_exchange(tx, exchange_id, asker)
            if row.outcome.get("reason") == "sensitive":
                raise InvalidInput(
                    "This was asked in confidence: open a private ticket for it.",
                    "この内容は、相談担当者への非公開の相談としてだけ送れます。",
                )
            known = confiding.ticket_of_exchange(tx, exchange_id)
            if known is None:
                question = Question(text=row.question, asker=asker, conversation=row.conversation)
                standalone = row.outcome.get("standalone", row.question)
                nearest = passed_by(tx, row.chunk_ids)
                known, _ = self._open(
                    tx, exchange_id, question, standalone, "asked_for_a_person", nearest
                )
            return ticket_of(tx, known, private=True)

    def confide(self, exchange_id: int, asker: str) -> Ticket:
        """Open a private ticket for a question, or make private the one that it has.

        Raises NotFound for somebody else's question, Conflict where nobody would read it.
        """
        with writing(self._database) as tx:
            row = confiding.own_exchange(tx, exchange_id, asker)
            confiding.require_counselor(tx, asker)
            known = confiding.ticket_of_exchange(tx, exchange_id)
            if known is None or not ticket_of(tx, known, private=True).private:
                known = self._confided(tx, row, known)
            return ticket_of(tx, known, private=True)

    def counselors(self, besides: str) -> list[str]:
        """Names of those who would read a private ticket of this asker."""
        with self._database.connect() as tx:
            return confiding.counselors(tx, besides)

    def require_counselor(self, asker: str) -> None:
        """Raises Conflict where nobody would read a private ticket of this asker."""
        with self._database.connect() as tx:
            confiding.require_counselor(tx, asker)

    def asked_in(self, conversation: str) -> dict[int, Ticket]:
        """The tickets of a conversation by exchange; its asker's own, so private ones too."""
        asked = schema.ticket_askers.c
        query = select(asked.exchange_id, asked.ticket_id).where(asked.conversation == conversation)
        with self._database.connect() as tx:
            numbers = {row.exchange_id: row.ticket_id for row in tx.execute(query)}
            found = {n: ticket_of(tx, n, private=True) for n in set(numbers.values())}
        return {exchange: found[number] for exchange, number in numbers.items()}

    def tickets(
        self,
        status: str | None = None,
        *,
        owner: str | None = None,
        overdue: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Ticket]:
        """Tickets, those due first at the top; ``status`` may be one, or ``waiting``.

        ``owner`` is a user's name, or empty for tickets that nobody has claimed.
        """
        table = schema.tickets.c
        query = select(schema.tickets).order_by(table.due_at, table.id).limit(limit).offset(offset)
        if not self._private:
            query = query.where(~table.private)
        if status == "waiting":
            query = query.where(table.status.in_(WAITING))
        elif status is not None:
            if status not in STATUSES:
                raise InvalidInput(f"No ticket has the status {status!r}: {', '.join(STATUSES)}.")
            query = query.where(table.status == status)
        if owner is not None:
            query = query.where(table.owner == owner if owner else table.owner.is_(None))
        if overdue:
            query = query.where(table.status.in_(WAITING), table.due_at < now())
        with self._database.connect() as tx:
            rows = tx.execute(query).all()
            askers = askers_of(tx, [row.id for row in rows])
        return [ticket_from(row, askers.get(row.id, ())) for row in rows]

    def count(self) -> dict[str, int]:
        table = schema.tickets.c
        query = select(table.status, func.count()).group_by(table.status)
        if not self._private:
            query = query.where(~table.private)
        with self._database.connect() as tx:
            found = tx.execute(query)
            return dict.fromkeys(STATUSES, 0) | {row[0]: int(row[1]) for row in found}

    def ticket(self, ticket_id: int) -> Ticket:
        with self._database.connect() as tx:
            return self._ticket(tx, ticket_id)

    def claim(self, ticket_id: int, by: str) -> Ticket:
        """Take a ticket. Raises Conflict when somebody else has it."""
        with writing(self._database) as tx:
            ticket = self._ticket(tx, ticket_id)
            if ticket.owner not in (None, by):
                raise _taken(ticket)
            _expect(ticket, WAITING)
            _set(tx, ticket_id, status="claimed", owner=by, claimed_at=now())
            events.record(tx, by, "ticket.claimed", f"ticket:{ticket_id}")
        return self.ticket(ticket_id)

    def release(self, ticket_id: int, by: str) -> Ticket:
        """Put a claimed ticket back into the queue."""
        with writing(self._database) as tx:
            _expect(self._ticket(tx, ticket_id), ("claimed",))
            _set(tx, ticket_id, status="open", owner=None, claimed_at=None)
            events.record(tx, by, "ticket.released", f"ticket:{ticket_id}")
        return self.ticket(ticket_id)

    def reply(self, ticket_id: int, by: str, text: str) -> Ticket:
        """Reply to everyone who asked. Raises Conflict when somebody else has the ticket."""
        said = _checked_text(text, "reply")
        with writing(self._database) as tx:
            ticket = self._ticket(tx, ticket_id)
            _expect(ticket, WAITING)
            if ticket.owner not in (None, by):
                raise _taken(ticket)
            _set(tx, ticket_id, status="answered", owner=by, reply=said, answered_at=now())
            notify_askers(tx, ticket_id, "reply", said)
            _record(tx, by, "ticket.answered", ticket, reply=said)
        return self.ticket(ticket_id)

    def dismiss(self, ticket_id: int, by: str, because: str) -> Ticket:
        """Close a ticket without a change of the manuals; whoever waits is told why."""
        reason = _checked_text(because, "reason")
        with writing(self._database) as tx:
            ticket = self._ticket(tx, ticket_id)
            _expect(ticket, (*WAITING, "answered"))
            _set(tx, ticket_id, status="dismissed", dismissed_because=reason, closed_at=now())
            if ticket.status in WAITING:
                notify_askers(tx, ticket_id, "dismissed", reason)
            _record(tx, by, "ticket.dismissed", ticket, because=reason)
        return self.ticket(ticket_id)

    def reopen(self, ticket_id: int, by: str) -> Ticket:
        with writing(self._database) as tx:
            _expect(self._ticket(tx, ticket_id), ("answered", "dismissed", "published"))
            _set(
                tx,
                ticket_id,
                status="open",
                owner=None,
                claimed_at=None,
                closed_at=None,
                due_at=due(now(), self._ticket_days, self._calendar),
            )
            events.record(tx, by, "ticket.reopened", f"ticket:{ticket_id}")
        return self.ticket(ticket_id)

    def _confided(self, tx: Connection, exchange: Row[Any], known: int | None) -> int:
        """The private ticket of a question that has none, or one that others may read."""
        ticket_id = None if known is None else confiding.take_aside(tx, known, exchange.id)
        if ticket_id is None:
            ticket_id = self._insert(tx, exchange.question, "sensitive", [], "", private=True)
            confiding.add_asker(tx, ticket_id, exchange)
        events.record(tx, exchange.asker, "ticket.confided", f"ticket:{ticket_id}")
        return ticket_id

    def _insert(
        self,
        tx: Connection,
        question: str,
        reason: EscalationReason,
        nearest: Sequence[dict[str, Any]],
        topic: str,
        *,
        private: bool,
    ) -> int:
        opened = now()
        values = {
            "question": question,
            "status": "open",
            "reason": reason,
            "private": private,
            "topic": topic,
            "nearest": list(nearest),
            "citations": [],
            "opened_at": opened,
            "due_at": due(opened, self._ticket_days, self._calendar),
        }
        made = insert(schema.tickets).values(values).returning(schema.tickets.c.id)
        return int(tx.execute(made).scalar_one())

    def _ticket(self, tx: Connection, ticket_id: int) -> Ticket:
        return ticket_of(tx, ticket_id, private=self._private)


def set_status(tx: Connection, ticket_id: int, status: str) -> None:
    """Move a ticket on as its proposal moves on."""
    closed_at = now() if status == "published" else None
    _set(tx, ticket_id, status=status, closed_at=closed_at)


def _same_question(tx: Connection, question: str) -> int | None:
    """An open ticket that asks the same in the same words."""
    table = schema.tickets.c
    asked = _said(question)
    query = select(table.id, table.question).where(table.status.in_(WAITING), ~table.private)
    waiting = tx.execute(query)
    return next((row.id for row in waiting if _said(row.question) == asked), None)


@lru_cache(maxsize=4096)
def _said(question: str) -> str:
    """The words of a question; all of it where it has none, such as 「それはどうですか」."""
    return " ".join(japanese.words(question)) or japanese.normalize(question)


def _record(tx: Connection, by: str, action: str, ticket: Ticket, **said: str) -> None:
    """Who did what with a ticket, and what they said unless it is private."""
    events.record(tx, by, action, f"ticket:{ticket.id}", {} if ticket.private else said)


def _set(tx: Connection, ticket_id: int, **values: Any) -> None:
    tx.execute(update(schema.tickets).where(schema.tickets.c.id == ticket_id).values(**values))


def _expect(ticket: Ticket, statuses: Collection[str]) -> None:
    if ticket.status not in statuses:
        raise Conflict(
            f"Ticket {ticket.id} is {ticket.status}; it cannot be changed that way.",
            f"受付番号 {ticket.id} の状況が変わったため、この操作はできません。"
            "画面を再読み込みして確かめてください。",
        )


def _taken(ticket: Ticket) -> Conflict:
    return Conflict(
        f"{ticket.owner} has taken ticket {ticket.id} already.",
        f"受付番号 {ticket.id} は {ticket.owner} さんが担当しています。",
    )


def _checked_text(text: str, what: str) -> str:
    said = text.strip()
    if not said:
        raise InvalidInput(f"The {what} is empty.", "文章を入力してください。")
    if len(said) > _LONGEST_REPLY:
        raise InvalidInput(
            f"The {what} is longer than {_LONGEST_REPLY:,} characters.",
            f"長すぎます。{_LONGEST_REPLY:,}文字以内にしてください。",
        )
    return said
