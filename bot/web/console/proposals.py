"""Change proposals: what would change, what the gate found, and the decision of somebody else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk.proposal import STATUSES, UNDECIDED, Proposal
from bot.web.access import Decider, ProposalReader, Proposer, check_readable
from bot.web.console.impact import shown_impact
from bot.web.diffs import marked_lines
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji

router = APIRouter(prefix="/proposals")

Text = Annotated[str, Form()]
#: Most that a page lists.
_MOST = 200


@router.get("")
def proposals(
    request: Request, zeroji: Here, visitor: CurrentVisitor, _user: ProposalReader, status: str = ""
) -> Response:
    """Those that wait for a decision first, the oldest of them at the top."""
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    found = zeroji.proposals.proposals(status if status in STATUSES else None)
    readable = [p for p in found if visitor.may_read(audiences[p.manual_id])]
    waiting = [p for p in reversed(readable) if p.status in UNDECIDED]
    others = [p for p in readable if p.status not in UNDECIDED]
    return render(
        request,
        "console/proposals.html",
        proposals=[*waiting, *others][:_MOST],
        left_out=max(0, len(readable) - _MOST),
        statuses=STATUSES,
        chosen=status,
        names=_names(zeroji),
    )


@router.get("/{proposal_id}")
def proposal_page(
    request: Request, proposal_id: int, zeroji: Here, visitor: CurrentVisitor, user: ProposalReader
) -> Response:
    proposal = _readable(zeroji, visitor, proposal_id)
    writers, names = zeroji.proposals.writers(proposal_id), _names(zeroji)
    return render(
        request,
        "console/proposal.html",
        proposal=proposal,
        lines=marked_lines(proposal.before, proposal.after),
        wrote=user.name in writers,
        revisers=[names.get(name, name) for name in sorted(writers - {proposal.author})],
        approved=proposal.status == "seconding" and proposal.approver == user.name,
        impact=shown_impact(zeroji, visitor, proposal),
        names=names,
    )


@router.post("/{proposal_id}/approve")
def approve(
    proposal_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Decider,
    seen: Annotated[str | None, Form()] = None,
    reason: Text = "",
    withhold: Annotated[list[int], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    proposal = zeroji.proposals.approve(
        proposal_id, user.name, withhold=withhold, reason=reason, seen=seen
    )
    return _back(proposal_id, "seconding" if proposal.status == "seconding" else "approved")


@router.post("/{proposal_id}/reject")
def reject(
    proposal_id: int, zeroji: Here, visitor: CurrentVisitor, user: Decider, reason: Text = ""
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.reject(proposal_id, user.name, reason)
    return _back(proposal_id, "rejected")


@router.post("/{proposal_id}/take-back")
def take_back(
    proposal_id: int, zeroji: Here, visitor: CurrentVisitor, user: Decider, because: Text = ""
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.take_back(proposal_id, user.name, because)
    return _back(proposal_id, "taken_back")


@router.post("/{proposal_id}/revise")
def revise(
    proposal_id: int, zeroji: Here, visitor: CurrentVisitor, user: Proposer, after: Text = ""
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.revise(proposal_id, after.replace("\r\n", "\n"), user.name)
    return _back(proposal_id, "revised")


@router.post("/{proposal_id}/go-on")
def go_on(proposal_id: int, zeroji: Here, visitor: CurrentVisitor, _user: Decider) -> Response:
    """Carry out what was begun and interrupted."""
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.go_on(proposal_id)
    return _back(proposal_id, "gone_on")


def _readable(zeroji: Zeroji, visitor: Visitor, proposal_id: int) -> Proposal:
    proposal = zeroji.proposals.proposal(proposal_id)
    check_readable(visitor, zeroji.library.manual(proposal.manual_id).audience)
    return proposal


def _names(zeroji: Zeroji) -> dict[str, str]:
    return {user.name: user.display_name for user in zeroji.accounts.users()}


def _back(proposal_id: int, done: str) -> Response:
    return RedirectResponse(f"/console/proposals/{proposal_id}?done={done}", status_code=303)
