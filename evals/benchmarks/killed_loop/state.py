"""What the database of a home says while a server may be using it.

Each reading opens the database anew: nothing of it may be open when the server is forked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from bot import schema
from bot.desk.proposal import SELECT, Proposal, proposal_from
from bot.desk.ticket import Ticket, askers_of, ticket_from
from knowledge.database import connect, sqlite_url


@dataclass(frozen=True, kw_only=True)
class State:
    """Where the loop is."""

    tickets: list[Ticket]
    proposals: list[Proposal]

    def tickets_in(self, *statuses: str) -> list[Ticket]:
        return [ticket for ticket in self.tickets if ticket.status in statuses]

    def proposals_in(self, *statuses: str) -> list[Proposal]:
        return [proposal for proposal in self.proposals if proposal.status in statuses]


@contextmanager
def database_of(home: Path) -> Iterator[Engine]:
    database = connect(os.environ.get("DATABASE_URL") or sqlite_url(home / "zeroji.sqlite3"))
    try:
        yield database
    finally:
        database.dispose()


def state_of(home: Path) -> State:
    with database_of(home) as database, database.connect() as tx:
        return State(tickets=_tickets(tx), proposals=_proposals(tx))


def _tickets(tx: Connection) -> list[Ticket]:
    rows = tx.execute(select(schema.tickets).order_by(schema.tickets.c.id)).all()
    askers = askers_of(tx, [row.id for row in rows])
    return [ticket_from(row, askers.get(row.id, ())) for row in rows]


def _proposals(tx: Connection) -> list[Proposal]:
    rows = tx.execute(SELECT.order_by(schema.proposals.c.id))
    return [proposal_from(row) for row in rows]
