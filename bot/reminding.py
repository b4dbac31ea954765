"""Reminders of tickets that are due soon or overdue, as jobs of a server.

What is told is a row of ``staff_notices`` with a key of its own: however often a job is done, and
whichever process does it, each member is told once per ticket and due time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic
from typing import Literal

from sqlalchemy import Connection, Engine, select

from bot import schema
from bot.desk import notices
from bot.desk.deadlines import Deadlines
from bot.desk.members import who_may, with_roles
from bot.desk.ticket import WAITING, Ticket, askers_of, ticket_from
from bot.jobs import Job, Jobs
from knowledge.database import now, writing

REMIND = "remind"

What = Literal["due_soon", "overdue"]
#: Jobs are looked for every second; a reminder may come this much later.
_LOOK_EVERY = 20.0


class Reminders:
    def __init__(self, database: Engine, deadlines: Deadlines, hours: float) -> None:
        """``hours`` of business before a ticket is due, whoever has it is reminded; 0 for never."""
        self._database = database
        self._deadlines = deadlines
        self._before = timedelta(hours=hours)
        self._looked_at = -_LOOK_EVERY
        self._found: list[Job] = []

    def waiting(self) -> list[Job]:
        """A job for each ticket that somebody is to be reminded of, told already or not."""
        if monotonic() - self._looked_at >= _LOOK_EVERY:
            self._found = self.found(now())
            self._looked_at = monotonic()
        return self._found

    def found(self, at: datetime) -> list[Job]:
        """The jobs at a moment."""
        table = schema.tickets.c
        soon = self._deadlines.later(at, self._before) if self._before else at
        query = (
            select(table.id, table.due_at)
            .where(table.status.in_(WAITING), table.due_at <= soon)
            .order_by(table.due_at, table.id)
        )
        with self._database.connect() as tx:
            rows = tx.execute(query).all()
        return [
            _job("overdue" if row.due_at <= at else "due_soon", row.id, row.due_at) for row in rows
        ]

    def remind(self, subject: str, again: bool) -> None:
        """Tell those concerned, unless the ticket was dealt with or has another due time."""
        what, number, due = subject.split(" ")
        with writing(self._database) as tx:
            table = schema.tickets
            row = tx.execute(select(table).where(table.c.id == int(number))).one_or_none()
            if row is None or row.status not in WAITING or row.due_at.isoformat() != due:
                return
            ticket = ticket_from(row, askers_of(tx, [row.id]).get(row.id, ()))
            kind: What = "overdue" if what == "overdue" else "due_soon"
            for name in _concerned(tx, ticket, kind):
                notices.tell(tx, name, kind, f"ticket:{number}:{kind}:{due}", ticket.id)


def add_reminders(jobs: Jobs, reminders: Reminders) -> None:
    """Have jobs remind."""
    jobs.add(REMIND, reminders.remind, left=reminders.waiting)


def _job(what: What, number: int, due_at: datetime) -> Job:
    subject = f"{what} {number} {due_at.isoformat()}"
    return Job(kind=REMIND, key=f"{REMIND}:{subject}", subject=subject, lane=REMIND)


def _concerned(tx: Connection, ticket: Ticket, what: What) -> Iterable[str]:
    """Its owner, all who may reply where it has none; those who lead too once it is overdue.

    Nobody but counselors hears of a private ticket, and none of its own asker.
    """
    if ticket.private:
        askers = {asker.asker for asker in ticket.askers}
        counselors = [who.name for who in who_may(tx, "read_private") if who.name not in askers]
        is_theirs = what == "due_soon" and ticket.owner in counselors
        return [ticket.owner] if is_theirs and ticket.owner else counselors
    repliers = [who.name for who in who_may(tx, "reply")]
    told = [ticket.owner] if ticket.owner in repliers and ticket.owner else repliers
    if what == "overdue":
        told = [*told, *_leading(tx)]
    return dict.fromkeys(told)


def _leading(tx: Connection) -> list[str]:
    leads = with_roles(tx, ["lead"]) or with_roles(tx, ["admin"])
    return [who.name for who in leads]
