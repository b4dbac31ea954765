"""Earlier questions beside the chat. What was told in confidence is not spelled out there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot import schema
from bot.wiring import Zeroji


@dataclass(frozen=True, kw_only=True)
class Earlier:
    conversation: str
    #: The first question; empty where it was told in confidence: others may see the screen.
    question: str
    at: datetime


def listed(zeroji: Zeroji, asker: str, most: int) -> list[Earlier]:
    """An asker's conversations, newest first."""
    found = zeroji.ledger.conversations(asker)[:most]
    table = schema.exchanges.c
    query = select(table.conversation, table.question).where(
        table.conversation.in_([conversation for conversation, _, _ in found]),
        table.outcome["reason"].as_string() == "sensitive",
    )
    with zeroji.database.connect() as tx:
        confided = {(row.conversation, row.question) for row in tx.execute(query)}
    return [
        Earlier(
            conversation=conversation,
            question="" if (conversation, question) in confided else question,
            at=at,
        )
        for conversation, question, at in found
    ]
