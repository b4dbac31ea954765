"""Whom Zeroji answers without being mentioned, and what is known of somebody's messages."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, select

from bot import schema
from bot.slack.places import Place
from bot.slack.requests import Asked, from_json

#: Kind of the message that repeats a question of a command, a shortcut or the home.
ASIDE = "aside"


class Threads:
    def __init__(self, database: Engine) -> None:
        self._database = database

    def talks_with(self, place: Place) -> bool:
        """Whether Zeroji has answered this person in this thread, or is about to."""
        table = schema.slack_messages.c
        said = (
            select(table.name)
            .where(table.channel == place.channel, table.thread == place.thread)
            .where(table.user == place.user)
            .limit(1)
        )
        with self._database.connect() as tx:
            return tx.execute(said).first() is not None or bool(_waiting(tx, place))

    def knows(self, place: Place, question_ts: str) -> bool:
        """Whether a message is a question that Zeroji has answered, or is about to."""
        table = schema.slack_messages.c
        answered = (
            select(table.name)
            .where(table.channel == place.channel, table.question_ts == question_ts)
            .limit(1)
        )
        with self._database.connect() as tx:
            if tx.execute(answered).first() is not None:
                return True
            return question_ts in _waiting(tx, place).values()

    def typed_in(self, place: Place) -> str:
        """Where a command was typed whose question began a thread of the direct messages; empty
        for other threads."""
        table = schema.slack_messages.c
        first = select(table.name).where(
            table.channel == place.channel, table.ts == place.thread, table.kind == ASIDE
        )
        with self._database.connect() as tx:
            key = (tx.execute(first).scalar() or "").rpartition(":")[0]
            event = select(schema.slack_events.c.payload).where(schema.slack_events.c.id == key)
            payload = tx.execute(event).scalar() or {}
        return str((payload.get("place") or {}).get("channel") or "")

    def waiting(self, place: Place, question_ts: str) -> list[str]:
        """Keys of what waits to be answered of a message."""
        with self._database.connect() as tx:
            return [key for key, ts in _waiting(tx, place).items() if ts == question_ts]


def _waiting(tx: Connection, place: Place) -> dict[str, str]:
    """What somebody has asked in a thread and has no answer to: the messages by key."""
    table = schema.slack_events.c
    query = (
        select(table.id, table.payload)
        .where(table.answered_at.is_(None), table.failure.is_(None))
        .where(table.lane == place.conversation)
    )
    found = ((row.id, from_json(row.payload)) for row in tx.execute(query))
    return {key: one.question_ts for key, one in found if isinstance(one, Asked)}
