"""Looks in the database whether every ticket was replied to and every asker told, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Engine, Row, select

from bot import schema
from knowledge.database import now

#: Statuses in which a ticket's askers have a reply.
_REPLIED = ("answered", "proposed", "published")


@dataclass(frozen=True, kw_only=True)
class Lost:
    """What went missing or happened twice; all empty when nothing did."""

    #: Exchanges that were handed over and have no ticket.
    without_ticket: tuple[int, ...]
    #: Tickets that are past their due time without a reply.
    without_reply: tuple[int, ...]
    #: ``ticket:asker:kind`` of askers who were not told of a reply or a publication.
    not_told: tuple[str, ...]
    told_twice: tuple[str, ...]
    #: How many tellings there are.
    told: int

    @property
    def anything(self) -> bool:
        return bool(self.without_ticket or self.without_reply or self.not_told or self.told_twice)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def lost(database: Engine, handed_over: Sequence[int]) -> Lost:
    """Compare what was handed over with the tickets, and tickets with what was told."""
    with database.connect() as tx:
        asked = tx.execute(
            select(schema.ticket_askers, schema.tickets.c.status).join(schema.tickets)
        ).all()
        told = Counter(_tellings(tx))
        open_tickets = select(schema.tickets.c.id).where(
            schema.tickets.c.status.not_in((*_REPLIED, "dismissed")),
            schema.tickets.c.due_at < now(),
        )
        unanswered = tuple(tx.scalars(open_tickets))
    in_tickets = {row.exchange_id for row in asked}
    due = {_key(row.ticket_id, row.conversation, kind) for row in asked for kind in _due(row)}
    return Lost(
        without_ticket=tuple(sorted(set(handed_over) - in_tickets)),
        without_reply=unanswered,
        not_told=tuple(sorted(due - set(told))),
        told_twice=tuple(sorted(key for key, count in told.items() if count > 1)),
        told=sum(told.values()),
    )


def _due(row: Row[tuple[object, ...]]) -> Iterable[str]:
    """The kinds of tellings that an asker of a ticket should have had."""
    if row.status in _REPLIED:
        yield "reply"
    if row.status == "published":
        yield "published"


def _tellings(tx: Connection) -> Iterable[str]:
    table = schema.notifications.c
    query = select(table.ticket_id, table.conversation, table.kind).where(
        table.ticket_id.is_not(None), table.kind.in_(("reply", "published"))
    )
    return [_key(row.ticket_id, row.conversation, row.kind) for row in tx.execute(query)]


def _key(ticket_id: int, conversation: str, kind: str) -> str:
    return f"{ticket_id}:{conversation}:{kind}"
