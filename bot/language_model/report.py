"""What language models took and cost, by day, and who asked for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Engine, Row, select

from bot import schema
from bot.language_model.spending import MICRO, start_of_day
from knowledge.database import now


@dataclass(frozen=True, kw_only=True)
class Spent:
    """The calls of a model for a purpose on a day."""

    day: date
    model: str
    purpose: str
    #: By outcome: answered, unfinished, or why there was no reply.
    outcomes: dict[str, int]
    tokens_in: int
    tokens_out: int
    #: In the currency.
    cost: float
    #: Calls whose tokens the endpoint did not tell.
    estimated: int
    #: Median of the replies that came; None if none did.
    median_ms: float | None


@dataclass(frozen=True, kw_only=True)
class Asker:
    """What somebody's questions took today."""

    asker: str
    calls: int
    tokens: int
    cost: float


def daily(database: Engine, days: int) -> list[Spent]:
    """Of today and the days before it, newest first; days without calls are left out."""
    grouped: dict[tuple[date, str, str], list[Row[Any]]] = defaultdict(list)
    for row in _calls(database, days):
        grouped[row.at.astimezone().date(), row.model, row.purpose].append(row)
    ordered = sorted(grouped.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1:]))
    return [_spent(day, model, purpose, rows) for (day, model, purpose), rows in ordered]


def askers_today(database: Engine, most: int) -> list[Asker]:
    """Who took the most tokens today."""
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in _calls(database, 1):
        grouped[row.asker].append(row)
    found = [
        Asker(asker=asker, calls=len(rows), tokens=_tokens(rows), cost=_cost(rows))
        for asker, rows in grouped.items()
    ]
    return sorted(found, key=lambda asker: (-asker.tokens, asker.asker))[:most]


def _calls(database: Engine, days: int) -> Sequence[Row[Any]]:
    start = start_of_day(now()) - timedelta(days=days - 1)
    query = select(schema.model_calls).where(schema.model_calls.c.at >= start)
    with database.connect() as tx:
        return tx.execute(query).all()


def _spent(day: date, model: str, purpose: str, rows: list[Row[Any]]) -> Spent:
    answered = [row.ms for row in rows if row.outcome == "answered"]
    return Spent(
        day=day,
        model=model,
        purpose=purpose,
        outcomes=dict(sorted(Counter(row.outcome for row in rows).items())),
        tokens_in=sum(row.tokens_in for row in rows),
        tokens_out=sum(row.tokens_out for row in rows),
        cost=_cost(rows),
        estimated=sum(row.estimated for row in rows),
        median_ms=median(answered) if answered else None,
    )


def _tokens(rows: Sequence[Row[Any]]) -> int:
    return sum(row.tokens_in + row.tokens_out for row in rows)


def _cost(rows: Sequence[Row[Any]]) -> float:
    return float(sum(row.cost for row in rows) / MICRO)
