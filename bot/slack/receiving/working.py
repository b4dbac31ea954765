"""The job that does what was written down."""

from __future__ import annotations

import logging

from sqlalchemy import Engine, select, update

from bot import schema
from bot.slack.posting.refusals import Unreachable
from bot.slack.receiving.surface import Given, Surface
from bot.slack.requests import from_json
from knowledge.database import now, writing

_log = logging.getLogger(__name__)


class Working:
    def __init__(self, database: Engine, surface: Surface) -> None:
        self._database = database
        self._surface = surface

    def work(self, key: str, again: bool) -> None:
        """Do a request of ``slack_events`` once in effect. Raises JobFailed."""
        table = schema.slack_events
        with self._database.connect() as tx:
            event = tx.execute(select(table).where(table.c.id == key)).one()
        if event.answered_at is not None or event.failure is not None:
            return
        request = from_json(event.payload)
        given = Given(key=key, request=request, again=again, received_at=event.received_at)
        try:
            self._surface.does[type(request)](given)
        except Unreachable as refusal:
            _log.error("%s is left alone: %s", key, refusal.reason)
            self._note(key, failure=refusal.reason)
        else:
            self._note(key, answered_at=now())

    def _note(self, key: str, **what: object) -> None:
        table = schema.slack_events
        with writing(self._database) as tx:
            tx.execute(update(table).where(table.c.id == key).values(what))
