"""Takes in what Slack sends: written down and queued before Slack is told that it has arrived."""

from __future__ import annotations

from sqlalchemy import Engine

from bot import schema
from bot.jobs import Job, Jobs
from bot.slack.requests import Request, to_json
from knowledge.database import now, writing
from knowledge.store import insert_missing

ANSWER = "slack.answer"


class Inbox:
    def __init__(self, database: Engine, jobs: Jobs) -> None:
        self._database = database
        self._jobs = jobs

    def receive(self, key: str, request: Request) -> None:
        """Keep a request to be answered; one that has come before is the same request."""
        row = {"id": key, "payload": to_json(request), "received_at": now()}
        with writing(self._database) as tx:
            insert_missing(tx, schema.slack_events, [row])
        lane = request.place.conversation
        self._jobs.enqueue(Job(kind=ANSWER, key=key, subject=key, lane=lane))
