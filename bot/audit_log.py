"""Reading the log: who did what and when, without what is in confidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, or_, select, true

from bot import schema

#: Columns of an export, as :func:`cells` fills them.
COLUMNS = ("number", "at", "actor", "action", "subject", "detail", "hash")

_AT_ONCE = 500
_LOG = schema.events.c


@dataclass(frozen=True, kw_only=True)
class Event:
    number: int
    at: datetime
    actor: str
    action: str
    #: ``ticket:12``, ``user:sato``, ``/console/members`` …
    subject: str
    detail: dict[str, Any]
    hash: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events; what is empty does not narrow. Days are of the server's time zone."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    #: The last day.
    until: date | None = None


class AuditLog:
    """Without events of private tickets and of sensitive questions, unless ``in_confidence``."""

    def __init__(self, database: Engine, *, in_confidence: bool = False) -> None:
        self._database = database
        self._in_confidence = in_confidence

    def newest(self, wanted: Wanted, *, before: int | None = None) -> Iterator[Event]:
        """From the newest to the oldest, read in portions as far as the caller goes."""
        reached = true() if before is None else _LOG.id < before
        while portion := self._portion(wanted, _LOG.id.desc(), reached):
            yield from self._shown(portion)
            reached = _LOG.id < portion[-1].number

    def oldest(self, wanted: Wanted, *, after: int = 0) -> Iterator[Event]:
        """From the oldest to the newest, read in portions as far as the caller goes."""
        number = after
        while portion := self._portion(wanted, _LOG.id.asc(), _LOG.id > number):
            yield from self._shown(portion)
            number = portion[-1].number

    def actions(self) -> list[str]:
        with self._database.connect() as tx:
            return sorted(tx.execute(select(_LOG.action).distinct()).scalars())

    def _portion(self, wanted: Wanted, order: Any, reached: Any) -> list[Event]:
        query = _narrowed(select(schema.events), wanted).where(reached)
        with self._database.connect() as tx:
            rows = tx.execute(query.order_by(order).limit(_AT_ONCE)).all()
        return [
            Event(
                number=row.id,
                at=row.at,
                actor=row.actor,
                action=row.action,
                subject=row.subject,
                detail=row.detail,
                hash=row.hash,
            )
            for row in rows
        ]

    def _shown(self, portion: list[Event]) -> list[Event]:
        if self._in_confidence:
            return portion
        with self._database.connect() as tx:
            hidden = _in_confidence(tx, {event.subject for event in portion})
        return [event for event in portion if event.subject not in hidden]


def cells(event: Event) -> list[object]:
    """An event as a row of :data:`COLUMNS`."""
    said = "; ".join(f"{name}: {value}" for name, value in sorted(event.detail.items()))
    at = event.at.astimezone().isoformat(timespec="milliseconds")
    return [event.number, at, event.actor, event.action, event.subject, said, event.hash]


def _narrowed(query: Select[Any], wanted: Wanted) -> Select[Any]:
    for column, value in (
        (_LOG.actor, wanted.actor),
        (_LOG.action, wanted.action),
        (_LOG.subject, wanted.subject),
    ):
        if value:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(_LOG.at >= _midnight(wanted.since))
    if wanted.until is not None and wanted.until < date.max:
        query = query.where(_LOG.at < _midnight(wanted.until + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _in_confidence(tx: Connection, subjects: Collection[str]) -> set[str]:
    """Those of the subjects that only counselors may know of."""
    tickets, exchanges = schema.tickets.c, schema.exchanges.c
    askers, proposals = schema.ticket_askers.c, schema.proposals.c
    private = select(tickets.id).where(tickets.private)
    queries = {
        "ticket": private.where(tickets.id.in_(_numbers(subjects, "ticket"))),
        "exchange": select(exchanges.id).where(
            exchanges.id.in_(_numbers(subjects, "exchange")),
            or_(
                exchanges.outcome["reason"].as_string() == "sensitive",
                exchanges.id.in_(select(askers.exchange_id).where(askers.ticket_id.in_(private))),
            ),
        ),
        "proposal": select(proposals.id).where(
            proposals.id.in_(_numbers(subjects, "proposal")), proposals.ticket_id.in_(private)
        ),
    }
    return {
        f"{kind}:{number}"
        for kind, query in queries.items()
        for number in tx.execute(query).scalars()
    }


def _numbers(subjects: Iterable[str], kind: str) -> list[int]:
    parts = (subject.partition(":") for subject in subjects)
    return [int(number) for name, _, number in parts if name == kind and number.isdecimal()]
