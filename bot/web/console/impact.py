"""Earlier answers that a proposal changes, as whoever decides sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot import schema
from bot.desk import confiding
from bot.desk.corrections import changed_lines
from bot.desk.proposal import Proposal
from bot.desk.telling import asked_in_ticket
from bot.web.visitors import Visitor
from bot.wiring import Zeroji


@dataclass(frozen=True, kw_only=True)
class Impact:
    exchange: int
    asker: str
    asked_at: datetime
    question: str
    #: figures, dates, outcome
    differs: tuple[str, ...]
    #: What differs of the answers; empty for what the visitor may not read.
    before: str
    after: str
    hidden: bool
    withheld: bool


def shown_impact(zeroji: Zeroji, visitor: Visitor, proposal: Proposal) -> list[Impact]:
    """Without the ticket's own askers, who are told that it is published, and without those who
    asked in confidence, also meanwhile: they are told all the same."""
    with zeroji.database.connect() as tx:
        own = asked_in_ticket(tx, proposal.ticket_id)
        return [
            _impact(entry, proposal, visitor)
            for entry in proposal.impact
            if entry["exchange"] not in own and not _in_confidence(tx, entry["exchange"])
        ]


def _impact(entry: dict[str, Any], proposal: Proposal, visitor: Visitor) -> Impact:
    hidden = not all(map(visitor.may_read, entry.get("audiences", ())))
    texts = (entry["text_before"], entry["text_after"])
    before, after = ("", "") if hidden else changed_lines(*texts)
    return Impact(
        exchange=entry["exchange"],
        asker=entry["asker"],
        asked_at=datetime.fromisoformat(entry["asked_at"]),
        question=entry["question"],
        differs=tuple(entry["differs"]),
        before=before,
        after=after,
        hidden=hidden,
        withheld=entry["exchange"] in proposal.withheld,
    )


def _in_confidence(tx: Connection, exchange_id: int) -> bool:
    table = schema.exchanges.c
    query = select(table.conversation, table.asker, table.outcome).where(table.id == exchange_id)
    row = tx.execute(query).one_or_none()
    if row is None or row.outcome.get("reason") == "sensitive":
        return True
    return confiding.goes_on(tx, row.conversation, row.asker)
