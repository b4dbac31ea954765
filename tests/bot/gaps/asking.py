"""Fills a database with questions and tickets, as asking and replying leave them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Engine, insert, update

from bot import schema
from bot.desk.events import record
from knowledge.database import now, writing

_numbers = count(1)


class Asking:
    """Writes what was asked, by whom and when."""

    def __init__(self, database: Engine) -> None:
        self.database = database

    def ask(
        self,
        question: str,
        asker: str = "shain",
        *,
        kind: str = "escalation",
        confidence: float = 0.0,
        at: datetime | None = None,
        conversation: str | None = None,
        reason: str | None = None,
        examined: list[dict[str, Any]] | None = None,
        citations: list[dict[str, Any]] | None = None,
        chunk_ids: list[str] | None = None,
        options: list[str] | None = None,
    ) -> int:
        """The id of the exchange."""
        conversation = conversation or f"talk-{next(_numbers)}"
        at = at or now() - timedelta(days=1)
        values = {
            "conversation": conversation,
            "asker": asker,
            "question": question,
            "on_date": at.date(),
            "kind": kind,
            "outcome": {
                "outcome": kind,
                "text": "",
                "reason": reason,
                "standalone": question,
                "citations": citations or [],
                "options": [{"label": text, "question": text} for text in options or ()],
            },
            "chunk_ids": chunk_ids or [],
            "confidence": confidence,
            "checks": [],
            "examined": {"retrieved": examined} if examined else {},
            "asked_at": at,
        }
        talk = {"id": conversation, "asker": asker, "created_at": at}
        with writing(self.database) as tx:
            if not tx.execute(
                schema.conversations.select().where(schema.conversations.c.id == conversation)
            ).first():
                tx.execute(insert(schema.conversations).values(talk))
            made = insert(schema.exchanges).values(values).returning(schema.exchanges.c.id)
            return int(tx.execute(made).scalar_one())

    def ticket(self, exchange: int, question: str, **changes: Any) -> int:
        """The id of the ticket of a question."""
        opened = now() - timedelta(days=1)
        values = {
            "question": question,
            "status": "open",
            "reason": "not_in_manuals",
            "private": False,
            "topic": "",
            "nearest": [],
            "citations": [],
            "opened_at": opened,
            "due_at": opened + timedelta(days=2),
        }
        with writing(self.database) as tx:
            made = insert(schema.tickets).values(values | changes).returning(schema.tickets.c.id)
            number = int(tx.execute(made).scalar_one())
        self.joins(exchange, number)
        return number

    def joins(self, exchange: int, ticket: int) -> None:
        table = schema.exchanges
        with writing(self.database) as tx:
            row = tx.execute(table.select().where(table.c.id == exchange)).one()
            values = {
                "ticket_id": ticket,
                "exchange_id": exchange,
                "asker": row.asker,
                "conversation": row.conversation,
                "question": row.question,
                "joined": "first",
            }
            tx.execute(insert(schema.ticket_askers).values(values))

    def handed_over(self, question: str, asker: str = "shain", **changes: Any) -> int:
        """Ask what gets a ticket of its own; the id of the ticket."""
        return self.ticket(self.ask(question, asker), question, **changes)

    def change(self, ticket: int, **values: Any) -> None:
        with writing(self.database) as tx:
            table = schema.tickets
            tx.execute(update(table).where(table.c.id == ticket).values(**values))

    def complain(self, exchange: int, asker: str = "shain") -> None:
        with writing(self.database) as tx:
            record(tx, asker, "answer.wrong", f"exchange:{exchange}")
