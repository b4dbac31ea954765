"""Counts what happened in the last weeks, by week and topic; nothing of it said in confidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, or_, select

from bot import schema
from bot.business_days import BusinessHours, Calendar
from bot.gaps.gathering import in_confidence
from bot.numbers.asked import AskedSoFar
from bot.numbers.courses import Courses
from bot.numbers.tally import Tallies, Tally
from bot.numbers.weeks import Weeks, week_of
from knowledge import schema as kb
from knowledge.database import now

#: What tells people of a change of a manual.
_TOLD = ("published", "corrected", "taken_back")
#: A ticket is looked at if it was opened so long before the first week at most.
_LONGEST_OPEN = timedelta(days=180)

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
        self._asked = AskedSoFar()
        self._courses: Courses | None = None

    def of(self, weeks: Weeks, topics: Mapping[int, str]) -> Tallies:
        """``topics`` of the manuals by id; a manual that is not named has none."""
        found: dict[tuple[date, str], Tally] = defaultdict(Tally)
        known = set(topics.values())

        def tally(monday: date, topic: str) -> Tally:
            return found[monday, topic if topic in known else ""]

        with self._database.connect() as tx:
            self._count_questions(tx, weeks, topics, tally)
            self._count_tickets(tx, weeks, tally)
            _count_changes(tx, weeks, topics, tally)
            _take_times(tx, weeks, tally)
        wanted = set(weeks.mondays)
        return Tallies({key: t for key, t in found.items() if key[0] in wanted}, weeks.mondays)

    def _count_questions(
        self, tx: Connection, weeks: Weeks, topics: Mapping[int, str], tally: _ByWeek
    ) -> None:
        asked, again = self._asked.read(tx, weeks.start)
        confided: set[str] = set(tx.scalars(in_confidence()))
        wrong = _wrong(tx, weeks.start)
        handed_on = set(tx.scalars(select(schema.ticket_askers.c.exchange_id)))
        went_on = again | wrong | handed_on
        first = weeks.mondays[-1]
        for one in asked:
            if one.week < first or one.conversation in confided:
                continue
            topic = topics.get(one.manual, "") if one.manual is not None else ""
            counts = tally(one.week, topic).counts
            counts["asked"] += 1
            counts[one.kind] += 1
            counts["again"] += one.id in again
            counts["wrong"] += one.id in wrong
            if one.kind == "answer":
                counts["zero"] += one.id not in went_on

    def _count_tickets(self, tx: Connection, weeks: Weeks, tally: _ByWeek) -> None:
        today = now()
        works = self._courses_on(today.astimezone().date(), weeks.start.date())
        for row in _tickets(tx, weeks.start):
            course = works.of(row.opened_at, row.due_at, row.answered_at, row.closed_at)
            tally(course.opened, row.topic).counts["opened"] += 1
            if course.replied:
                week = tally(course.replied, row.topic)
                week.counts["answered"] += row.answered_at is not None
                week.first_reply.append(course.first_reply)
            if course.closed:
                week = tally(course.closed, row.topic)
                week.counts["closed"] += 1
                week.resolution.append(course.resolution)
            if row.due_at <= today:
                counts = tally(course.due, row.topic).counts
                counts["due"] += 1
                counts["late"] += course.is_late

    def _courses_on(self, today: date, start: date) -> Courses:
        """Kept for a day: what was worked out of a ticket once holds until it moves on."""
        if self._courses is None or self._courses.today != today:
            self._courses = Courses(start - _LONGEST_OPEN, today, self._calendar, self._hours)
        return self._courses


def _tickets(tx: Connection, start: datetime) -> Sequence[Any]:
    """Rows of when each ticket was opened, due, answered and closed, and of its topic."""
    ticket = schema.tickets.c
    query = select(
        ticket.opened_at, ticket.due_at, ticket.answered_at, ticket.closed_at, ticket.topic
    ).where(
        ~ticket.private, ticket.reason != "sensitive", ticket.opened_at >= start - _LONGEST_OPEN
    )
    return tx.execute(query).all()


def _wrong(tx: Connection, start: datetime) -> set[int]:
    """Answers that their askers said to be wrong, or that a publication corrected later."""
    event, told = schema.events.c, schema.notifications.c
    said = tx.scalars(
        select(event.subject).where(event.at >= start, event.action == "answer.wrong")
    )
    corrected = select(told.exchange_id).where(
        told.kind == "corrected", told.exchange_id.is_not(None)
    )
    return {int(subject.rpartition(":")[2]) for subject in said} | set(tx.scalars(corrected))


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
