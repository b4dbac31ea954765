"""How often what was published of a ticket has answered since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from bot import schema
from knowledge import schema as kb

#: The published sections' chunks, with the tickets that they were published for and since when.
_Published = Mapping[str, list[tuple[int, datetime]]]


def answered_since(tx: Connection, proposals: Mapping[int, int]) -> dict[int, int]:
    """Answers since a proposal was published that rest on its section, by ticket.

    ``proposals`` are published ones by ticket.
    """
    published = _published(tx, proposals)
    if not published:
        return {}
    table = schema.exchanges.c
    first = min(at for tickets in published.values() for _, at in tickets)
    query = select(table.asked_at, table.chunk_ids).where(
        table.asked_at >= first, table.kind == "answer"
    )
    counts: Counter[int] = Counter()
    for row in tx.execute(query):
        tickets = [found for chunk in row.chunk_ids for found in published.get(chunk, ())]
        counts.update({ticket for ticket, at in tickets if row.asked_at >= at})
    return dict(counts)


def _published(tx: Connection, proposals: Mapping[int, int]) -> _Published:
    proposal, section, chunk = schema.proposals.c, kb.sections.c, kb.chunks.c
    query = (
        select(proposal.id, proposal.decided_at, proposal.heading_path, section.heading_path)
        .add_columns(chunk.id.label("chunk"))
        .join_from(schema.proposals, kb.sections, section.manual_id == proposal.manual_id)
        .join(
            kb.chunks,
            (chunk.manual_id == section.manual_id) & (chunk.section_hash == section.hash),
        )
        .where(proposal.id.in_(proposals.values()), proposal.decided_at.is_not(None))
    )
    ticket_of = {proposal: ticket for ticket, proposal in proposals.items()}
    found: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
    for number, decided_at, changed, heading_path, chunk_id in tx.execute(query):
        if changed == heading_path:
            found[chunk_id].append((ticket_of[number], decided_at))
    return found
