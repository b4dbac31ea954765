"""States of proposals that tests begin with, and what people were told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from bot import schema
from bot.desk import gate
from bot.desk.addenda import Addenda
from bot.desk.proposal import Proposal
from bot.desk.publication import Ingest, Sources
from bot.wiring import Zeroji
from knowledge.database import writing


def checked(zeroji: Zeroji, proposal: Proposal, status: gate.Status = "green", **found: Any) -> int:
    """A proposal whose gate has come to this."""
    table = schema.proposals
    with writing(zeroji.database) as tx:
        change = update(table).where(table.c.id == proposal.id)
        tx.execute(change.values(gate_status=status, gate={"impact": [], **found}))
    return proposal.id


def impact(exchange: int, before: str, after: str, **more: Any) -> dict[str, Any]:
    """An earlier answer that a change makes wrong, as the gate finds it."""
    return {
        "exchange": exchange,
        "asker": "shain",
        "asked_at": "2026-04-01T00:00:00+00:00",
        "question": "",
        "differs": ["figures"],
        "text_before": before,
        "text_after": after,
        **more,
    }


def told(zeroji: Zeroji, ticket: int) -> list[tuple[str, str]]:
    """What the askers of a ticket were told: (kind, text)."""
    table = schema.notifications.c
    query = select(table.kind, table.text).where(table.ticket_id == ticket).order_by(table.id)
    with zeroji.database.connect() as tx:
        return [(row.kind, row.text) for row in tx.execute(query)]


def told_of(zeroji: Zeroji, proposal: int) -> list[tuple[str, str, str]]:
    """Who was told of a change: (recipient, kind, text)."""
    table = schema.notifications.c
    query = select(table.recipient, table.kind, table.text).where(table.proposal_id == proposal)
    with zeroji.database.connect() as tx:
        return [tuple(row) for row in tx.execute(query.order_by(table.id))]


def noticed(zeroji: Zeroji, proposal: int) -> list[tuple[str, str]]:
    """Which members have a notice about a proposal: (recipient, kind)."""
    table = schema.staff_notices.c
    query = select(table.recipient, table.kind).where(table.proposal_id == proposal)
    with zeroji.database.connect() as tx:
        return [tuple(row) for row in tx.execute(query.order_by(table.id))]


def sources(zeroji: Zeroji, ingest: Ingest) -> Sources:
    """Where this Zeroji's files are changed, with another way to ingest them."""
    return Sources(
        ingest=ingest,
        retire=zeroji.publisher.retire,
        addenda=Addenda(zeroji.library, zeroji.settings.addenda),
        staging=zeroji.home.path / "staging",
        originals=zeroji.settings.originals,
    )
