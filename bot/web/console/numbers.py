"""Numbers: how questions ended and what became of tickets, week by week."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine, select

from bot import schema
from bot.web.access import ConsoleUser
from bot.web.pages import render
from bot.web.visitors import Here
from knowledge.database import now

router = APIRouter(prefix="/numbers")

WEEKS = 12
OUTCOMES = ("answer", "clarification", "escalation", "refusal")
#: Moments of a ticket, each counted in the week in which it happened.
MOMENTS = ("opened_at", "answered_at", "closed_at")
#: What language models took, beside the cost.
SPENT = ("calls", "answered", "spent", "tokens")
Week = tuple[date, Counter[str]]


@router.get("")
def numbers(request: Request, zeroji: Here, _user: ConsoleUser) -> Response:
    today = now().astimezone().date()
    spending = weekly_spending(zeroji.database, today)
    return render(
        request,
        "console/numbers.html",
        weeks=weekly(zeroji.database, today),
        spending=spending if any(counts for _, counts in spending) else [],
        spent=SPENT,
        currency=zeroji.settings.currency,
        outcomes=OUTCOMES,
        moments=MOMENTS,
    )


def weekly(database: Engine, today: date) -> list[Week]:
    """The last weeks, newest first; each begins on a Monday."""
    weeks = {_monday(today) - timedelta(weeks=n): Counter[str]() for n in range(WEEKS)}
    for moment, name in _happened(database, since=min(weeks)):
        weeks[_monday(moment.astimezone().date())][name] += 1
    return list(weeks.items())


def weekly_spending(database: Engine, today: date) -> list[Week]:
    """What language models took in the last weeks, newest first.

    Counts ``calls``, ``answered``, ``spent`` (not asked because of a limit), ``tokens`` and
    ``cost`` (in millionths of the currency).
    """
    weeks = {_monday(today) - timedelta(weeks=n): Counter[str]() for n in range(WEEKS)}
    start = datetime.combine(min(weeks), time()).astimezone()
    with database.connect() as tx:
        query = select(schema.model_calls).where(schema.model_calls.c.at >= start)
        for call in tx.execute(query):
            counts = weeks[_monday(call.at.astimezone().date())]
            counts["calls"] += 1
            counts["answered"] += call.outcome == "answered"
            counts["spent"] += call.outcome == "spent"
            counts["tokens"] += call.tokens_in + call.tokens_out
            counts["cost"] += call.cost
    return list(weeks.items())


def _happened(database: Engine, since: date) -> list[tuple[datetime, str]]:
    start = datetime.combine(since, time()).astimezone()
    asked_at, kind = schema.exchanges.c.asked_at, schema.exchanges.c.kind
    asked = select(asked_at, kind).where(asked_at >= start)
    with database.connect() as tx:
        found = [(at, name) for at, name in tx.execute(asked)]
        for name in MOMENTS:
            moment = schema.tickets.c[name]
            happened = select(moment).where(moment >= start, ~schema.tickets.c.private)
            found += [(at, name) for at in tx.execute(happened).scalars()]
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
