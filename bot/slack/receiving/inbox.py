"""Takes in what Slack sends: written down before Slack is told that it has arrived.

What is written down is worked on: soon, or when jobs have been launched.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Engine, select

from bot import schema
from bot.jobs import Job, Jobs
from bot.slack.posting.access import Access
from bot.slack.posting.waiting import job_for
from bot.slack.receiving.batches import Batches, Row
from bot.slack.requests import Request, to_json
from knowledge.database import now, writing
from knowledge.store import insert_missing

WORK = "slack.answer"

#: What is older and could not be done is no longer looked for.
_LOOK_BACK = timedelta(days=7)
#: Between two looks at everything that waits; those in between look at what has come lately, so
#: that they cost the same however much waits.
_SECONDS_BETWEEN = 30.0
_LATELY = timedelta(seconds=10)


class Inbox:
    def __init__(self, database: Engine, jobs: Jobs, access: Access) -> None:
        self._database = database
        self._jobs = jobs
        self._access = access
        self._batches = Batches(self._write)
        self._look_at_all_at = 0.0
        self._good_since = access.since

    def receive(self, key: str, request: Request) -> None:
        """Keep a request to be done; one that has come before is the same request.

        One commit, no more: Slack waits. The job is made by who looks for :meth:`waiting`.
        """
        row = {
            "id": key,
            "lane": request.lane,
            "payload": to_json(request),
            "received_at": now(),
        }
        self._batches.write(row)
        self._jobs.look(WORK)

    def waiting(self) -> list[Job]:
        """A job for each request that has yet to be done, the oldest first.

        Of those that came earlier, only now and then. Call it again and again, in one thread.
        """
        table = schema.slack_events.c
        query = (
            select(table.id, table.lane, table.received_at)
            .where(table.answered_at.is_(None), table.received_at > now() - self._look_back())
            .where(table.failure.is_(None))
            .order_by(table.received_at)
        )
        with self._database.connect() as tx:
            rows = tx.execute(query).all()
        return [
            job_for(self._access, kind=WORK, key=id, lane=lane or id, at=at)
            for id, lane, at in rows
        ]

    def _look_back(self) -> timedelta:
        is_anew = self._good_since != self._access.since
        if time.monotonic() < self._look_at_all_at and not is_anew:
            return _LATELY
        self._good_since = self._access.since
        self._look_at_all_at = time.monotonic() + _SECONDS_BETWEEN
        return _LOOK_BACK

    def _write(self, rows: Sequence[Row]) -> None:
        with writing(self._database) as tx:
            insert_missing(tx, schema.slack_events, list(rows))
