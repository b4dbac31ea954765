"""Takes in what Slack sends: written down before Slack is told that it has arrived.

What is written down is answered: at once, or when jobs have been launched.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, select

from bot import schema
from bot.jobs import Job, Jobs
from bot.slack.requests import Request, from_json, to_json
from knowledge.database import now, writing
from knowledge.store import insert_missing

ANSWER = "slack.answer"

#: What is older and could not be answered is no longer looked for.
_LOOK_BACK = timedelta(days=7)


class Inbox:
    def __init__(self, database: Engine, jobs: Jobs) -> None:
        self._database = database
        self._jobs = jobs

    def receive(self, key: str, request: Request) -> None:
        """Keep a request to be answered; one that has come before is the same request."""
        job = _job(key, request)
        row = {"id": key, "lane": job.lane, "payload": to_json(request), "received_at": now()}
        with writing(self._database) as tx:
            insert_missing(tx, schema.slack_events, [row])
        self._jobs.enqueue(job)

    def waiting(self) -> list[Job]:
        """A job for each request that has yet to be answered."""
        table = schema.slack_events.c
        query = (
            select(table.id, table.payload)
            .where(table.answered_at.is_(None), table.received_at > now() - _LOOK_BACK)
            .order_by(table.received_at)
        )
        with self._database.connect() as tx:
            return [_job(row.id, from_json(row.payload)) for row in tx.execute(query)]


def _job(key: str, request: Request) -> Job:
    return Job(kind=ANSWER, key=key, subject=key, lane=request.place.conversation)
