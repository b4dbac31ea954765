"""What was posted: rows of ``slack_messages``, by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, Row, delete, select, update

from bot import schema
from bot.slack.messages.blocks import Message
from bot.slack.places import Place
from knowledge.database import now, writing
from knowledge.store import insert_missing


@dataclass(frozen=True, kw_only=True)
class About:
    """What a message is, and what it belongs to."""

    #: answer, clarification, escalation, refusal, told, card, held, waiting …; 16 characters.
    kind: str
    #: Whom it is for.
    user: str
    #: The message of the question that it belongs to.
    question_ts: str = ""
    exchange_id: int | None = None
    ticket_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Posted:
    name: str
    kind: str
    channel: str
    thread: str
    #: Empty for what only one person sees.
    ts: str
    user: str
    question_ts: str
    exchange_id: int | None
    ticket_id: int | None
    digest: str


def row_name(name: str, number: int = 0) -> str:
    """The name of one of the messages that were posted under a name."""
    return f"{name}#{number}"


def digest(message: Message) -> str:
    shown = json.dumps([message.text, message.blocks], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(shown.encode()).hexdigest()


class PostedMessages:
    def __init__(self, database: Engine) -> None:
        self._database = database

    def keep(
        self,
        place: Place,
        name: str,
        ts: str,
        message: Message,
        about: About,
        *,
        is_found: bool = False,
    ) -> None:
        """``is_found``: it was there already, so that what it shows may be out of date."""
        row = {
            "name": name,
            "kind": about.kind,
            "channel": place.channel,
            "thread": place.thread,
            "ts": ts,
            "user": about.user,
            "question_ts": about.question_ts,
            "exchange_id": about.exchange_id,
            "ticket_id": about.ticket_id,
            "digest": "" if is_found else digest(message),
            "posted_at": now(),
        }
        with writing(self._database) as tx:
            insert_missing(tx, schema.slack_messages, [row])

    def changed(self, name: str, to: Message, about: About | None = None) -> None:
        table = schema.slack_messages
        values: dict[str, object] = {"digest": digest(to)}
        if about is not None:
            values |= {
                "kind": about.kind,
                "exchange_id": about.exchange_id,
                "ticket_id": about.ticket_id,
            }
        with writing(self._database) as tx:
            tx.execute(update(table).where(table.c.name == name).values(values))

    def forget(self, name: str) -> None:
        table = schema.slack_messages
        with writing(self._database) as tx:
            tx.execute(delete(table).where(table.c.name == name))

    def named(self, name: str) -> Posted | None:
        table = schema.slack_messages.c
        found = self._found(table.name == name)
        return found[0] if found else None

    def among(self, names: Collection[str]) -> frozenset[str]:
        """Which of these have been posted."""
        table = schema.slack_messages.c
        query = select(table.name).where(table.name.in_(names))
        with self._database.connect() as tx:
            return frozenset(tx.execute(query).scalars())

    def of_question(self, channel: str, question_ts: str) -> list[Posted]:
        """What was posted about somebody's message, in that order."""
        table = schema.slack_messages.c
        return self._found((table.channel == channel) & (table.question_ts == question_ts))

    def _found(self, which: object) -> list[Posted]:
        table = schema.slack_messages
        query = select(table).where(which).order_by(table.c.posted_at, table.c.name)  # type: ignore[arg-type]
        with self._database.connect() as tx:
            return [_posted(row) for row in tx.execute(query)]


def _posted(row: Row[object]) -> Posted:
    values = dict(row._mapping)
    del values["posted_at"]
    return Posted(**values)
