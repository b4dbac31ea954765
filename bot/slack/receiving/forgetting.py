"""What people wrote is taken out of ``slack_events`` when it is not needed any more.

The row stays: what Slack sends again is known by its key, and whose message it was by its place.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, select, update

from bot import schema
from bot.jobs import Job
from knowledge.database import now, writing

FORGET = "slack.forget"

#: A request is tried again for a week; the text of a question is also in its conversation.
KEPT = timedelta(days=30)
#: Rows of one transaction: others write in between.
_AT_A_TIME = 500
#: What a request of any kind holds of somebody's words; see bot.slack.requests.
_WORDS: dict[str, Any] = {"text": "", "fields": {}}


class Forgetting:
    def __init__(self, database: Engine) -> None:
        self._database = database

    def waiting(self) -> list[Job]:
        """One job a day."""
        today = datetime.now(UTC).date()
        return [Job(kind=FORGET, key=f"{FORGET}:{today}", subject=str(today), lane=FORGET)]

    def forget(self, day: str, again: bool) -> None:
        """Take the words out of what came earlier than so many days before a day."""
        until = min(datetime.combine(date.fromisoformat(day), time(), UTC), now()) - KEPT
        table = schema.slack_events
        with self._database.connect() as tx:
            query = select(table.c.id, table.c.payload).where(table.c.received_at < until)
            found = [
                {"key": row.id, "without": row.payload | _emptied(row.payload)}
                for row in tx.execute(query.execution_options(yield_per=_AT_A_TIME))
                if _says_something(row.payload)
            ]
        change = update(table).where(table.c.id == bindparam("key"))
        for start in range(0, len(found), _AT_A_TIME):
            with writing(self._database) as tx:
                tx.execute(
                    change.values(payload=bindparam("without")), found[start : start + _AT_A_TIME]
                )


def _says_something(payload: dict[str, Any]) -> bool:
    return any(payload.get(name) for name in _WORDS)


def _emptied(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: empty for name, empty in _WORDS.items() if name in payload}
