"""What real questions came to, in the shape in which it is kept: the stuff of many like them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot import schema
from bot.outcomes import Question
from bot.wiring import Zeroji
from evals.benchmarks.questions import questions

_ASKED = 150


@dataclass(frozen=True, kw_only=True)
class Samples:
    """Rows of ``exchanges``; those that were handed over with the row of their ticket."""

    answered: tuple[Mapping[str, Any], ...]
    handed_over: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]


def samples(zeroji: Zeroji) -> Samples:
    """Ask the questions that the sample company is examined with, and read what was recorded."""
    for text in questions(_ASKED):
        zeroji.engine.ask(Question(text=text, asker="sample"))
    asked = schema.ticket_askers.c
    with zeroji.database.connect() as tx:
        exchanges = {row.id: dict(row._mapping) for row in tx.execute(select(schema.exchanges))}
        tickets = {row.id: dict(row._mapping) for row in tx.execute(select(schema.tickets))}
        pairs = tx.execute(select(asked.exchange_id, asked.ticket_id)).all()
    return Samples(
        answered=tuple(row for row in exchanges.values() if row["kind"] == "answer"),
        handed_over=tuple((exchanges[pair[0]], tickets[pair[1]]) for pair in pairs),
    )
