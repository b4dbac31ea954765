"""Numbers per week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from bot import schema
from bot.language_model import Price, Spending
from bot.language_model.spending import Call, Limits
from bot.language_model.usage import Usage
from bot.migrations import migrate
from bot.web.console.numbers import WEEKS, weekly, weekly_spending
from knowledge.database import connect, now, sqlite_url, writing
from tests.bot.web.browsing import ANSWERED, Browser, Visit, words

SATURDAY = date(2026, 11, 21)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


def test_each_week_begins_on_monday_and_counts_its_own(database: Engine) -> None:
    monday = datetime(2026, 11, 16).astimezone()
    _asked(database, "answer", monday)
    _asked(database, "answer", monday + timedelta(days=4))
    _asked(database, "escalation", monday - timedelta(seconds=1))
    _asked(database, "answer", monday - timedelta(weeks=WEEKS))

    weeks = weekly(database, SATURDAY)

    assert len(weeks) == WEEKS
    assert weeks[0] == (monday.date(), {"answer": 2})
    assert weeks[1] == (monday.date() - timedelta(weeks=1), {"escalation": 1})
    assert not any(counts for _week, counts in weeks[2:])


def test_what_models_took_is_counted_by_week(database: Engine) -> None:
    spending = Spending(database, Limits())
    call = Call(asker="shain", model="gpt-test", purpose="answer", price=Price(1.0, 2.0))
    with spending.recorded(call, Usage()) as used:
        used.add(1000, 50)
    spending.not_asked(call, "spent")

    today = now().astimezone().date()
    (_monday, this), *before = weekly_spending(database, today)

    assert this == {"calls": 2, "answered": 1, "spent": 1, "tokens": 1050, "cost": 1100}
    assert len(before) == WEEKS - 1 and not any(counts for _week, counts in before)


def test_the_page_shows_them(guest: Browser, visit: Visit) -> None:
    guest.ask(ANSWERED)

    assert "過去12週間" in words(visit("suzuki").get("/console/numbers"))


def _asked(database: Engine, kind: str, at: datetime) -> None:
    with writing(database) as tx:
        conversation = {"id": str(at), "asker": "x", "created_at": at}
        tx.execute(insert(schema.conversations).values(conversation))
        exchange = {
            "conversation": str(at),
            "asker": "x",
            "question": "x",
            "on_date": at.date(),
            "kind": kind,
            "outcome": {},
            "chunk_ids": [],
            "confidence": 0.0,
            "checks": [],
            "asked_at": at,
        }
        tx.execute(insert(schema.exchanges).values(exchange))
