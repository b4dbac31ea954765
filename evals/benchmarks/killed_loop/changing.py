"""Moves of who proposes changes of manuals and of who decides on them."""

from __future__ import annotations

import re

from sqlalchemy import Engine

from bot.desk.proposal import UNDECIDED, Proposal
from evals.benchmarks.killed_loop.choosing import Choosing
from evals.benchmarks.killed_loop.company import CHANGED
from evals.benchmarks.killed_loop.people import Move
from evals.benchmarks.killed_loop.state import State, database_of
from knowledge.library import Library
from knowledge.model import Section

#: Proposals that wait for a decision at a time: each that is published has the gates of its
#: manual's others run again.
_MOST_UNDECIDED = 3
_PASSED = ("green", "amber", "red")
_MARK = re.compile(r"\n*（改定番号\d+）")


def propose(choosing: Choosing, state: State) -> Move | None:
    """A new entry, a change of the section with a figure, or an addendum."""
    ticket = choosing.ticket(state, "answered")
    if ticket is None or len(state.proposals_in(*UNDECIDED)) >= _MOST_UNDECIDED:
        return None
    number = choosing.number()
    with database_of(choosing.home) as database:
        manual, section = _place(choosing, database)
    after = f"改定{number}：{ticket.question}{ticket.reply}"
    if section is not None:
        after = _with_another_figure(section.text, number)
    form = {"manual": str(manual), "after": after, "question": ticket.question}
    return Move(
        kind="propose",
        person=choosing.staff(),
        path=f"/console/tickets/{ticket.id}/propose",
        form=form | {"section": section.hash if section else ""},
    )


def revise(choosing: Choosing, state: State) -> Move | None:
    proposal = choosing.proposal(state, "proposed")
    if proposal is None:
        return None
    after = f"{_MARK.sub('', proposal.after)}\n\n（改定番号{choosing.number()}）"
    return _decided("revise", "proposal.revised", proposal, choosing.staff(), after=after)


def check_again(choosing: Choosing, state: State) -> Move | None:
    """The gate of a proposal whose last gate was killed."""
    failed = [p for p in state.proposals_in("proposed") if p.gate_status == "failed"]
    if not failed:
        return None
    path = f"/console/proposals/{failed[0].id}/gate"
    return Move(kind="check again", person=choosing.staff(), path=path, form={})


def reject(choosing: Choosing, state: State) -> Move | None:
    proposal = choosing.proposal(state, "proposed")
    if proposal is None:
        return None
    by = choosing.decider(proposal)
    return _decided("reject", "proposal.rejected", proposal, by, reason="却下")


def approve(choosing: Choosing, state: State) -> Move | None:
    """Not where a gate was killed: it is run again first."""
    ready = [p for p in state.proposals_in(*UNDECIDED) if p.gate_status in _PASSED]
    proposal = choosing.one(ready)
    if proposal is None:
        return None
    impact = [entry["exchange"] for entry in proposal.impact]
    asks_another = proposal.gate_status == "red" and proposal.status == "proposed"
    return _decided(
        "approve",
        "proposal.seconding" if asks_another else "proposal.approved",
        proposal,
        choosing.decider(proposal),
        seen=proposal.digest,
        reason="内容を確認しました。",
        withhold=[str(number) for number in impact if choosing.chance.random() < 0.3],
    )


def take_back(choosing: Choosing, state: State) -> Move | None:
    proposal = choosing.proposal(state, "published")
    if proposal is None:
        return None
    because = f"取消{choosing.number()}"
    by = choosing.decider(proposal)
    return _decided("take back", "proposal.taking_back", proposal, by, because=because)


def _decided(kind: str, action: str, proposal: Proposal, by: str, **form: str | list[str]) -> Move:
    return Move(
        kind=kind,
        person=by,
        path=f"/console/proposals/{proposal.id}/{kind.replace(' ', '-')}",
        form=form,
        action=action,
        subject=f"proposal:{proposal.id}",
    )


def _place(choosing: Choosing, database: Engine) -> tuple[int, Section | None]:
    library = Library(database)
    masters = [manual for manual in library.manuals() if not manual.title.endswith("（補足）")]
    manual = choosing.chance.choice(masters)
    sections = library.sections(library.history(manual.id)[-1].id)
    changed = [s for s in sections if s.heading_path and CHANGED in s.heading_path[-1]]
    return manual.id, changed[0] if changed else None


def _with_another_figure(text: str, number: int) -> str:
    changed = re.sub(r"週\d日まで", f"週{number % 4 + 1}日まで", _MARK.sub("", text))
    return f"{changed}\n\n（改定番号{number}）"
