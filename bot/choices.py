"""Questions that were asked by choosing an option, as people say them.

Who chooses an option asks 「課長：出張の日当はいくらですか」, which the engine knows
again. People read it as 「出張の日当はいくらですか（課長）」.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, select

from bot import schema

#: Stands in every question that was asked by choosing an option.
MARK = "："
#: The outcome of an exchange as it is recorded.
Outcome = Mapping[str, Any]


def as_said(turns: Iterable[tuple[str, Outcome]]) -> dict[str, str]:
    """``{"課長：日当は": "日当は（課長）"}`` of all options that were offered in these turns.

    ``turns``: questions with their outcomes, in the order in which they were asked.
    """
    chosen: dict[str, tuple[str, tuple[str, ...]]] = {}
    for text, outcome in turns:
        asked = outcome.get("standalone") or text
        question, labels = chosen.get(text) or chosen.get(asked) or (asked, ())
        for option in outcome.get("options") or ():
            if option["question"] != option["label"]:  # else it is a question by itself
                chosen[option["question"]] = question, (*labels, option["label"])
    return {form: _said(question, labels) for form, (question, labels) in chosen.items()}


def in_tickets(database: Engine, tickets: Collection[int]) -> dict[str, str]:
    """The same of all options that were offered to those who asked these tickets."""
    if not tickets:
        return {}
    asker = schema.ticket_askers.c
    talks = select(asker.conversation).where(asker.ticket_id.in_(tickets))
    with database.connect() as tx:
        return _offered(tx, schema.exchanges.c.conversation.in_(talks))


def since(tx: Connection, moment: datetime) -> dict[str, str]:
    """The same of all options that were offered to anybody since a moment."""
    return _offered(tx, schema.exchanges.c.asked_at >= moment)


def _offered(tx: Connection, where: ColumnElement[bool]) -> dict[str, str]:
    exchange = schema.exchanges.c
    query = select(exchange.question, exchange.outcome)
    query = query.where(where, exchange.kind == "clarification").order_by(exchange.id)
    return as_said((row.question, row.outcome) for row in tx.execute(query))


def _said(question: str, labels: tuple[str, ...]) -> str:
    """The question in one line, with what was chosen."""
    return f"{' '.join(question.split())}（{'、'.join(labels)}）"
