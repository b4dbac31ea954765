"""When tickets were opened, due, replied to and closed; nothing of what is in confidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import Column, ColumnElement, Connection, Float, extract, func, or_, select
from sqlalchemy import cast as as_type

from bot import schema
from bot.numbers.weeks import Weeks

#: A ticket is looked at if it was opened so long before the first week at most.
LONGEST_OPEN = timedelta(days=180)


class Course(NamedTuple):
    """Moments of a ticket, in seconds since 1970; None where it has not come to that."""

    topic: str
    opened: float
    due: float
    answered: float | None
    closed: float | None
    #: Without a reply when it was due, as far as it is due.
    is_late: bool

    @property
    def replied(self) -> float | None:
        """A ticket that was dismissed was replied to when it was closed: its askers were told."""
        return self.closed if self.answered is None else self.answered


def courses(tx: Connection, weeks: Weeks) -> Iterable[Course]:
    """Those of which something happened in the weeks."""
    ticket, start = schema.tickets.c, weeks.start
    moments = (ticket.opened_at, ticket.due_at, ticket.answered_at, ticket.closed_at)
    replied = func.coalesce(ticket.answered_at, ticket.closed_at)
    is_late = or_(replied.is_(None), replied > ticket.due_at)
    query = (
        select(ticket.topic, *map(_seconds, moments), is_late)
        .where(ticket.opened_at >= start - LONGEST_OPEN)
        .where(~ticket.private, ticket.reason != "sensitive")
        .where(or_(*(moment >= start for moment in moments)))
    )
    return (Course(*row) for row in cast(Iterable[Any], tx.execute(query)))


def _seconds(moment: Column[Any]) -> ColumnElement[float]:
    """Told by the database: reading a moment of each of many tickets takes longer."""
    return as_type(extract("epoch", moment), Float)
