"""Numbers: how questions ended and what became of tickets, week by week and topic by topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Engine, select

from bot import schema
from bot.numbers.background import NumbersInBackground
from bot.numbers.tally import Tallies, Tally, percentile
from bot.numbers.weeks import Weeks, week_of
from bot.spreadsheet_cells import as_csv
from bot.web.access import NumberReader
from bot.web.console.number_plots import plots
from bot.web.pages import render, texts
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from knowledge.database import now

router = APIRouter(prefix="/numbers")

WEEKS = 12
#: Choices of how many weeks to look at.
PERIODS = (4, WEEKS, 26, 52)
QUESTIONS = ("asked", "answer", "clarification", "escalation", "refusal", "again", "wrong")
TICKETS = ("opened", "answered", "closed", "published", "told")
#: What language models took, beside the cost.
SPENT = ("calls", "answered", "spent", "tokens")
Week = tuple[date, Counter[str]]

#: Seconds to wait before the page says that it is being counted.
_PATIENCE = 1.5
_PATIENCE_OF_FILES = 60
Period = Annotated[int, Query(ge=1, le=104)]


@router.get("")
def numbers(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: NumberReader,
    weeks: Period = WEEKS,
    topic: str | None = None,
) -> Response:
    """The numbers of the last weeks; while they are being counted, a page that asks again."""
    topics = _topics(zeroji, visitor)
    chosen = topic if topic in {*topics.values(), ""} else None
    counted = _counted(request, weeks, topics, _PATIENCE)
    spending = weekly_spending(zeroji.database, _weeks(weeks))
    by_week = counted.by_week(chosen) if counted else {}
    return render(
        request,
        "console/numbers.html",
        is_counting=counted is None,
        by_week=[(monday, shown(tally)) for monday, tally in by_week.items()],
        by_topic=[(n, shown(t)) for n, t in counted.by_topic().items()] if counted else [],
        plots=plots(texts(request), by_week),
        questions=QUESTIONS,
        tickets=TICKETS,
        topics=sorted(set(topics.values()) - {""}),
        chosen={"weeks": weeks, "topic": chosen},
        periods=sorted({*PERIODS, weeks}),
        spending=spending if any(counts for _, counts in spending) else [],
        spent=SPENT,
        currency=zeroji.settings.currency,
    )


@router.get("/export")
def export(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: NumberReader,
    weeks: Period = WEEKS,
) -> Response:
    """All weeks and topics as CSV, one line for each pair of which something is known."""
    counted = _counted(request, weeks, _topics(zeroji, visitor), _PATIENCE_OF_FILES)
    if counted is None:
        return Response(status_code=503, headers={"Retry-After": "30"})
    names = list(shown(Tally()))
    rows = [
        [monday.isoformat(), topic, *shown(tally).values()]
        for (monday, topic), tally in sorted(counted.of.items())
    ]
    return Response(
        as_csv(["week", "topic", *names], rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="zeroji-numbers.csv"'},
    )


def shown(tally: Tally) -> dict[str, int | float | None]:
    """What is told of a tally: counts, shares in percent, hours, and milliseconds."""
    counts = {name: tally.counts[name] for name in (*QUESTIONS, *TICKETS, "due", "late")}
    return counts | {
        "zero_share": _percent(tally.zero_share),
        "late_share": _percent(tally.late_share),
        "first_reply_hours": _rounded(percentile(tally.first_reply, 0.5)),
        "resolution_hours": _rounded(percentile(tally.resolution, 0.5)),
        "own_p50_ms": _rounded(percentile(tally.own_ms, 0.5)),
        "own_p95_ms": _rounded(percentile(tally.own_ms, 0.95)),
    }


def weekly_spending(database: Engine, weeks: Weeks) -> list[Week]:
    """What language models took in the last weeks, newest first.

    Counts ``calls``, ``answered``, ``spent`` (not asked because of a limit), ``tokens`` and
    ``cost`` (in millionths of the currency).
    """
    found = {monday: Counter[str]() for monday in weeks.mondays}
    start = datetime.combine(min(found), time()).astimezone()
    with database.connect() as tx:
        query = select(schema.model_calls).where(schema.model_calls.c.at >= start)
        for call in tx.execute(query):
            counts = found[week_of(call.at)]
            counts["calls"] += 1
            counts["answered"] += call.outcome == "answered"
            counts["spent"] += call.outcome == "spent"
            counts["tokens"] += call.tokens_in + call.tokens_out
            counts["cost"] += call.cost
    return list(found.items())


def _counted(
    request: Request, weeks: int, topics: Mapping[int, str], patience: float
) -> Tallies | None:
    counting = cast(NumbersInBackground, request.app.state.numbers)
    return counting.of(_weeks(weeks), topics, patience)


def _weeks(count: int) -> Weeks:
    return Weeks.until(now().astimezone().date(), count)


def _topics(zeroji: Zeroji, visitor: Visitor) -> dict[int, str]:
    """Topics by manual; of those that the visitor may not read none is named."""
    manuals = zeroji.library.manuals(include_retired=True)
    return {m.id: m.topic for m in manuals if visitor.may_read(m.audience)}


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
