"""The job that brings what staff tell an asker to the asker's thread."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot import schema
from bot.jobs import Job
from bot.slack import blocks
from bot.slack.places import PREFIX, place_of
from bot.slack.posting import Poster
from bot.wiring import Zeroji
from knowledge.database import now, writing

DELIVER = "slack.deliver"

#: What is older and could not be delivered is no longer looked for.
_LOOK_BACK = timedelta(days=7)


class Delivery:
    def __init__(self, zeroji: Zeroji, poster: Poster) -> None:
        self._database = zeroji.database
        self._poster = poster

    def waiting(self) -> list[Job]:
        """A job for each notification that a Slack thread has yet to show."""
        table = schema.notifications.c
        query = (
            select(table.key, table.conversation)
            .where(table.delivered_at.is_(None), table.created_at > now() - _LOOK_BACK)
            .where(table.conversation.startswith(PREFIX, autoescape=True))
            .order_by(table.id)
        )
        with self._database.connect() as tx:
            return [
                Job(kind=DELIVER, key=row.key, subject=row.key, lane=row.conversation)
                for row in tx.execute(query)
            ]

    def deliver(self, key: str, again: bool) -> None:
        """Post a notification to its thread. Raises JobFailed."""
        table = schema.notifications
        with self._database.connect() as tx:
            told = tx.execute(select(table).where(table.c.key == key)).one()
        if told.delivered_at is not None:
            return
        place = place_of(told.conversation)
        self._poster.post(place, key, blocks.reply(told.kind, place.user, told.text), again=again)
        with writing(self._database) as tx:
            tx.execute(update(table).where(table.c.key == key).values(delivered_at=now()))
