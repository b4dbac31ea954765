"""What a channel must not see, though it was asked there."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from bot import schema
from bot.slack.places import place_of


def is_confidential(tx: Connection, conversation: str, ticket: int | None) -> bool:
    """Whether what a conversation is told goes to the asker alone: its ticket is private, or what
    it was told before went to them alone."""
    tickets, posted, exchanges = schema.tickets.c, schema.slack_messages.c, schema.exchanges.c
    private = select(tickets.id).where(tickets.id == ticket, tickets.private)
    if tx.execute(private).first() is not None:
        return True
    place = place_of(conversation)
    aside = (
        select(posted.name)
        .join(schema.exchanges, exchanges.id == posted.exchange_id)
        .where(exchanges.conversation == conversation)
        .where(or_(posted.ts == "", posted.channel != place.channel))
        .limit(1)
    )
    return tx.execute(aside).first() is not None
