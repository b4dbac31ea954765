"""What askers say of answers: 「役に立った」 or 「違う」. Kept as events, once each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Engine, select

from bot import schema
from bot.desk.events import record
from knowledge.database import writing
from knowledge.errors import NotFound

Verdict = Literal["helpful", "wrong"]


def record_verdict(database: Engine, exchange_id: int, asker: str, verdict: Verdict) -> None:
    """Raises NotFound for an answer to somebody else, and for what was said in confidence."""
    exchanges, events = schema.exchanges.c, schema.events.c
    subject, action = f"exchange:{exchange_id}", f"answer.{verdict}"
    own = select(exchanges.outcome).where(exchanges.id == exchange_id, exchanges.asker == asker)
    said = select(events.id).where(events.subject == subject, events.action == action)
    with writing(database) as tx:
        outcome = tx.execute(own).scalar_one_or_none()
        if outcome is None or outcome.get("reason") == "sensitive":
            raise NotFound(f"You have no answer {exchange_id}.", "その回答は見つかりません。")
        if tx.execute(said).first() is None:
            record(tx, asker, action, subject)


def helpful(database: Engine, exchange_ids: Iterable[int]) -> set[int]:
    """Which of these answers were said to have helped."""
    subjects = {f"exchange:{exchange_id}": exchange_id for exchange_id in exchange_ids}
    events = schema.events.c
    said = select(events.subject).where(
        events.subject.in_(subjects), events.action == "answer.helpful"
    )
    with database.connect() as tx:
        return {subjects[subject] for subject in tx.execute(said).scalars()}
