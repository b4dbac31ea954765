"""What was posted about tickets for staff: their cards and what stands below them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, delete, func, select

from bot import schema
from bot.slack.posting.posted import Posted, row_name
from knowledge.database import writing

#: Kinds of messages in the staff channel.
CARD, THREAD = "card", "thread"


def held_name(exchange: int) -> str:
    return f"held:{exchange}:card"


class PostedCards:
    def __init__(self, database: Engine) -> None:
        self._database = database

    def card(self, ticket: int) -> Posted | None:
        found = self._found(schema.slack_messages.c.name == row_name(f"ticket:{ticket}:card"))
        return found[0] if found else None

    def count(self, ticket: int) -> int:
        """Messages that the card is made of."""
        table = schema.slack_messages.c
        query = select(func.count()).where(table.ticket_id == ticket, table.kind == CARD)
        with self._database.connect() as tx:
            return int(tx.execute(query).scalar_one())

    def of_ticket(self, ticket: int) -> list[Posted]:
        """Card and thread."""
        table = schema.slack_messages.c
        return self._found((table.ticket_id == ticket) & table.kind.in_((CARD, THREAD)))

    def held(self, exchange: int) -> list[Posted]:
        """The card of a held answer."""
        prefix = row_name(held_name(exchange)).removesuffix("0")
        return self._found(schema.slack_messages.c.name.startswith(prefix, autoescape=True))

    def is_private(self, ticket: int) -> bool:
        table = schema.tickets.c
        query = select(table.id).where(table.id == ticket, table.private)
        with self._database.connect() as tx:
            return tx.execute(query).first() is not None

    def is_posted(self, name: str) -> bool:
        return bool(self._found(schema.slack_messages.c.name == row_name(name)))

    def at(self, channel: str, ts: str) -> Posted | None:
        """What we posted there."""
        table = schema.slack_messages.c
        found = self._found((table.channel == channel) & (table.ts == ts))
        return found[0] if found else None

    def forget(self, ticket: int) -> None:
        """Of a channel that is no longer the staff's."""
        table = schema.slack_messages
        theirs = (table.c.ticket_id == ticket) & table.c.kind.in_((CARD, THREAD))
        with writing(self._database) as tx:
            tx.execute(delete(table).where(theirs))

    def forget_message(self, name: str) -> None:
        table = schema.slack_messages
        with writing(self._database) as tx:
            tx.execute(delete(table).where(table.c.name == name))

    def _found(self, which: Any) -> list[Posted]:
        table = schema.slack_messages
        columns = [column for column in table.c if column.name != "posted_at"]
        query = select(*columns).where(which).order_by(table.c.posted_at, table.c.name)
        with self._database.connect() as tx:
            return [Posted(**row._mapping) for row in tx.execute(query)]
