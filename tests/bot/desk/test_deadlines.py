from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.business_days import BusinessHours, Calendar
from bot.desk.deadlines import Deadlines


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026: the 16th is a Monday, the 23rd a Monday that is a national holiday."""
    return datetime(2026, 11, day, hour, minute).astimezone()


def deadlines(days: int = 2, **chosen: object) -> Deadlines:
    return Deadlines(days=days, **chosen)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("opened", "days", "due"),
    [
        (at(16, 9), 1, at(16, 18)),
        (at(16, 10, 30), 1, at(17, 10, 30)),
        (at(13, 15), 2, at(17, 15)),
        (at(13, 15), 1, at(16, 15)),
        (at(16, 17, 59), 1, at(17, 17, 59)),
        (at(20, 15), 2, at(25, 15)),
    ],
)
def test_business_days_are_counted_in_business_hours(
    opened: datetime, days: int, due: datetime
) -> None:
    assert deadlines(days).due(opened) == due


@pytest.mark.parametrize("opened", [at(13, 18), at(13, 23, 59), at(14, 12), at(15, 3), at(16, 8)])
def test_outside_of_business_hours_it_counts_from_when_they_next_begin(opened: datetime) -> None:
    assert deadlines(1).due(opened) == at(16, 18)
    assert deadlines(2).due(opened) == at(17, 18)


def test_national_holidays_and_days_off_of_the_company_do_not_count() -> None:
    assert deadlines(1).due(at(22, 12)) == at(24, 18)
    calendar = Calendar.parse("2026-11-17..2026-11-18")
    assert deadlines(1, calendar=calendar).due(at(16, 12)) == at(19, 12)


def test_the_companys_own_hours_count() -> None:
    hours = BusinessHours(opens=time(10), closes=time(16))
    assert deadlines(1, hours=hours).due(at(16, 15)) == at(17, 15)
    assert deadlines(1, hours=hours).due(at(16, 9)) == at(16, 16)


def test_a_deadline_knows_its_time_zone() -> None:
    assert deadlines().due(at(16, 9)).tzinfo is not None


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(16, 10), at(16, 12), 2),
        (at(13, 17), at(16, 10), 2),
        (at(14, 10), at(15, 10), 0),
        (at(16, 8), at(17, 20), 18),
        (at(16, 12), at(16, 10), 0),
        (at(20, 9), at(25, 9), 18),
    ],
)
def test_the_time_worked_between_two_moments_is_business_time(
    start: datetime, end: datetime, hours: float
) -> None:
    assert deadlines().worked(start, end) == timedelta(hours=hours)


def test_it_is_worked_as_long_as_a_deadline_gives() -> None:
    for hour in range(0, 24, 5):
        opened = at(18, hour)
        assert deadlines().worked(opened, deadlines().due(opened)) == timedelta(hours=18)
