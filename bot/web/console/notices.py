"""What a member of the console has been told: the bell, and the page behind it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk.notices import Notices
from bot.web.access import ConsoleUser
from bot.web.messages import catalogue
from bot.web.pages import render
from bot.web.visitors import Here

router = APIRouter(prefix="/notices")

_LATEST = 100


@router.get("")
def notices(request: Request, zeroji: Here, user: ConsoleUser) -> Response:
    """Newest first, those that are not read yet marked."""
    told = Notices(zeroji.database).latest(user.name, _LATEST)
    return render(request, "console/notices.html", told=told, known=catalogue())


@router.get("/count")
def count(request: Request, _user: ConsoleUser) -> Response:
    """The bell with how many are unread; for htmx, which looks again now and then."""
    return render(request, "console/_bell.html")


@router.post("/read")
def read(zeroji: Here, user: ConsoleUser) -> Response:
    """Mark all as read."""
    Notices(zeroji.database).read(user.name)
    return RedirectResponse("/console/notices", status_code=303)


@router.post("/{notice_id}/open")
def open_notice(notice_id: int, zeroji: Here, user: ConsoleUser) -> Response:
    """Mark one as read and go to what it is about."""
    kept = Notices(zeroji.database)
    told = next((one for one in kept.latest(user.name, _LATEST) if one.id == notice_id), None)
    kept.read(user.name, [notice_id])
    if told is not None and told.proposal_id:
        return RedirectResponse(f"/console/proposals/{told.proposal_id}", status_code=303)
    if told is not None and told.ticket_id:
        return RedirectResponse(f"/console/tickets/{told.ticket_id}", status_code=303)
    return RedirectResponse("/console/notices", status_code=303)
