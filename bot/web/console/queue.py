"""The queue: what waits for staff, the most urgent first."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk.ticket import STATUSES, WAITING
from bot.web.access import ConsoleUser, TheirDesk
from bot.web.pages import render

router = APIRouter()

OWNERS = ("anyone", "me", "nobody")
PAGE = 50


@router.get("")
def queue(
    request: Request,
    desk: TheirDesk,
    user: ConsoleUser,
    status: str = "waiting",
    owner: str = "anyone",
    overdue: bool = False,
    offset: int = 0,
) -> Response:
    found = desk.tickets(
        None if status == "all" else status,
        owner={"me": user.name, "nobody": ""}.get(owner),
        overdue=overdue,
        limit=PAGE + 1,
        offset=max(offset, 0),
    )
    counts = desk.count()
    return render(
        request,
        "console/queue.html",
        tickets=found[:PAGE],
        counts=counts | {"all": sum(counts.values()), "waiting": sum(counts[s] for s in WAITING)},
        statuses=("waiting", *STATUSES, "all"),
        owners=OWNERS,
        chosen={"status": status, "owner": owner, "overdue": overdue},
        previous=offset - PAGE if offset > 0 else None,
        following=offset + PAGE if len(found) > PAGE else None,
    )
