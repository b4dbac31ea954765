"""The numbers page: plots, the tables that say the same, and a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.language_model import Price, Spending
from bot.language_model.spending import Call, Limits
from bot.language_model.usage import Usage
from bot.migrations import migrate
from bot.numbers.weeks import Weeks
from bot.web.console.numbers import WEEKS, weekly_spending
from bot.wiring import Zeroji
from knowledge.database import connect, now, sqlite_url
from tests.bot.gaps.asking import Asking
from tests.bot.web.browsing import ANSWERED, Browser, Visit, words


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


def test_what_models_took_is_counted_by_week(database: Engine) -> None:
    spending = Spending(database, Limits())
    call = Call(asker="shain", model="gpt-test", purpose="answer", price=Price(1.0, 2.0))
    with spending.recorded(call, Usage()) as used:
        used.add(1000, 50)
    spending.not_asked(call, "spent")

    weeks = Weeks.until(now().astimezone().date(), WEEKS)
    (_monday, this), *before = weekly_spending(database, weeks)

    assert this == {"calls": 2, "answered": 1, "spent": 1, "tokens": 1050, "cost": 1100}
    assert len(before) == WEEKS - 1 and not any(counts for _week, counts in before)


def test_the_page_shows_them_as_plots_and_as_tables(guest: Browser, visit: Visit) -> None:
    guest.ask(ANSWERED)

    page = visit("suzuki").get("/console/numbers")

    assert "過去12週間" in words(page)
    assert page.text.count('role="img"') == 5
    for described in re.findall(r'aria-labelledby="([\w-]+) ([\w-]+)"', page.text):
        assert all(f'id="{id}"' in page.text for id in described)
    assert "style=" not in page.text


def test_a_period_and_a_topic_are_chosen(visit: Visit, zeroji: Zeroji) -> None:
    page = visit("suzuki").get("/console/numbers?weeks=4&topic=-")

    assert "過去4週間" in words(page)
    assert visit("suzuki").get("/console/numbers?weeks=0").status_code == 422


def test_the_file_has_a_line_for_each_week_and_topic(visit: Visit, zeroji: Zeroji) -> None:
    Asking(zeroji.database).ask("表計算の質問", kind="answer")

    response = visit("suzuki").get("/console/numbers/export?weeks=4")

    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(response.text.removeprefix("\ufeff")))
    assert header[:4] == ["week", "topic", "asked", "answer"]
    assert sum(int(row[2]) for row in rows) > 0


def test_employees_do_not_see_them(visit: Visit) -> None:
    assert visit("shain").get("/console/numbers").status_code == 403
    assert visit("shain").get("/console/numbers/export").status_code == 403
