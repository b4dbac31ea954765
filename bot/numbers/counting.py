"""Counts what happened in the last weeks, by week and topic; nothing of it said in confidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Engine, or_, select

from bot import schema
from bot.business_days import BusinessHours, Calendar
from bot.numbers.asked import keep_up
from bot.numbers.courses import LONGEST_OPEN, courses
from bot.numbers.questions import sums
from bot.numbers.tally import Tallies, Tally
from bot.numbers.weeks import Weeks, week_of
from bot.numbers.working_time import WorkingTime
from knowledge import schema as kb
from knowledge.database import now

#: What tells people of a change of a manual.
_TOLD = ("published", "corrected", "taken_back")

_ByWeek = Callable[[date, str], Tally]


class Numbers:
    """The numbers of the last weeks. What is counted, and when:

    A question counts in the week in which it was asked. ``again``: the same person asked the same
    later (see reasking). ``wrong``: the asker said so, or a later publication corrected the answer.
    ``zero``: answered, and neither of both, nor handed to a person afterwards. A ticket counts in
    the week in which it was opened, replied to, closed or due; ``late`` of those due are those
    without a reply by then.
    """

    def __init__(self, database: Engine, calendar: Calendar, hours: BusinessHours) -> None:
        self._database = database
        self._calendar = calendar
        self._hours = hours

    def of(self, weeks: Weeks, topics: Mapping[int, str]) -> Tallies:
        """``topics`` of the manuals by id; a manual that is not named has none."""
        found: dict[tuple[date, str], Tally] = defaultdict(Tally)
        known = set(topics.values())

        def tally(monday: date, topic: str) -> Tally:
            return found[monday, topic if topic in known else ""]

        keep_up(self._database)
        with self._database.connect() as tx:
            _count_questions(tx, weeks, topics, tally)
            self._count_tickets(tx, weeks, tally)
            _count_changes(tx, weeks, topics, tally)
            _take_times(tx, weeks, tally)
        wanted = set(weeks.mondays)
        return Tallies({key: t for key, t in found.items() if key[0] in wanted}, weeks.mondays)

    def _count_tickets(self, tx: Connection, weeks: Weeks, tally: _ByWeek) -> None:
        today, first = now(), weeks.start.date() - LONGEST_OPEN
        working = WorkingTime(first, today.astimezone().date(), self._calendar, self._hours)
        for course in courses(tx, weeks):
            topic, opened = course.topic, course.opened
            if monday := weeks.at(opened):
                tally(monday, topic).counts["opened"] += 1
            if monday := weeks.at(course.replied):
                week = tally(monday, topic)
                week.counts["answered"] += course.answered is not None
                week.first_reply.append(working.hours(opened, cast(float, course.replied)))
            if monday := weeks.at(course.closed):
                week = tally(monday, topic)
                week.counts["closed"] += 1
                week.resolution.append(working.hours(opened, cast(float, course.closed)))
            if course.due <= today.timestamp() and (monday := weeks.at(course.due)):
                counts = tally(monday, topic).counts
                counts["due"] += 1
                counts["late"] += course.is_late


def _count_questions(
    tx: Connection, weeks: Weeks, topics: Mapping[int, str], tally: _ByWeek
) -> None:
    for one in sums(tx, weeks):
        topic = topics.get(one.manual, "") if one.manual is not None else ""
        counts = tally(one.week, topic).counts
        counts["asked"] += one.count
        counts[one.kind] += one.count
        counts["again"] += one.count * one.again
        counts["wrong"] += one.count * one.wrong
        counts["zero"] += one.count * one.was_all


def _count_changes(tx: Connection, weeks: Weeks, topics: Mapping[int, str], tally: _ByWeek) -> None:
    """Publications, and the different people who were told of them."""
    proposal, told, manual = schema.proposals.c, schema.notifications.c, kb.revisions.c
    published = (
        select(proposal.manual_id, manual.published_at)
        .join_from(schema.proposals, kb.revisions, manual.id == proposal.revision_id)
        .where(manual.published_at >= weeks.start)
    )
    for row in tx.execute(published):
        tally(week_of(row.published_at), topics.get(row.manual_id, "")).counts["published"] += 1
    people = (
        select(told.recipient, told.created_at, proposal.manual_id)
        .join_from(schema.notifications, schema.tickets, isouter=True, onclause=_of_ticket())
        .outerjoin(schema.proposals, proposal.id == told.proposal_id)
        .where(told.created_at >= weeks.start, told.kind.in_(_TOLD))
        .where(or_(schema.tickets.c.private.is_(None), ~schema.tickets.c.private))
    )
    different = {
        (week_of(row.created_at), topics.get(row.manual_id, ""), row.recipient)
        for row in tx.execute(people)
    }
    for week, topic, _ in different:
        tally(week, topic).counts["told"] += 1


def _of_ticket() -> Any:
    return schema.tickets.c.id == schema.notifications.c.ticket_id


def _take_times(tx: Connection, weeks: Weeks, tally: _ByWeek) -> None:
    """How long answers took, where traces are kept; of all topics together."""
    span = schema.spans.c
    query = select(span.started_at, span.ms).where(
        span.name == "zeroji.ask", span.started_at >= weeks.start
    )
    for row in tx.execute(query):
        tally(week_of(row.started_at), "").own_ms.append(row.ms)
