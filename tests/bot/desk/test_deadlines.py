from __future__ import annotations

from datetime import datetime

import pytest

from bot.business_days import Calendar
from bot.desk.deadlines import due

#: Before a Monday that is a national holiday, 2026-11-23.
MONDAY, FRIDAY, SATURDAY, SUNDAY = (datetime(2026, 11, day, 9, 30) for day in (16, 20, 21, 22))


@pytest.mark.parametrize(
    ("opened", "days", "day"),
    [
        (MONDAY, 1, 17),
        (MONDAY, 2, 18),
        (MONDAY, 4, 20),
        (FRIDAY, 1, 24),
        (FRIDAY, 2, 25),
        (SATURDAY, 1, 24),
        (SUNDAY, 1, 24),
        (SUNDAY, 2, 25),
    ],
)
def test_weekends_and_national_holidays_do_not_count(opened: datetime, days: int, day: int) -> None:
    assert due(opened.astimezone(), days, Calendar()) == datetime(2026, 11, day, 18).astimezone()


def test_the_hour_at_which_it_was_opened_does_not_matter() -> None:
    evening = MONDAY.replace(hour=23, minute=59).astimezone()
    assert due(evening, 1, Calendar()) == datetime(2026, 11, 17, 18).astimezone()


def test_a_deadline_knows_its_time_zone() -> None:
    assert due(MONDAY.astimezone(), 1, Calendar()).tzinfo is not None


def test_the_companys_own_days_off_do_not_count() -> None:
    calendar = Calendar.parse("2026-11-17..2026-11-18")
    assert due(MONDAY.astimezone(), 1, calendar) == datetime(2026, 11, 19, 18).astimezone()
