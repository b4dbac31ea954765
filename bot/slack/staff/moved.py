"""Which tickets have moved, whoever moved them: their cards are looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, func, select

from bot import schema
from bot.desk.ticket import WAITING
from bot.jobs import Job
from bot.slack.places import PREFIX
from knowledge.database import now

CARD = "slack.card"

#: So many cards are worked on at a time: one channel takes them one after the other, and more that
#: wait would only be sent away to come back later.
LANES = 4

#: A look goes back so far, so that what failed to be made a job is one the next time.
_OVERLAP = timedelta(minutes=1)
#: The first look of a process: what moved while there was none, also over the longest holidays.
_LOOK_BACK = timedelta(days=30)


def lane_of(subject: str) -> str:
    """Of the card of a ticket."""
    return f"{PREFIX}card:{int(subject) % LANES}"


class Moved:
    """Finds jobs by the log of what happened; what a look costs does not grow with the queue."""

    def __init__(self, database: Engine, channel: str) -> None:
        """``channel`` is where the cards are; in another one all are new."""
        self._database = database
        self._channel = channel
        self._begun = now()
        self._since = self._begun - _LOOK_BACK
        self._is_first = True

    def waiting(self) -> list[Job]:
        """A job for each ticket and each thing that happened to it. Call it again and again."""
        begun = now()
        with self._database.connect() as tx:
            found = dict.fromkeys(self._found(tx, begun))
        self._since, self._is_first = begun - _OVERLAP, False
        return [self._job(ticket, what) for ticket, what in found]

    def _job(self, ticket: int, what: str) -> Job:
        key = f"card:{self._channel}:{ticket}:{what}"
        return Job(kind=CARD, key=key, subject=str(ticket), lane=lane_of(str(ticket)))

    def _found(self, tx: Connection, at: datetime) -> Iterator[tuple[int, str]]:
        """Tickets with what tells one happening from another."""
        yield from _fallen_due(tx, self._since, at)
        yield from _gone_on(tx, self._since)
        logged = _logged(tx, self._since)
        if self._is_first:
            waiting = _waiting(tx)
            # Whatever was missed: a job that finds nothing to change asks nothing of Slack.
            yield from ((ticket, f"waits {self._begun.isoformat()}") for ticket in waiting)
            shown = {*waiting, *_with_cards(tx)}
            logged = ((ticket, what) for ticket, what in logged if ticket in shown)
        yield from logged


def _logged(tx: Connection, since: datetime) -> Iterator[tuple[int, str]]:
    """What the log says, of each ticket the last."""
    log = schema.events.c
    # Told apart here: by the subject, the database would read the whole log.
    rows = tx.execute(select(log.id, log.subject, log.action).where(log.at > since)).all()
    last = {row.subject: row.id for row in sorted(rows, key=lambda row: row.id)}
    of_tickets = {_number(name): n for name, n in last.items() if name.startswith("ticket:")}
    of_proposals = {_number(name): n for name, n in last.items() if name.startswith("proposal:")}
    yield from ((ticket, str(number)) for ticket, number in of_tickets.items())
    for proposal, ticket in _tickets_of(tx, of_proposals):
        yield ticket, f"proposal {of_proposals[proposal]}"
    # Who confides takes the question along: the ticket that loses it is not named in the log.
    confided = max((row.id for row in rows if row.action == "ticket.confided"), default=None)
    if confided is not None:
        yield from ((ticket, f"after {confided}") for ticket in _waiting(tx))


def _waiting(tx: Connection) -> list[int]:
    table = schema.tickets.c
    return list(tx.execute(select(table.id).where(table.status.in_(WAITING))).scalars())


def _fallen_due(tx: Connection, since: datetime, at: datetime) -> Iterator[tuple[int, str]]:
    table = schema.tickets.c
    query = select(table.id, table.due_at).where(
        table.status.in_(WAITING), table.due_at > since, table.due_at <= at
    )
    for row in tx.execute(query):
        yield row.id, f"due {row.due_at.isoformat()}"


def _gone_on(tx: Connection, since: datetime) -> Iterator[tuple[int, str]]:
    """Tickets whose askers wrote more in their threads while they wait."""
    asked, said, ticket = schema.ticket_askers.c, schema.exchanges.c, schema.tickets.c
    query = (
        select(ticket.id, func.max(said.id).label("last"))
        .select_from(schema.exchanges)
        .join(schema.ticket_askers, asked.conversation == said.conversation)
        .join(schema.tickets, ticket.id == asked.ticket_id)
        .where(said.asked_at > since, said.conversation.startswith(PREFIX, autoescape=True))
        .where(ticket.status.in_(WAITING), said.id > asked.exchange_id)
        .group_by(ticket.id)
    )
    for row in tx.execute(query):
        yield row.id, f"said {row.last}"


def _with_cards(tx: Connection) -> list[int]:
    table = schema.slack_messages.c
    return list(tx.execute(select(table.ticket_id).where(table.kind == "card")).scalars())


def _tickets_of(tx: Connection, proposals: Iterable[int]) -> list[tuple[int, int]]:
    table = schema.proposals.c
    query = select(table.id, table.ticket_id).where(
        table.id.in_(list(proposals)), table.ticket_id.is_not(None)
    )
    return [(row.id, row.ticket_id) for row in tx.execute(query)]


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])
