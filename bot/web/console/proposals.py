"""Change proposals: what would change, what the gate found, and the decision of somebody else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.desk import places
from bot.desk.notices import Notices
from bot.desk.places import Target
from bot.desk.proposal import STATUSES, UNDECIDED, Proposal
from bot.desk.table_rows import proposed
from bot.web.access import Decider, ProposalReader, Proposer, check_readable
from bot.web.console.decision import decision
from bot.web.console.row_editing import Fields, written
from bot.web.diffs import marked_lines
from bot.web.pages import go_to, render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji

router = APIRouter(prefix="/proposals")

Text = Annotated[str, Form()]
#: Most that a page lists.
_MOST = 100


@router.get("")
def proposals(
    request: Request, zeroji: Here, visitor: CurrentVisitor, _user: ProposalReader, status: str = ""
) -> Response:
    """Those that wait for a decision first, the oldest of them at the top."""
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    readable = [
        (number, is_of)
        for number, is_of, manual_id in zeroji.proposals.outlines()
        if visitor.may_read(audiences[manual_id]) and (is_of == status or status not in STATUSES)
    ]
    waiting = [number for number, is_of in reversed(readable) if is_of in UNDECIDED]
    others = [number for number, is_of in readable if is_of not in UNDECIDED]
    numbers = [*waiting, *others][:_MOST]
    shown = {proposal.id: proposal for proposal in zeroji.proposals.proposals(ids=numbers)}
    return render(
        request,
        "console/proposals.html",
        proposals=[shown[number] for number in numbers],
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
    Notices(zeroji.database).read_about(user.name, proposal_id=proposal_id)
    writers, names = zeroji.proposals.writers(proposal_id), _names(zeroji)
    return render(
        request,
        "console/proposal.html",
        proposal=proposal,
        target=_target(zeroji, proposal),
        lines=marked_lines(proposal.before, proposal.after),
        seen=proposal.digest,
        row=proposed(proposal) if proposal.status in UNDECIDED else None,
        revisers=[names.get(name, name) for name in sorted(writers - {proposal.author})],
        **decision(zeroji, visitor, user, proposal),
    )


@router.post("/{proposal_id}/approve")
def approve(
    request: Request,
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
    return _back(
        request, proposal_id, "seconding" if proposal.status == "seconding" else "approved"
    )


@router.post("/{proposal_id}/reject")
def reject(
    request: Request,
    proposal_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Decider,
    reason: Text = "",
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.reject(proposal_id, user.name, reason)
    return _back(request, proposal_id, "rejected")


@router.post("/{proposal_id}/take-back")
def take_back(
    request: Request,
    proposal_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Decider,
    because: Text = "",
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.take_back(proposal_id, user.name, because)
    return _back(request, proposal_id, "taken_back")


@router.post("/{proposal_id}/revise")
def revise(
    request: Request,
    proposal_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Proposer,
    after: Text = "",
    label: Fields = [],  # noqa: B006 - FastAPI copies it
    cell: Fields = [],  # noqa: B006
) -> Response:
    _readable(zeroji, visitor, proposal_id)
    text = written(label, cell) if label else after.replace("\r\n", "\n")
    zeroji.proposals.revise(proposal_id, text, user.name)
    return _back(request, proposal_id, "revised")


@router.post("/{proposal_id}/go-on")
def go_on(
    request: Request, proposal_id: int, zeroji: Here, visitor: CurrentVisitor, _user: Decider
) -> Response:
    """Carry out what was begun and interrupted."""
    _readable(zeroji, visitor, proposal_id)
    zeroji.proposals.go_on(proposal_id)
    return _back(request, proposal_id, "gone_on")


def _readable(zeroji: Zeroji, visitor: Visitor, proposal_id: int) -> Proposal:
    proposal = zeroji.proposals.proposal(proposal_id)
    check_readable(visitor, zeroji.library.manual(proposal.manual_id).audience)
    return proposal


def _target(zeroji: Zeroji, proposal: Proposal) -> Target | None:
    return places.target_of(
        zeroji.library,
        proposal.manual_id,
        proposal.source,
        proposal.how,
        proposal.heading_path,
    )


def _names(zeroji: Zeroji) -> dict[str, str]:
    return {user.name: user.display_name for user in zeroji.accounts.users()}


def _back(request: Request, proposal_id: int, done: str) -> Response:
    return go_to(request, f"/console/proposals/{proposal_id}?done={done}")
