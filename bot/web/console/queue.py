"""The queue: what waits for staff, the most urgent first."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk.tickets import STATUSES, WAITING, Ticket
from bot.web.access import ConsoleUser
from bot.web.pages import render
from bot.web.visitors import Here

router = APIRouter()

OWNERS = ("anyone", "me", "nobody")
PAGE = 50


@router.get("")
def queue(
    request: Request,
    zeroji: Here,
    user: ConsoleUser,
    status: str = "waiting",
    owner: str = "anyone",
    overdue: bool = False,
    offset: int = 0,
) -> Response:
    found = zeroji.desk.tickets(
        None if status == "all" else status, limit=PAGE + 1, offset=max(offset, 0)
    )
    counts = zeroji.desk.count()
    shown = [t for t in found[:PAGE] if _owned_by(t, owner, user.name) and _late(t, overdue)]
    return render(
        request,
        "console/queue.html",
        tickets=shown,
        counts=counts | {"all": sum(counts.values()), "waiting": sum(counts[s] for s in WAITING)},
        statuses=("waiting", *STATUSES, "all"),
        owners=OWNERS,
        chosen={"status": status, "owner": owner, "overdue": overdue},
        previous=offset - PAGE if offset > 0 else None,
        following=offset + PAGE if len(found) > PAGE else None,
    )


def _owned_by(ticket: Ticket, owner: str, me: str) -> bool:
    if owner == "me":
        return ticket.owner == me
    return owner != "nobody" or ticket.owner is None


def _late(ticket: Ticket, only_overdue: bool) -> bool:
    return ticket.overdue or not only_overdue
