"""Reads the traces that were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from bot import schema
from knowledge.errors import NotFound

#: Of the whole of a question.
_ROOT = "zeroji.ask"
_asked, _ticket = schema.ticket_askers.c, schema.tickets.c
#: Exchanges of private tickets: nobody reads how they were answered.
_PRIVATE = (
    select(_asked.exchange_id)
    .join(schema.tickets, _ticket.id == _asked.ticket_id)
    .where(_ticket.private)
)


@dataclass(frozen=True, kw_only=True)
class Span:
    name: str
    #: Milliseconds after the question came, and of the span itself.
    begins: float
    ms: float
    attributes: dict[str, Any]

    @property
    def step(self) -> str:
        return self.name.removeprefix("zeroji.")


@dataclass(frozen=True, kw_only=True)
class KeptTrace:
    exchange: int
    at: datetime
    whole: Span
    #: In order of time.
    steps: tuple[Span, ...] = ()


def recent(database: Engine, most: int) -> list[KeptTrace]:
    """The newest traces, without their steps."""
    table = schema.spans
    query = (
        select(table)
        .where(table.c.name == _ROOT, table.c.exchange.not_in(_PRIVATE))
        .order_by(table.c.started_at.desc())
        .limit(most)
    )
    with database.connect() as tx:
        return [
            KeptTrace(exchange=row.exchange, at=row.started_at, whole=_span(row, row.started_at))
            for row in tx.execute(query)
        ]


def trace_of(database: Engine, exchange: int) -> KeptTrace:
    """The trace of an exchange. Raises NotFound."""
    table = schema.spans
    query = (
        select(table)
        .where(table.c.exchange == exchange, table.c.exchange.not_in(_PRIVATE))
        .order_by(table.c.started_at)
    )
    with database.connect() as tx:
        rows = tx.execute(query).all()
    root = next((row for row in rows if row.name == _ROOT), None)
    if root is None:
        raise NotFound(
            f"Question {exchange} was not traced, or its trace was cleared away.",
            f"質問 {exchange} の記録はありません（記録していないか、保存期間を過ぎました）。",
        )
    steps = tuple(_span(row, root.started_at) for row in rows if row.parent == root.id)
    whole = _span(root, root.started_at)
    return KeptTrace(exchange=exchange, at=root.started_at, whole=whole, steps=steps)


def _span(row: Any, began: datetime) -> Span:
    return Span(
        name=row.name,
        begins=(row.started_at - began).total_seconds() * 1000,
        ms=row.ms,
        attributes=row.attributes,
    )
