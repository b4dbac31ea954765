"""What came from Slack and was not worked on is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from bot import schema
from bot.diagnosis.slack_work import examine
from bot.migrations import migrate
from knowledge.database import connect, now, sqlite_url, writing


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    opened = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(opened)
    yield opened
    opened.dispose()


def came(database: Engine, id: str, ago: timedelta, **told: object) -> None:
    row = {"id": id, "lane": "", "payload": {}, "received_at": now() - ago} | told
    with writing(database) as tx:
        tx.execute(insert(schema.slack_events).values(row))


def test_where_all_was_done_there_is_nothing_to_say(database: Engine) -> None:
    came(database, "done", timedelta(hours=1), answered_at=now())
    came(database, "at work", timedelta(minutes=1))
    came(database, "long ago", timedelta(days=8))
    came(database, "given up long ago", timedelta(days=8), failure="is_archived")
    assert list(examine(database)) == []


def test_what_waits_too_long_is_wrong(database: Engine) -> None:
    came(database, "one", timedelta(minutes=11))
    came(database, "two", timedelta(days=6))
    (only,) = examine(database)
    assert (only.check, only.status) == ("slack.waiting", "wrong")
    assert "2件" in only.said["ja"]


def test_what_was_given_up_is_told_by_reason(database: Engine) -> None:
    for number in range(3):
        came(database, f"E{number}", timedelta(hours=1), failure="is_archived")
    came(database, "F", timedelta(hours=1), failure="not_in_channel")
    (only,) = examine(database)
    assert only.status == "warning"
    assert "is_archived (3), not_in_channel (1)" in only.said["ja"]
