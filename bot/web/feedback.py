"""「役に立った」: an asker says of an answer that it helped. Kept as an event, once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Engine, select

from bot import schema
from bot.desk.events import record
from knowledge.database import writing
from knowledge.errors import NotFound

HELPFUL = "answer.helpful"


def record_helpful(database: Engine, exchange_id: int, asker: str) -> None:
    exchanges, events = schema.exchanges.c, schema.events.c
    own = select(exchanges.id).where(exchanges.id == exchange_id, exchanges.asker == asker)
    event = {"actor": asker, "action": HELPFUL, "subject": _subject(exchange_id)}
    said = select(events.id).where(*[events[name] == value for name, value in event.items()])
    with writing(database) as tx:
        if tx.execute(own).first() is None:
            raise NotFound(f"You have no answer {exchange_id}.")
        if tx.execute(said).first() is None:
            record(tx, asker, HELPFUL, _subject(exchange_id))


def helpful(database: Engine, exchange_ids: Iterable[int]) -> set[int]:
    """Which of these answers were said to have helped."""
    subjects = {_subject(exchange_id): exchange_id for exchange_id in exchange_ids}
    events = schema.events.c
    said = select(events.subject).where(events.subject.in_(subjects), events.action == HELPFUL)
    with database.connect() as tx:
        return {subjects[subject] for subject in tx.execute(said).scalars()}


def _subject(exchange_id: int) -> str:
    return f"exchange:{exchange_id}"
