"""Questions and answers as the ledger has them, as far as buttons and retries need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from bot import schema
from bot.slack.places import PREFIX, Place, place_of
from knowledge.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class Told:
    """A question with what it came to."""

    id: int
    conversation: str
    asker: str
    question: str
    #: In the shape of ``zeroji ask --json``.
    outcome: dict[str, Any]

    @property
    def place(self) -> Place:
        return place_of(self.conversation)


class Exchanges:
    def __init__(self, database: Engine) -> None:
        self._database = database

    def exchange(self, exchange: int) -> Told:
        """Raises NotFound for one that there is not, or that was not asked in Slack."""
        found = self._first(schema.exchanges.c.id == exchange)
        if found is None or not found.conversation.startswith(PREFIX):
            raise NotFound(f"There is no question {exchange} in Slack.")
        return found

    def of(self, exchange: int, asker: str) -> Told:
        """The same. Raises NotFound for somebody else's."""
        found = self.exchange(exchange)
        if found.asker != asker:
            raise NotFound("There is no such question of yours.", "ご自身の質問ではありません。")
        return found

    def asked(self, place: Place, text: str, since: datetime) -> Told | None:
        """The first time that a question was asked in a conversation since then."""
        table = schema.exchanges.c
        return self._first(
            (table.conversation == place.conversation)
            & (table.question == text)
            & (table.asked_at >= since)
        )

    def _first(self, which: Any) -> Told | None:
        table = schema.exchanges.c
        query = (
            select(table.id, table.conversation, table.asker, table.question, table.outcome)
            .where(which)
            .order_by(table.id)
            .limit(1)
        )
        with self._database.connect() as tx:
            row = tx.execute(query).one_or_none()
        return Told(**row._mapping) if row else None
