from __future__ import annotations

from datetime import datetime

import pytest

from bot.desk.deadlines import due

MONDAY, FRIDAY, SATURDAY, SUNDAY = (datetime(2026, 11, day, 9, 30) for day in (16, 20, 21, 22))


@pytest.mark.parametrize(
    ("opened", "days", "day"),
    [
        (MONDAY, 1, 17),
        (MONDAY, 2, 18),
        (MONDAY, 5, 23),
        (FRIDAY, 1, 23),
        (FRIDAY, 2, 24),
        (SATURDAY, 1, 23),
        (SUNDAY, 1, 23),
        (SUNDAY, 2, 24),
    ],
)
def test_a_weekend_does_not_count(opened: datetime, days: int, day: int) -> None:
    assert due(opened.astimezone(), days) == datetime(2026, 11, day, 18).astimezone()


def test_the_hour_at_which_it_was_opened_does_not_matter() -> None:
    evening = MONDAY.replace(hour=23, minute=59).astimezone()
    assert due(evening, 1) == datetime(2026, 11, 17, 18).astimezone()


def test_a_deadline_knows_its_time_zone() -> None:
    assert due(MONDAY.astimezone(), 1).tzinfo is not None
