"""What Zeroji looked at for a question before it handed it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot import schema
from bot.desk.ticket import Ticket
from bot.web.visitors import Visitor
from bot.wiring import Zeroji


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A section, and how likely it was taken to answer, from 0 to 100."""

    manual_id: int
    manual: str
    section: str
    percent: int


@dataclass(frozen=True, kw_only=True)
class Examined:
    #: As it was searched: completed from the conversation.
    question: str
    #: The likeliest first.
    sections: tuple[Looked, ...]
    #: Sections that the visitor may not read.
    hidden: int


def examined(zeroji: Zeroji, visitor: Visitor, ticket: Ticket) -> Examined | None:
    """What was looked at for the first asker; None where that is not kept or confidential."""
    if ticket.private or not ticket.askers:
        return None
    table = schema.exchanges.c
    query = select(table.examined, table.outcome).where(table.id == ticket.askers[0].exchange_id)
    with zeroji.database.connect() as tx:
        row = tx.execute(query).one()
    if not row.examined or row.outcome.get("reason") == "sensitive":
        return None
    manuals = {m.path: m for m in zeroji.library.manuals(include_retired=True)}
    shown: list[Looked] = []
    best: list[dict[str, Any]] = sorted(
        row.examined["retrieved"], key=lambda found: -found["confidence"]
    )
    for found in best:
        manual = manuals.get(found["path"])
        if manual is not None and visitor.may_read(manual.audience):
            percent = round(100 * min(max(found["confidence"], 0.0), 1.0))
            shown.append(
                Looked(
                    manual_id=manual.id,
                    manual=manual.title,
                    section=found["section"],
                    percent=percent,
                )
            )
    return Examined(
        question=row.examined["standalone"], sections=tuple(shown), hidden=len(best) - len(shown)
    )
