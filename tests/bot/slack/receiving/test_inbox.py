from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from bot import schema
from bot.jobs import Jobs
from bot.migrations import migrate
from bot.settings import Settings
from bot.slack.places import Place
from bot.slack.posting.access import Access
from bot.slack.receiving.inbox import Inbox
from bot.slack.requests import Asked
from knowledge.database import connect, now, sqlite_url, writing

ASKED = Asked(place=Place(channel="D1", thread="1.0", user="U1"), text="在宅勤務は")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def inbox(database: Engine, tmp_path: Path) -> Inbox:
    """The inbox of a server that has just started."""
    return Inbox(database, Jobs(Settings(home=tmp_path)), Access())


def waiting(inbox: Inbox) -> list[str]:
    return [job.subject.removeprefix("again:") for job in inbox.waiting()]


def grow_old(database: Engine, key: str) -> None:
    table = schema.slack_events
    with writing(database) as tx:
        earlier = now() - timedelta(hours=1)
        tx.execute(update(table).where(table.c.id == key).values(received_at=earlier))


def test_the_first_look_finds_all_that_waits_the_oldest_first(
    inbox: Inbox, database: Engine
) -> None:
    inbox.receive("EvNew", ASKED)
    inbox.receive("EvOld", ASKED)
    grow_old(database, "EvOld")
    assert waiting(inbox) == ["EvOld", "EvNew"]


def test_the_next_look_finds_what_has_come_since(inbox: Inbox, database: Engine) -> None:
    inbox.receive("EvOld", ASKED)
    grow_old(database, "EvOld")
    waiting(inbox)
    inbox.receive("EvNew", ASKED)
    assert waiting(inbox) == ["EvNew"]


def test_what_waited_for_the_server_is_another_job_that_knows_it_may_be_done(
    inbox: Inbox, database: Engine
) -> None:
    inbox.receive("EvOld", ASKED)
    grow_old(database, "EvOld")
    inbox.receive("EvNew", ASKED)
    old, new = inbox.waiting()
    assert (old.subject, new.subject) == ("again:EvOld", "EvNew")
    assert old.key.partition("@")[2] and not new.key.partition("@")[2]
    assert old.lane == new.lane


def test_jobs_of_one_second_are_named_in_the_order_in_which_they_came(inbox: Inbox) -> None:
    inbox.receive("z first", ASKED)
    inbox.receive("a second", ASKED)
    keys = [job.key for job in inbox.waiting()]
    assert keys == sorted(keys)
    assert waiting(inbox) == ["z first", "a second"]
