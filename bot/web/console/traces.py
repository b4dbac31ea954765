"""Traces: how questions were answered, step by step, with evidence and times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from bot.tracing.kept import KeptTrace, Span, recent, trace_of
from bot.users import User
from bot.web.access import allowed
from bot.web.pages import render
from bot.web.visitors import Here

router = APIRouter(prefix="/traces")

Reader = Annotated[User, Depends(allowed("see_traces"))]

#: Traces on the list.
_MOST = 100
#: A bar that is thinner cannot be seen; of 100 that the longest trace is wide.
_THINNEST = 0.5


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A step of the waterfall: where it begins and how long it is, of 100."""

    span: Span
    x: float
    width: float


@router.get("")
def traces(request: Request, zeroji: Here, _user: Reader) -> Response:
    return render(
        request,
        "console/traces.html",
        traces=recent(zeroji.database, _MOST),
        tracing=zeroji.settings.tracing,
    )


@router.get("/{exchange}")
def trace(request: Request, zeroji: Here, _user: Reader, exchange: int) -> Response:
    found = trace_of(zeroji.database, exchange)
    return render(request, "console/trace.html", trace=found, bars=bars(found))


def bars(trace: KeptTrace) -> list[Bar]:
    longest = max(trace.whole.ms, 0.001)
    return [
        Bar(
            span=step,
            x=round(100 * step.begins / longest, 2),
            width=round(max(100 * step.ms / longest, _THINNEST), 2),
        )
        for step in trace.steps
    ]
