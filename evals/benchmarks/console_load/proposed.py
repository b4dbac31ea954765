"""Proposals of past tickets' replies: a few wait for a decision, most are published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from bot import schema
from bot.wiring import Zeroji
from knowledge import schema as kb
from knowledge.database import now, writing

#: Of a hundred proposals: how many wait for a decision, and how many were turned down.
_WAITING, _REJECTED = 2, 13
_GATE = {"seconds": 8.1} | dict.fromkeys(
    ("cases", "ticket", "contradictions", "impact", "reasons"), ()
)


def fill_proposals(zeroji: Zeroji, count: int, members: Sequence[str]) -> None:
    """Make the newest answered tickets those of proposals, with a case of each published one."""
    ticket, passed = schema.tickets.c, now()
    newest = (
        select(ticket.id, ticket.question, ticket.answered_at, ticket.nearest)
        .where(ticket.status == "answered", ~ticket.private)
        .order_by(ticket.id.desc())
        .limit(count)
    )
    with writing(zeroji.database) as tx:
        rows = tx.execute(newest).all()
        revisions = {
            r.manual_id: r.id for r in tx.execute(select(kb.revisions).order_by(kb.revisions.c.id))
        }
        files = {r.id: r.path for r in tx.execute(select(kb.manuals.c.id, kb.manuals.c.path))}
        proposals, cases, moved = [], [], {"proposed": [0], "published": [0]}
        for n, row in enumerate(row for row in rows if row.nearest):
            place, status = row.nearest[0], _status(n)
            at = row.answered_at
            proposals.append(
                {
                    **_proposal(row.id, place, members[n % len(members)]),
                    "status": status,
                    "approver": members[(n + 1) % len(members)] if status != "proposed" else None,
                    "reason": "規程にあります" if status == "rejected" else None,
                    "revision_id": revisions[place["manual_id"]] if status == "published" else None,
                    "created_at": at,
                    "decided_at": at if status != "proposed" else None,
                }
            )
            if status in moved:
                moved[status].append(row.id)
            if status == "published":
                cases.append(_case(row, place, files[place["manual_id"]], passed))
        tx.execute(insert(schema.proposals), proposals)
        for status, numbers in moved.items():
            tx.execute(update(schema.tickets).where(ticket.id.in_(numbers)).values(status=status))
        if cases:
            tx.execute(insert(schema.eval_cases), cases)


def _status(n: int) -> str:
    """Every 50th waits for a decision."""
    kind = n % 100
    if kind % (100 // _WAITING) == 0:
        return "proposed"
    return "rejected" if kind <= _REJECTED else "published"


def _proposal(ticket: int, place: dict[str, Any], author: str) -> dict[str, Any]:
    return {
        "ticket_id": ticket,
        "manual_id": place["manual_id"],
        "how": "in_place",
        "base_hash": "0" * 64,
        "heading_path": place["section"].split(" > "),
        "before": place["text"],
        "after": f"{place['text']}\n申請書は総務へ出してください。",
        "author": author,
        "gate_status": "green",
        "gate": dict(_GATE),
        "withheld": [],
    }


def _case(row: Any, place: dict[str, Any], path: str, at: Any) -> dict[str, Any]:
    return {
        "ticket_id": row.id,
        "manual_id": place["manual_id"],
        "question": row.question,
        "paraphrases": [],
        "gold": [{"file": path, "heading": place["section"], "quote": place["text"][:40]}],
        "facts": [],
        "status": "reviewed",
        "created_at": at,
        "reviewed_at": at,
    }
