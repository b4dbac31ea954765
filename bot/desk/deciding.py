"""Who decides on a proposal, and what the gate allows: the moves from one status to the next.

Each function works in the transaction of its caller.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from bot import schema
from bot.desk import events, gate, notices
from bot.desk.members import who_may
from bot.desk.moving import set_status
from bot.desk.proposal import UNDECIDED, Proposal, expect, keep
from knowledge.database import now
from knowledge.errors import Conflict, InvalidInput, NotAllowed

_LONGEST_REASON = 500
#: What the gate found to be no worse; everything else needs a reason and a second approver.
_PASSED = ("green", "amber")


def approve(
    tx: Connection,
    proposal: Proposal,
    by: str,
    withhold: Collection[int] | None,
    reason: str,
) -> bool:
    """Approve; True when it is to be published now, False when a second approver is needed.

    ``withhold`` are exchanges whose askers are not told; None leaves what was said before.
    Raises NotAllowed for who wrote it or approved it already, Conflict while the gate runs,
    InvalidInput where a reason is missing.
    """
    expect(proposal, UNDECIDED)
    _expect_other(tx, proposal, by)
    _expect_checked(proposal)
    withheld = list(proposal.withheld) if withhold is None else _checked(proposal, withhold)
    if proposal.gate_status in _PASSED:
        _publish(tx, proposal, by, withheld, approver=by)
    elif proposal.status == "seconding":
        _publish(tx, proposal, by, withheld, second_approver=by)
    else:
        _ask_for_another(tx, proposal, by, withheld, checked_reason(reason))
        return False
    return True


def reject(tx: Connection, proposal: Proposal, by: str, reason: str) -> None:
    """Turn it down; its ticket goes back to answered. Raises InvalidInput without a reason."""
    if not reason.strip():
        raise InvalidInput(
            "Say why, so that the author can make it better.",
            "提案者が直せるように、却下の理由を入力してください。",
        )
    expect(proposal, UNDECIDED)
    said = checked_reason(reason)
    keep(tx, proposal.id, status="rejected", approver=by, reason=said, decided_at=now())
    if proposal.ticket_id is not None:
        set_status(tx, proposal.ticket_id, "answered")
    subject = f"proposal:{proposal.id}"
    if proposal.author != by:
        notices.tell(tx, proposal.author, "rejected", subject, proposal_id=proposal.id)
    events.record(tx, by, "proposal.rejected", subject)


def ask_for_decision(tx: Connection, proposal: Proposal) -> None:
    """Tell all who may decide on it."""
    wrote = writers(tx, proposal)
    for member in who_may(tx, "decide"):
        if member.name not in wrote:
            key = f"proposal:{proposal.id}"
            notices.tell(tx, member.name, "proposal", key, proposal_id=proposal.id)


def writers(tx: Connection, proposal: Proposal) -> frozenset[str]:
    """Its author and whoever revised it."""
    table = schema.events.c
    query = select(table.actor).where(
        table.subject == f"proposal:{proposal.id}", table.action == "proposal.revised"
    )
    return frozenset({proposal.author, *tx.execute(query).scalars()})


def checked_reason(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise InvalidInput(
            "The check found that answers would become worse. Say why it is to be published all "
            "the same: a second approver reads it.",
            "公開前の確認で問題が見つかっています。それでも公開する理由を入力してください。"
            "もう一人の承認者が確認します。",
        )
    if len(said) > _LONGEST_REASON:
        raise InvalidInput(
            f"The reason is longer than {_LONGEST_REASON} characters.",
            f"理由は{_LONGEST_REASON}文字以内にしてください。",
        )
    return said


def _expect_other(tx: Connection, proposal: Proposal, by: str) -> None:
    if by in writers(tx, proposal):
        raise NotAllowed(
            "Nobody approves their own proposal: ask a colleague.",
            "自分が書いた提案は承認できません。ほかの承認者に依頼してください。",
        )
    if proposal.status == "seconding" and by == proposal.approver:
        raise NotAllowed(
            "You have approved it already: a second approver must agree.",
            "すでに承認しています。公開には、もう一人の承認者の承認が必要です。",
        )


def _expect_checked(proposal: Proposal) -> None:
    if proposal.gate_status in gate.UNDER_WAY:
        raise Conflict(
            f"Proposal {proposal.id} is still being checked. Wait until that is done, and decide "
            "on what it finds.",
            "公開前の確認がまだ終わっていません。少し待ってから、結果を見て決めてください。",
        )


def _publish(
    tx: Connection, proposal: Proposal, by: str, withheld: list[int], **approvers: str
) -> None:
    keep(tx, proposal.id, status="publishing", withheld=withheld, decided_at=now(), **approvers)
    detail = {"gate": proposal.gate_status, "withheld": withheld}
    events.record(tx, by, "proposal.approved", f"proposal:{proposal.id}", detail)


def _ask_for_another(
    tx: Connection, proposal: Proposal, by: str, withheld: list[int], reason: str
) -> None:
    subject = f"proposal:{proposal.id}"
    values = {"approver": by, "override_reason": reason, "withheld": withheld}
    keep(tx, proposal.id, status="seconding", decided_at=now(), **values)
    besides = {by, *writers(tx, proposal)}
    for member in who_may(tx, "decide"):
        if member.name not in besides:
            key = f"{subject}:seconding:{now().isoformat()}"
            notices.tell(tx, member.name, "red_gate", key, proposal_id=proposal.id)
    events.record(tx, by, "proposal.seconding", subject, {"gate": proposal.gate_status})


def _checked(proposal: Proposal, withhold: Collection[int]) -> list[int]:
    known = {entry["exchange"] for entry in proposal.impact}
    if unknown := set(withhold) - known:
        raise InvalidInput(
            f"No answers {sorted(unknown)} are changed by proposal {proposal.id}.",
            "知らせない相手の指定が今の確認結果と合いません。画面を再読み込みしてください。",
        )
    return sorted(set(withhold))
