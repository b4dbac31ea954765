"""What the gate found about a proposal, looked at again while it runs."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk import gate
from bot.desk.gate import UNDER_WAY
from bot.desk.proposal import UNDECIDED, Proposal
from bot.web.access import ProposalReader, check_readable
from bot.web.console.decision import decision
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji

router = APIRouter(prefix="/proposals/{proposal_id}/gate")


@router.get("")
def found(
    request: Request,
    proposal_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: ProposalReader,
    seen: str = "",
) -> Response:
    """The part of the proposal's page, only for who looks again from there.

    Once it has finished, the buttons come with it; what was typed beside them stays. ``seen`` is
    the digest of what the page shows: who reads an older text is not given its buttons.
    """
    proposal = _readable(zeroji, visitor, proposal_id)
    if "HX-Request" not in request.headers:
        return _to(proposal_id)
    if proposal.status == "proposed" and proposal.gate_status in UNDER_WAY:
        return render(request, "console/_gate.html", proposal=proposal, seen=seen)
    return render(
        request,
        "console/_gate_done.html",
        proposal=proposal,
        seen=seen,
        base=f"/console/proposals/{proposal_id}",
        out_of_date=proposal.status not in UNDECIDED or seen != proposal.digest,
        **decision(zeroji, visitor, user, proposal),
    )


@router.post("")
def again(
    proposal_id: int, zeroji: Here, visitor: CurrentVisitor, _user: ProposalReader
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    gate.again(zeroji.database, proposal_id)
    return _to(proposal_id)


def _readable(zeroji: Zeroji, visitor: Visitor, proposal_id: int) -> Proposal:
    proposal = zeroji.proposals.proposal(proposal_id)
    check_readable(visitor, zeroji.library.manual(proposal.manual_id).audience)
    return proposal


def _to(proposal_id: int) -> Response:
    return RedirectResponse(f"/console/proposals/{proposal_id}#gate", status_code=303)
