"""What people wrote is not kept in the inbox for ever; that it came is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from bot import schema
from bot.jobs import Jobs
from bot.migrations import migrate
from bot.settings import Settings
from bot.slack.places import Place
from bot.slack.posting.access import Access
from bot.slack.receiving import forgetting
from bot.slack.receiving.forgetting import KEPT, Forgetting
from bot.slack.receiving.inbox import Inbox
from bot.slack.requests import Asked, OptsOut, Request, StaffAct, Wrong, from_json
from knowledge.database import connect, now, sqlite_url, writing

_PLACE = Place(channel="D1", thread="1.0", user="U1")
_WORDS = "母の介護で休めますか"
_REQUESTS: dict[str, Request] = {
    "Ev1": Asked(place=_PLACE, text=_WORDS, question_ts="1.0"),
    "press:1": Wrong(place=_PLACE, exchange=1, because="outdated", text=_WORDS),
    "press:2": StaffAct(place=_PLACE, act="reply", subject=3, fields={"text": _WORDS}),
    "press:3": OptsOut(place=_PLACE, out=True),
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def inbox(database: Engine, tmp_path: Path) -> Inbox:
    received = Inbox(database, Jobs(Settings(home=tmp_path)), Access())
    for key, request in _REQUESTS.items():
        received.receive(key, request)
    return received


def grow_old(database: Engine, by: timedelta) -> None:
    with writing(database) as tx:
        at = now() - by
        tx.execute(update(schema.slack_events).values(received_at=at, answered_at=at))


def payloads(database: Engine) -> dict[str, object]:
    table = schema.slack_events.c
    with database.connect() as tx:
        return {row.id: row.payload for row in tx.execute(select(table.id, table.payload))}


def forget(database: Engine, after: timedelta = timedelta()) -> None:
    Forgetting(database).forget(str((datetime.now(UTC) + after).date()), again=False)


@pytest.mark.parametrize("at_a_time", [1, 500])
def test_the_words_go_and_the_rest_stays(
    inbox: Inbox, database: Engine, monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    monkeypatch.setattr(forgetting, "_AT_A_TIME", at_a_time)
    grow_old(database, KEPT + timedelta(days=1))
    forget(database)
    left = payloads(database)
    assert _WORDS not in str(left) and left.keys() == _REQUESTS.keys()
    asked = from_json(left["Ev1"])  # type: ignore[arg-type]
    # By these an edit of a message finds what waits of it.
    assert asked == Asked(place=_PLACE, text="", question_ts="1.0")
    forget(database)
    assert payloads(database) == left


def test_what_came_lately_is_left_alone(inbox: Inbox, database: Engine) -> None:
    grow_old(database, KEPT - timedelta(days=1))
    before = payloads(database)
    forget(database)
    assert payloads(database) == before


def test_a_clock_that_runs_ahead_forgets_nothing_early(inbox: Inbox, database: Engine) -> None:
    before = payloads(database)
    forget(database, after=timedelta(days=3650))
    assert payloads(database) == before


def test_a_message_that_slack_sends_again_is_known_still(inbox: Inbox, database: Engine) -> None:
    grow_old(database, KEPT + timedelta(days=1))
    forget(database)
    inbox.receive("Ev1", _REQUESTS["Ev1"])
    assert inbox.waiting() == []
    assert _WORDS not in str(payloads(database))


def test_it_is_done_once_a_day(database: Engine) -> None:
    (first,), (second,) = Forgetting(database).waiting(), Forgetting(database).waiting()
    assert first == second
