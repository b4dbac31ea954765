"""Change proposals: what would change, and the decision of somebody who is not the author."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk.proposals import Proposal
from bot.web.access import ConsoleUser, Decider, check_readable
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji

router = APIRouter(prefix="/proposals")

STATUSES = ("proposed", "published", "rejected")


@router.get("")
def proposals(
    request: Request, zeroji: Here, visitor: CurrentVisitor, _user: ConsoleUser, status: str = ""
) -> Response:
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    found = zeroji.proposals.proposals(status or None)
    shown = [p for p in found if visitor.may_read(audiences[p.manual_id])]
    return render(
        request, "console/proposals.html", proposals=shown, statuses=STATUSES, chosen=status
    )


@router.get("/{proposal_id}")
def proposal_page(
    request: Request, proposal_id: int, zeroji: Here, visitor: CurrentVisitor, user: ConsoleUser
) -> Response:
    proposal = _readable(zeroji, visitor, proposal_id)
    return render(
        request,
        "console/proposal.html",
        proposal=proposal,
        lines=zeroji.proposals.diff_lines(proposal_id),
        own=proposal.author == user.name,
    )


@router.post("/{proposal_id}/approve")
def approve(proposal_id: int, zeroji: Here, visitor: CurrentVisitor, user: Decider) -> Response:
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.approve(proposal_id, user.name)
    return _back(proposal_id, "approved")


@router.post("/{proposal_id}/reject")
def reject(
    proposal_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Decider,
    reason: Annotated[str, Form()] = "",
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.reject(proposal_id, user.name, reason)
    return _back(proposal_id, "rejected")


def _readable(zeroji: Zeroji, visitor: Visitor, proposal_id: int) -> Proposal:
    proposal = zeroji.proposals.proposal(proposal_id)
    check_readable(visitor, zeroji.library.manual(proposal.manual_id).audience)
    return proposal


def _back(proposal_id: int, done: str) -> Response:
    return RedirectResponse(f"/console/proposals/{proposal_id}?done={done}", status_code=303)
