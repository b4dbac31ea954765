"""Keeps proposals that wait on the present text: what changes below them is noticed in time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot import schema
from bot.desk import gate, notices, staging, versions
from bot.desk.addenda import Addenda
from bot.desk.change import change_of
from bot.desk.proposal import SELECT, UNDECIDED, Proposal, keep, proposal_from
from knowledge.errors import Conflict
from knowledge.library import revisions_of
from knowledge.model import Manual


def check_base(path: Path, data: bytes, base_hash: str) -> None:
    """Raises Conflict when a file is not the one that a change was made for."""
    if staging.hash_of(data) != base_hash:
        raise Conflict(
            f"{path.name} has been changed since the proposal was made, also at this place. "
            "Revise it, or reject it and propose again on the present text.",
            f"提案の後に {path.name} のこの箇所が変更されています。今の文面に合わせて改定案を"
            "直すか、却下して提案し直してください。",
        )


def check_holds(tx: Connection, proposal: Proposal) -> None:
    """Raises Conflict where another file says by now what holds: a change of the old one would
    bring the old text back."""
    if proposal.how == "addendum":
        return
    holding = versions.present(revisions_of(tx, proposal.manual_id)).source
    if holding != proposal.source:
        old, new = versions.name_of(proposal.source), versions.name_of(holding)
        raise Conflict(
            f"By now {new} says what holds, not {old}. Propose a change of what holds now.",
            f"今は {old} ではなく {new} の版が有効です。今の文面を直す改定案を新しく出して"
            "ください。",
        )


def undecide(tx: Connection, proposal_id: int) -> None:
    """Up for decision as if nobody had decided."""
    undecided: dict[str, Any] = {
        "status": "proposed",
        "approver": None,
        "decided_at": None,
        "second_approver": None,
        "override_reason": None,
        "withheld": [],
    }
    keep(tx, proposal_id, **undecided)


def reset(tx: Connection, proposal_id: int) -> None:
    """Up for decision anew; its gate runs again."""
    undecide(tx, proposal_id)
    gate.reset(tx, proposal_id)


def refresh(tx: Connection, proposal: Proposal, manual: Manual, addenda: Addenda) -> bool:
    """Put a proposal on the present file, where its place says what it said.

    True when the file was changed since, so that the gate runs again. Raises Conflict where its
    place was changed too, the file is gone, or another file holds by now.
    """
    check_holds(tx, proposal)
    change = change_of(proposal, manual, addenda)
    data = change.base()
    if staging.hash_of(data) == proposal.base_hash:
        return False
    if not change.still_fits(data):
        check_base(change.path, data, proposal.base_hash)
    reset(tx, proposal.id)
    keep(tx, proposal.id, base_hash=staging.hash_of(data))
    return True


def refresh_others(tx: Connection, proposal: Proposal, manual: Manual, addenda: Addenda) -> None:
    """The other proposals of a manual that was changed: their gates run again.

    Who approved one against a red gate is told that this counts no longer.
    """
    table = schema.proposals.c
    query = SELECT.where(
        table.manual_id == manual.id, table.id != proposal.id, table.status.in_(UNDECIDED)
    )
    for other in [proposal_from(row) for row in tx.execute(query).all()]:
        reset(tx, other.id)
        data = staging.present(change_of(other, manual, addenda).path)
        change = change_of(other, manual, addenda)
        if change.still_fits(data or change.beginning):
            keep(tx, other.id, base_hash=staging.hash_of(data or change.beginning))
        if other.approver is not None:
            key = f"proposal:{other.id}:stale:{proposal.id}:{proposal.status}"
            notices.tell(tx, other.approver, "gate_stale", key, proposal_id=other.id)
