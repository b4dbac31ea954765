"""Sums of what was asked, by week, manual and what became of it; nothing said in confidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, or_, select

from bot import schema
from bot.gaps.gathering import in_confidence
from bot.numbers.asked import SENSITIVE
from bot.numbers.weeks import Weeks, beginning, week_of

_counted = schema.counted_questions.c


@dataclass(frozen=True, slots=True)
class Sum:
    """So many questions of the same week, manual and course."""

    week: date
    #: None for none.
    manual: int | None
    kind: str
    #: Less than none where questions are taken out of another sum.
    count: int
    #: Their askers asked the same again later.
    again: bool
    #: Their askers said so, or a later publication corrected the answer.
    wrong: bool = False
    #: They were handed to a person.
    handed_on: bool = False

    @property
    def was_all(self) -> bool:
        """Answered, and nobody had to do anything afterwards."""
        return self.kind == "answer" and not (self.again or self.wrong or self.handed_on)


def sums(tx: Connection, weeks: Weeks) -> Iterator[Sum]:
    """Sums that make up all questions of the weeks."""
    for week in weeks.mondays:
        yield from _of_week(tx, week)
    yield from _corrected(tx, weeks)


def _of_week(tx: Connection, week: date) -> Iterator[Sum]:
    """As if nothing had happened after the answers; told from an index alone."""
    kinds = (_counted.kind, _counted.manual_id, _counted.again)
    begins, ends = beginning(week), beginning(week + timedelta(weeks=1))
    query = select(*kinds, func.count()).group_by(*kinds)
    query = query.where(_counted.asked_at >= begins, _counted.asked_at < ends)
    for kind, manual, again, count in tx.execute(query.where(_counted.kind != SENSITIVE)):
        yield Sum(week, manual, kind, count, again)


def _corrected(tx: Connection, weeks: Weeks) -> Iterator[Sum]:
    """Takes out the questions with which something happened, and puts them back as they are."""
    exchange = schema.exchanges.c
    of_talks = select(exchange.id).where(exchange.conversation.in_(in_confidence()))
    confided = set(tx.scalars(of_talks))
    wrong = _wrong(tx, weeks)
    handed_on = select(schema.ticket_askers.c.exchange_id)
    moved = or_(
        (_counted.kind == "answer") & _counted.exchange_id.in_(handed_on),
        _counted.exchange_id.in_(of_talks),
        _counted.exchange_id.in_(wrong),
    )
    query = select(schema.counted_questions, _counted.exchange_id.in_(handed_on).label("on"))
    query = query.where(_counted.asked_at >= weeks.start, _counted.kind != SENSITIVE, moved)
    for row in tx.execute(query):
        of = (week_of(row.asked_at), row.manual_id, row.kind)
        yield Sum(*of, -1, row.again)
        if row.exchange_id not in confided:
            yield Sum(*of, 1, row.again, row.exchange_id in wrong, row.on)


def _wrong(tx: Connection, weeks: Weeks) -> set[int]:
    """Answers that their askers said to be wrong, or that a publication corrected later."""
    event, told = schema.events.c, schema.notifications.c
    said = tx.scalars(
        select(event.subject).where(event.at >= weeks.start, event.action == "answer.wrong")
    )
    corrected = select(told.exchange_id).where(
        told.kind == "corrected", told.exchange_id.is_not(None)
    )
    return {int(subject.rpartition(":")[2]) for subject in said} | set(tx.scalars(corrected))
