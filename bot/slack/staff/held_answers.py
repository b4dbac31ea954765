"""Answers that staff look at before, or instead of, the asker: what is kept of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Engine, select, update

from bot import schema
from knowledge.database import now, writing
from knowledge.errors import NotFound
from knowledge.store import insert_missing

Mode = Literal["listen", "approve"]
#: The kind of an exchange that its asker was not told: no answer, as long as nobody sends it.
UNTOLD = "held"
#: What staff, or the asker by taking the question back, made of it.
Decision = Literal["sent", "rewritten", "declined", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class HeldAnswer:
    exchange_id: int
    #: What the asker sent: a row of ``slack_events``.
    event_id: str
    mode: Mode
    #: waiting or a Decision.
    status: str
    #: What staff wrote instead.
    text: str | None
    decided_by: str | None
    held_at: datetime
    due_at: datetime | None
    decided_at: datetime | None


class HeldAnswers:
    def __init__(self, database: Engine) -> None:
        self._database = database

    def keep(self, event_id: str, exchange: int, mode: Mode, due_at: datetime | None) -> None:
        """Once; what is kept already stays as it is."""
        row = {
            "exchange_id": exchange,
            "event_id": event_id,
            "mode": mode,
            "status": "waiting",
            "held_at": now(),
            "due_at": due_at,
        }
        with writing(self._database) as tx:
            insert_missing(tx, schema.held_answers, [row])
            undecided = select(schema.held_answers.c.exchange_id).where(_is_undecided(exchange))
            if tx.execute(undecided).first() is not None:
                _record_kind(tx, exchange, UNTOLD)

    def held(self, exchange: int) -> HeldAnswer:
        """Raises NotFound."""
        found = self._found(schema.held_answers.c.exchange_id == exchange)
        if not found:
            raise NotFound("There is no such answer.", "その回答はありません。")
        return found[0]

    def is_held(self, event_id: str) -> bool:
        return bool(self._found(schema.held_answers.c.event_id == event_id))

    def of_question(self, channel: str, question_ts: str) -> list[HeldAnswer]:
        """What waits of a message."""
        event = schema.slack_events.c
        asked = select(event.id).where(
            event.payload["question_ts"].as_string() == question_ts,
            event.payload["place"]["channel"].as_string() == channel,
            event.id == schema.held_answers.c.event_id,
        )
        return self._found((schema.held_answers.c.status == "waiting") & asked.exists())

    def to_approve(self) -> list[HeldAnswer]:
        """Those whose askers wait."""
        table = schema.held_answers.c
        return self._found((table.status == "waiting") & (table.mode == "approve"))

    def held_since(self, moment: datetime) -> list[HeldAnswer]:
        table = schema.held_answers.c
        return self._found((table.status == "waiting") & (table.held_at > moment))

    def decided_since(self, moment: datetime) -> list[HeldAnswer]:
        return self._found(schema.held_answers.c.decided_at > moment)

    def decide(self, exchange: int, decision: Decision, by: str, text: str = "") -> HeldAnswer:
        """The first to decide does; whoever comes later sees who it was."""
        table = schema.held_answers
        values = {
            "status": decision,
            "decided_by": by,
            "decided_at": now(),
            "text": text or None,
        }
        with writing(self._database) as tx:
            decided = tx.execute(update(table).where(_is_undecided(exchange)).values(values))
            if decided.rowcount and decision in ("sent", "rewritten"):
                _record_told(tx, exchange, text)
        return self.held(exchange)

    def _found(self, which: Any) -> list[HeldAnswer]:
        table = schema.held_answers
        query = select(table).where(which).order_by(table.c.held_at, table.c.exchange_id)
        with self._database.connect() as tx:
            return [HeldAnswer(**row._mapping) for row in tx.execute(query)]


def _is_undecided(exchange: int) -> ColumnElement[bool]:
    table = schema.held_answers.c
    return (table.exchange_id == exchange) & (table.status == "waiting")


def _record_told(tx: Connection, exchange: int, text: str) -> None:
    """The ledger says what the asker is told: what staff wrote instead, where they did."""
    table = schema.exchanges
    outcome = tx.execute(select(table.c.outcome).where(table.c.id == exchange)).scalar_one()
    if text:
        outcome |= {"outcome": "answer", "text": text, "parts": [], "options": []}
        tx.execute(update(table).where(table.c.id == exchange).values(outcome=outcome))
    _record_kind(tx, exchange, outcome["outcome"])


def _record_kind(tx: Connection, exchange: int, kind: str) -> None:
    """What the question came to, for who counts answers or corrects earlier ones."""
    ledger, counted = schema.exchanges, schema.counted_questions
    tx.execute(update(ledger).where(ledger.c.id == exchange).values(kind=kind))
    tx.execute(update(counted).where(counted.c.exchange_id == exchange).values(kind=kind))
