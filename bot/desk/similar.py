"""Earlier tickets that were replied to, like a question: what colleagues said then."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from bot import schema
from bot.desk.joining import terms_of
from bot.desk.needs import asks_the_same, need_of
from bot.desk.ticket import Ticket, askers_of, ticket_from

#: A term of more tickets than this tells little, whatever their number.
_COMMON = 1_000
#: Tickets that are compared by their terms.
_CANDIDATES = 200
#: Of a ticket that asks for something else, however many words it shares.
_OTHER = 0.95
#: Less alike than this is not shown.
_LEAST = 0.2
#: Terms that are counted by one statement.
_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Similar:
    ticket: Ticket
    #: From 0 to 1; 1 where it asks for the same.
    similarity: float


def similar_tickets(
    tx: Connection, question: str, limit: int, besides: int | None = None
) -> list[Similar]:
    """Tickets with a reply, none of them private, best first."""
    weights = _weights(tx, terms_of(question))
    rated = _rated(tx, weights, _candidates(tx, weights, besides))
    best = sorted(rated, key=lambda number: (-rated[number], -number))[:limit]
    rows = {
        row.id: row
        for row in tx.execute(select(schema.tickets).where(schema.tickets.c.id.in_(best)))
    }
    askers = askers_of(tx, best)
    return [
        Similar(
            ticket=ticket_from(rows[number], askers.get(number, ())),
            similarity=round(_similarity(rated[number], question, rows[number]), 3),
        )
        for number in best
        if rated[number] >= _LEAST
    ]


def _weights(tx: Connection, terms: Collection[str]) -> dict[str, float]:
    """What each term that some ticket has tells, the rarest first."""
    asked, weights = list(terms), dict[str, float]()
    for start in range(0, len(asked), _AT_ONCE):
        counts = tx.execute(union_all(*map(_count, asked[start : start + _AT_ONCE])))
        weights |= {row.term: math.log(1 + 2 * _COMMON / (1 + row.number)) for row in counts}
    return dict(sorted(weights.items(), key=lambda item: -item[1]))


def _count(term: str) -> Select[str, int]:
    """How many tickets have a term, as far as that matters."""
    table = schema.ticket_terms.c
    some = select(table.ticket_id).where(table.term == term).limit(_COMMON).subquery()
    return select(literal(term).label("term"), func.count().label("number")).select_from(some)


def _candidates(tx: Connection, weights: Mapping[str, float], besides: int | None) -> set[int]:
    """The newest tickets with the rarest terms."""
    term, ticket = schema.ticket_terms.c, schema.tickets.c
    found: set[int] = set()
    for one in weights:
        query = (
            select(ticket.id)
            .join(schema.ticket_terms, term.ticket_id == ticket.id)
            .where(term.term == one, ticket.reply.is_not(None), ~ticket.private)
            .where(ticket.id != (besides or 0))
            .order_by(term.ticket_id.desc())
            .limit(_CANDIDATES)
        )
        found.update(tx.scalars(query))
        if len(found) >= _CANDIDATES:
            break
    return found


def _rated(
    tx: Connection, weights: Mapping[str, float], candidates: Collection[int]
) -> dict[int, float]:
    """Of each candidate, the weight of the terms that both have as a share of the weight of all."""
    if not weights:
        return {}
    table = schema.ticket_terms.c
    # Written into the statement: so many numbers take longer to bind than to look up.
    numbers: BindParameter[list[int]] = bindparam(
        "numbers", list(candidates), expanding=True, literal_execute=True
    )
    shared = func.sum(case(dict(weights), value=table.term, else_=0.0))
    others = func.sum(case((table.term.in_(weights), 0), else_=1))
    query = select(table.ticket_id, shared, others).where(table.ticket_id.in_(numbers))
    mine = sum(weights.values())
    typical = mine / len(weights)
    return {
        number: 2 * weight / (mine + weight + typical * rest)
        for number, weight, rest in tx.execute(query.group_by(table.ticket_id))
        if weight
    }


def _similarity(rated: float, question: str, row: Row[Any]) -> float:
    is_same = asks_the_same(need_of(question), need_of(row.question))
    return 1.0 if is_same else min(rated, _OTHER)
