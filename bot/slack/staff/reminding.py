"""What members are told in the console reaches them in Slack, too: once, in reminder hours.

A message names the last notice that it tells of. What came later is told by the next one, so that
what gathers over a weekend is one message on Monday.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Literal, cast, get_args

from sqlalchemy import Connection, Engine, Row, func, select

from bot import choices, schema
from bot.desk.ticket import WAITING
from bot.jobs import Job
from bot.outcomes import Language
from bot.slack.messages.blocks import Message
from bot.slack.messages.reminder import Due, reminder
from bot.slack.messages.staff_notices import Subject, notices
from bot.slack.places import PREFIX, Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.posting.refusals import Unreachable
from bot.slack.staff.links import Links
from bot.slack.staff.members import Members
from bot.slack.staff.opening_hours import ReminderHours
from knowledge.database import now

_log = logging.getLogger(__name__)

REMIND = "slack.remind"

_Waits = Literal["due_soon", "overdue", "handed_over"]
#: What waited longer is seen in the console.
_LOOK_BACK = timedelta(days=7)
#: Of what is written at the same time by several, the later number may come first.
_SETTLED = timedelta(seconds=2)


class Reminding:
    def __init__(
        self,
        database: Engine,
        outbox: Outbox,
        members: Members,
        links: Links,
        hours: ReminderHours,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._members = members
        self._links = links
        self._hours = hours
        self._clock = clock
        #: Members, their last notices and the day of which it is known whether they were told.
        self._looked_up: set[tuple[str, int, date]] = set()
        self._untold: set[tuple[str, int, date]] = set()

    def waiting(self) -> list[Job]:
        """A job for each member who has not been told all; none outside of the hours."""
        at = self._clock()
        if not self._hours.are_at(at):
            return []
        today = at.astimezone().date()
        with self._database.connect() as tx:
            latest = {(name, last, today) for name, last in _latest(tx, at)}
            # What was looked up once today is as it was: a job is done once.
            self._untold &= latest
            for name, last, _ in latest - self._looked_up:
                if _told_to(tx, name) < last:
                    self._untold.add((name, last, today))
        self._looked_up = latest
        return [_job(*one) for one in sorted(self._untold)]

    def remind(self, subject: str, again: bool) -> None:
        """Tell a member what they have not been told up to a notice. Raises JobFailed."""
        name, _, last = subject.rpartition(" ")
        user, at = self._members.slack_user(name), self._clock()
        if user is None or not self._hours.are_at(at):
            return
        language = self._members.language(user)
        with self._database.connect() as tx:
            rows = [row for row in _rows(tx, name, int(last), at) if _still_matters(row)]
        messages = list(self._messages(rows, at, language))
        if not messages:
            return
        about = About(kind="reminder", user=user)
        try:
            place = Place(channel=self._outbox.dm(user), thread="", user=user)
            self._outbox.post(place, _name(name, int(last)), messages, again=again, about=about)
        except Unreachable as refusal:
            _log.warning("A member is not reminded in Slack: %s", refusal.reason)

    def _messages(
        self, rows: Sequence[Row[Any]], at: datetime, language: Language
    ) -> Iterator[Message]:
        for kind, group in groupby(sorted(rows, key=_by_kind), key=lambda row: str(row.kind)):
            told = list(group)
            if kind in get_args(_Waits):
                yield from self._waiting_tickets(cast(_Waits, kind), told, at, language)
            else:
                yield from notices(kind, [self._subject(row) for row in told], language)

    def _waiting_tickets(
        self, kind: _Waits, rows: Sequence[Row[Any]], at: datetime, language: Language
    ) -> list[Message]:
        said = choices.in_tickets(self._database, {row.ticket_id for row in rows})
        tickets = {
            row.ticket_id: Due(
                ticket=row.ticket_id,
                question="" if row.private else said.get(row.question, row.question),
                due_at=row.due_at,
                url=self._links.ticket(row.ticket_id),
            )
            for row in rows
        }
        return reminder(kind, list(tickets.values()), at, language)

    def _subject(self, row: Row[Any]) -> Subject:
        if row.proposal_id is not None:
            url = self._links.proposal(row.proposal_id)
            return Subject(number=row.proposal_id, is_proposal=True, url=url)
        url = self._links.ticket(row.ticket_id) if row.ticket_id else self._links.notices()
        return Subject(number=row.ticket_id or 0, is_proposal=False, url=url)


def _latest(tx: Connection, at: datetime) -> list[tuple[str, int]]:
    """Members with the number of their last notice that they have not read."""
    table = schema.staff_notices.c
    query = (
        select(table.recipient, func.max(table.id).label("last"))
        .where(table.read_at.is_(None))
        .where(table.created_at > at - _LOOK_BACK, table.created_at <= at - _SETTLED)
        .group_by(table.recipient)
    )
    return [(row.recipient, row.last) for row in tx.execute(query)]


def _told_to(tx: Connection, name: str) -> int:
    """The last notice that a member was told of; 0 for none."""
    table = schema.slack_messages.c
    prefix = f"notices:{name}:"
    query = select(table.name).where(table.name.startswith(prefix, autoescape=True))
    told = (posted.removeprefix(prefix).partition("#")[0] for posted in tx.scalars(query))
    return max((int(number) for number in told if number.isdecimal()), default=0)


def _rows(tx: Connection, name: str, last: int, at: datetime) -> Sequence[Row[Any]]:
    """Notices that a member has neither been told of nor read, with their tickets."""
    notice, ticket = schema.staff_notices.c, schema.tickets.c
    query = (
        select(notice.id, notice.kind, notice.ticket_id, notice.proposal_id, notice.recipient)
        .add_columns(ticket.question, ticket.private, ticket.due_at, ticket.status, ticket.owner)
        .outerjoin(schema.tickets, ticket.id == notice.ticket_id)
        .where(notice.recipient == name, notice.read_at.is_(None))
        .where(notice.id > _told_to(tx, name), notice.id <= last)
        .where(notice.created_at > at - _LOOK_BACK)
        .order_by(notice.id)
    )
    return tx.execute(query).all()


def _still_matters(row: Row[Any]) -> bool:
    """Whether what a notice asks for is still to be done, and by this member."""
    if row.kind == "handed_over":
        return row.status in WAITING and row.owner == row.recipient
    return row.kind not in get_args(_Waits) or row.status in WAITING


def _by_kind(row: Row[Any]) -> tuple[int, str]:
    """What is most urgent first."""
    urgent = ("overdue", "due_soon", "handed_over")
    return urgent.index(row.kind) if row.kind in urgent else len(urgent), str(row.kind)


def lane_of(subject: str) -> str:
    """Of what a member is told: ``sato 12``."""
    return f"{PREFIX}notices:{subject.rpartition(' ')[0]}"


def _name(member: str, last: int) -> str:
    return f"notices:{member}:{last}"


def _job(member: str, last: int, day: date) -> Job:
    """Another one on another day: what was too late for the hours of one is told on the next."""
    key = f"{_name(member, last)}:{day}"
    subject = f"{member} {last}"
    return Job(kind=REMIND, key=key, subject=subject, lane=lane_of(subject))
