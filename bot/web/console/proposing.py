"""From a ticket's reply to a change of the manual: choose the place, then write what it says."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.masking import mask
from bot.web.access import Proposer, check_readable
from bot.web.diffs import diff_lines
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here

router = APIRouter()

Text = Annotated[str, Form()]


@router.get("/tickets/{ticket_id}/propose")
def choose_place(
    request: Request,
    ticket_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: Proposer,
    manual: int | None = None,
    section: str = "",
) -> Response:
    """Places that look right; once one is chosen (``manual`` and ``section``), the editor."""
    readable = {m.id for m in zeroji.library.manuals() if visitor.may_read(m.audience)}
    places = [p for p in zeroji.proposals.suggest(ticket_id) if p.manual_id in readable]
    chosen = (manual, section or None)
    place = next((p for p in places if (p.manual_id, p.section_hash) == chosen), None)
    ticket = zeroji.desk.ticket(ticket_id)
    before = place.before if place else ""
    after = before or ticket.reply or ""
    return render(
        request,
        "console/propose.html",
        ticket=ticket,
        # A manual is read by everybody.
        question=mask(ticket.question).text,
        places=places,
        place=place,
        after=after,
        lines=diff_lines(before, after),
    )


@router.post("/tickets/{ticket_id}/propose")
def propose(
    ticket_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Proposer,
    manual: Annotated[int, Form()],
    section: Text = "",
    after: Text = "",
    question: Text = "",
) -> Response:
    check_readable(visitor, zeroji.library.manual(manual).audience)
    proposal = zeroji.proposals.create(
        ticket_id, (manual, section or None), _lf(after), user.name, question.strip() or None
    )
    return RedirectResponse(f"/console/proposals/{proposal.id}?done=proposed", status_code=303)


@router.post("/diff")
def preview(request: Request, _user: Proposer, before: Text = "", after: Text = "") -> Response:
    """What an edit changes, while it is being typed."""
    return render(request, "console/_diff.html", lines=diff_lines(_lf(before), _lf(after)))


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n")  # forms send CRLF
