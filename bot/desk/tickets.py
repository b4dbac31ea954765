"""Tickets: questions that wait for a person, from open to answered and closed.

open → claimed → answered → proposed → published; or dismissed, and reopened from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from bot import schema
from bot.desk import confiding, moving, opening
from bot.desk.deadlines import Deadlines
from bot.desk.moving import set_status as set_status
from bot.desk.noting import (
    Event,
    Note,
    add_note,
    change_note,
    checked_text,
    history_of,
    is_last_note,
    notes_of,
    record,
    remove_note,
)
from bot.desk.similar import Similar, similar_tickets
from bot.desk.ticket import (
    NEAREST,
    STATUSES,
    WAITING,
    Ticket,
    askers_of,
    place_of,
    question_of,
    ticket_from,
    ticket_of,
)
from bot.outcomes import EscalationReason, Question
from knowledge.database import now, writing
from knowledge.errors import InvalidInput
from knowledge.model import Passage


class Desk:
    """Opens tickets and moves them on. Each move is one transaction that names who made it."""

    def __init__(self, database: Engine, deadlines: Deadlines, *, private: bool = False) -> None:
        """``private`` shows private tickets too; without it, it is as if there were none."""
        self._database = database
        self._private = private
        self.deadlines = deadlines

    def in_confidence(self) -> Desk:
        """The desk as counselors see it."""
        return Desk(self._database, self.deadlines, private=True)

    # What askers do

    def open(
        self,
        tx: Connection,
        exchange: int,
        question: Question,
        standalone: str,
        reason: EscalationReason,
        nearest: Sequence[Passage],
    ) -> tuple[int, date]:
        """Open a ticket, or join the open one that asks for the same; its id and due date."""
        asked = opening.Asked(
            exchange=exchange,
            question=question,
            standalone=standalone,
            reason=reason,
            nearest=[place_of(passage) for passage in nearest[:NEAREST]],
            topic=nearest[0].manual.topic if nearest else "",
        )
        ticket_id = opening.open_or_join(tx, asked, self.deadlines)
        due_at = ticket_of(tx, ticket_id, private=True).due_at
        return ticket_id, due_at.astimezone().date()

    def ask_a_person(
        self,
        exchange_id: int,
        asker: str,
        reason: EscalationReason = "asked_for_a_person",
    ) -> Ticket:
        """Open a ticket for a question that was answered: the asker wants a person, or complains.

        Raises InvalidInput for one in confidence, which only :meth:`confide` hands on.
        """
        with writing(self._database) as tx:
            known = opening.ask_a_person(tx, exchange_id, asker, reason, self.deadlines)
            return ticket_of(tx, known, private=True)

    def confide(self, exchange_id: int, asker: str) -> Ticket:
        """Open a private ticket for a question, or make private the one that it has.

        Raises NotFound for somebody else's question, Conflict where nobody would read it.
        """
        with writing(self._database) as tx:
            known = opening.confide(tx, exchange_id, asker, self.deadlines)
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

    # What staff see

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
                raise InvalidInput(
                    f"No ticket has the status {status!r}: {', '.join(STATUSES)}.",
                    f"「{status}」という状態の問い合わせはありません。一覧から選び直してください。",
                )
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
        """How many tickets have each status."""
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

    def similar(self, what: int | str, limit: int = 5) -> list[Similar]:
        """Earlier tickets with replies that are like a ticket or a text, best first.

        None of them is private, whoever looks: they are shown for replies to others.
        """
        with self._database.connect() as tx:
            if isinstance(what, str):
                return similar_tickets(tx, what, limit)
            return similar_tickets(tx, self._question(tx, what), limit, besides=what)

    def notes(self, ticket_id: int) -> list[Note]:
        """What staff told each other about a ticket, in order of time."""
        with self._database.connect() as tx:
            self._question(tx, ticket_id)  # there is one, and it may be seen
            return notes_of(tx, ticket_id)

    def history(self, ticket_id: int) -> list[Event]:
        """Who did what with a ticket, in order of time."""
        with self._database.connect() as tx:
            self._question(tx, ticket_id)
            return history_of(tx, ticket_id)

    # What staff do

    def claim(self, ticket_id: int, by: str) -> Ticket:
        """Take a ticket. Raises Conflict when somebody else has it."""
        with self._working_on(ticket_id) as (tx, ticket):
            moving.claim(tx, ticket, by)
        return self.ticket(ticket_id)

    def release(self, ticket_id: int, by: str) -> Ticket:
        """Put a claimed ticket back into the queue. Raises Conflict when it is somebody else's."""
        with self._working_on(ticket_id) as (tx, ticket):
            moving.release(tx, ticket, by)
        return self.ticket(ticket_id)

    def hand_over(self, ticket_id: int, by: str, to: str, note: str = "") -> Ticket:
        """Give a ticket to an active user who may reply; that user is told.

        Raises Conflict when it is somebody else's, unless ``by`` may assign, and InvalidInput for
        somebody who cannot reply to it.
        """
        with self._working_on(ticket_id) as (tx, ticket):
            moving.hand_over(tx, ticket, by, to, note)
        return self.ticket(ticket_id)

    def note(
        self,
        ticket_id: int,
        by: str,
        text: str,
        kept: Callable[[Connection, int], None] | None = None,
    ) -> list[Note]:
        """Keep a note with a ticket, whatever its status; all its notes.

        ``kept`` is called with the number of a new one, in the same transaction.
        """
        said = checked_text(text, "note")
        with self._working_on(ticket_id) as (tx, ticket):
            # Sent again because the confirmation of the first time was lost, it is one note.
            if not is_last_note(tx, ticket.id, by, said):
                number = add_note(tx, ticket.id, "note", by, said)
                record(tx, by, "ticket.noted", ticket)
                if kept is not None:
                    kept(tx, number)
        return self.notes(ticket_id)

    def change_note(self, ticket_id: int, number: int, by: str, text: str) -> None:
        """Have a note say something else, where there is such a note. Raises InvalidInput."""
        said = checked_text(text, "note")
        with self._working_on(ticket_id) as (tx, ticket):
            if change_note(tx, ticket.id, number, said):
                record(tx, by, "ticket.note_changed", ticket)

    def remove_note(self, ticket_id: int, number: int, by: str) -> None:
        """Take a note back, where there is such a note."""
        with self._working_on(ticket_id) as (tx, ticket):
            if remove_note(tx, ticket.id, number):
                record(tx, by, "ticket.note_removed", ticket)

    def reply(
        self,
        ticket_id: int,
        by: str,
        text: str,
        citations: Sequence[Mapping[str, Any]] = (),
    ) -> Ticket:
        """Reply to everyone who asked, with the places that the reply rests on.

        A place has the shape of :func:`bot.desk.ticket.place_of`. Raises Conflict when somebody
        else has the ticket.
        """
        with self._working_on(ticket_id) as (tx, ticket):
            moving.reply(tx, ticket, by, text, citations)
        return self.ticket(ticket_id)

    def split(self, ticket_id: int, exchange_id: int, by: str) -> Ticket:
        """A ticket of its own for somebody whose question is another one after all.

        Raises NotFound where the ticket has no such question, InvalidInput for its first.
        """
        with self._working_on(ticket_id) as (tx, ticket):
            number = opening.split(tx, ticket, exchange_id, by, self.deadlines)
        return self.ticket(number)

    def dismiss(self, ticket_id: int, by: str, because: str) -> Ticket:
        """Close a ticket without a change of the manuals; whoever waits is told why."""
        with self._working_on(ticket_id) as (tx, ticket):
            moving.dismiss(tx, ticket, by, because)
        return self.ticket(ticket_id)

    def reopen(self, ticket_id: int, by: str) -> Ticket:
        with self._working_on(ticket_id) as (tx, ticket):
            moving.reopen(tx, ticket, by, self.deadlines.due(now()))
        return self.ticket(ticket_id)

    @contextmanager
    def _working_on(self, ticket_id: int) -> Iterator[tuple[Connection, Ticket]]:
        """A transaction and the ticket, which nobody else moves meanwhile. Raises NotFound."""
        with writing(self._database) as tx:
            yield tx, moving.locked(tx, ticket_id, private=self._private)

    def _question(self, tx: Connection, ticket_id: int) -> str:
        return question_of(tx, ticket_id, private=self._private)

    def _ticket(self, tx: Connection, ticket_id: int) -> Ticket:
        return ticket_of(tx, ticket_id, private=self._private)
