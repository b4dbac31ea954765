"""What the gate before a publication found about a proposal, and how far it is.

waiting → running → green, amber, red or failed. The result is kept with the proposal as JSON::

    {"seconds": 8.1,
     "cases": [{"id", "question", "before", "after", "regressed", "text_before", "text_after"}],
     "ticket": [{"question", "kind", "outcome", "cites_change", "text"}],
     "contradictions": [{"kind", "text": {"ja", "en"}, "places": [
         {"manual_id", "manual", "audience", "section", "quote"}]}],
     "impact": [{"exchange", "asker", "asked_at", "question", "differs",
                 "text_before", "text_after"}],
     "reasons": [{"level", "ja", "en"}]}

``before`` and ``after`` of a case are right, missed (not answered, or not from where it should be)
or wrong; ``kind`` of a question is asked, joined or paraphrase; ``differs`` lists figures, dates
and outcome. What quotes manuals has their ``audiences`` besides: pages show its texts to those who
may read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Engine, select, update

from bot import schema
from bot.desk import events
from knowledge.database import writing
from knowledge.errors import Conflict

Status = Literal["green", "amber", "red", "failed"]
#: Where there is something to show about a gate.
DONE: tuple[Status, ...] = ("green", "amber", "red", "failed")
UNDER_WAY = ("waiting", "running")


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A gate that runs, and the change that it runs for."""

    proposal_id: int
    base_hash: str
    after: str
    heading_path: tuple[str, ...]


def waiting(database: Engine) -> list[int]:
    """Proposals whose gate is to run, the oldest first."""
    table = schema.proposals.c
    query = (
        select(table.id)
        .where(table.status == "proposed", table.gate_status == "waiting")
        .order_by(table.id)
    )
    with database.connect() as tx:
        return list(tx.scalars(query))


def reset(tx: Connection, proposal_id: int) -> None:
    """Have the gate run again: the change or what it was compared with is another now."""
    _set(tx, proposal_id, gate_status="waiting", gate=None)


def recover(database: Engine) -> None:
    """Have gates run again that a process began which is dead."""
    table = schema.proposals
    with writing(database) as tx:
        left = update(table).where(table.c.gate_status == "running")
        tx.execute(left.values(gate_status="waiting"))


def begin(tx: Connection, proposal_id: int) -> Begun | None:
    """Take a gate that waits; None when somebody else has it or there is nothing to decide."""
    table = schema.proposals
    taken = (
        update(table)
        .where(table.c.id == proposal_id, table.c.status == "proposed")
        .where(table.c.gate_status == "waiting")
        .values(gate_status="running", gate=None)
        .returning(table.c.base_hash, table.c.after, table.c.heading_path)
    )
    row = tx.execute(taken).one_or_none()
    if row is None:
        return None
    return Begun(
        proposal_id=proposal_id,
        base_hash=row.base_hash,
        after=row.after,
        heading_path=tuple(row.heading_path),
    )


def finish(tx: Connection, begun: Begun, status: Status, result: dict[str, Any]) -> bool:
    """Keep a result; False when the proposal was changed meanwhile, so that it says nothing.

    The gate of a proposal that was changed waits again, unless that was seen to already.
    """
    table = schema.proposals
    query = select(table).where(table.c.id == begun.proposal_id)
    row = tx.execute(query).one()
    if row.gate_status != "running" or row.status != "proposed":
        return False
    if (row.base_hash, row.after) != (begun.base_hash, begun.after):
        reset(tx, begun.proposal_id)
        return False
    _set(tx, begun.proposal_id, gate_status=status, gate=result)
    detail = {"status": status, "seconds": result.get("seconds")}
    events.record(tx, "zeroji", "proposal.checked", f"proposal:{begun.proposal_id}", detail)
    return True


def again(database: Engine, proposal_id: int) -> None:
    """Have a finished gate run once more. Raises Conflict while it runs or once it is decided."""
    table = schema.proposals
    restarted = (
        update(table)
        .where(table.c.id == proposal_id, table.c.status == "proposed")
        .where(table.c.gate_status.in_(DONE))
        .values(gate_status="waiting", gate=None)
    )
    with writing(database) as tx:
        if tx.execute(restarted).rowcount == 0:
            raise Conflict(
                f"Proposal {proposal_id} is checked at the moment, or was decided on already.",
                "確認が進んでいるか、すでに処理された提案です。画面を再読み込みしてください。",
            )


def _set(tx: Connection, proposal_id: int, **values: Any) -> None:
    table = schema.proposals
    tx.execute(update(table).where(table.c.id == proposal_id).values(**values))
