from __future__ import annotations

from datetime import date

import pytest

from bot.business_days import Calendar

PLAIN = Calendar()


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 21),  # Saturday
        date(2026, 11, 22),  # Sunday
        date(2026, 11, 23),  # 勤労感謝の日
        date(2026, 5, 6),  # 振替休日
        date(2026, 9, 22),  # between two holidays
        date(2027, 3, 22),  # the day after 春分の日, a Sunday
        date(2027, 1, 1),
    ],
)
def test_weekends_and_national_holidays_are_no_business_days(day: date) -> None:
    assert not PLAIN.is_business_day(day)


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 12, 31), date(2027, 1, 4)])
def test_other_days_are(day: date) -> None:
    assert PLAIN.is_business_day(day)


def test_business_days_are_counted_in_both_directions() -> None:
    assert PLAIN.moved(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert PLAIN.moved(date(2026, 11, 24), -1) == date(2026, 11, 20)
    assert PLAIN.moved(date(2026, 12, 10), -3) == date(2026, 12, 7)
    assert PLAIN.moved(date(2026, 11, 22), 0) == date(2026, 11, 22)


def test_days_off_are_of_a_year_or_of_every_year() -> None:
    calendar = Calendar.parse("2026-08-13..2026-08-14, 12-29..01-03, 06-01")
    off = [
        *(date(2026, 8, 13), date(2026, 8, 14), date(2026, 6, 1), date(2027, 6, 1)),
        *(date(2026, 12, 29), date(2027, 12, 31), date(2028, 1, 3)),
    ]
    assert not any(map(calendar.is_business_day, off))
    assert calendar.is_business_day(date(2027, 8, 13))
    assert calendar.is_business_day(date(2026, 12, 28))
    assert calendar.moved(date(2026, 12, 28), 1) == date(2027, 1, 4)


def test_a_leap_day_can_be_off_every_year() -> None:
    assert not Calendar.parse("02-29").is_business_day(date(2028, 2, 29))


def test_no_days_off_are_none() -> None:
    assert Calendar.parse("") == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        *("13-01", "2026-02-30", "summer", "12-29.."),
        *("2026-12-29..01-03", "2026-08-14..2026-08-13"),
    ],
)
def test_what_is_no_day_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text[:5]):
        Calendar.parse(text)


def test_a_year_without_business_days_is_refused() -> None:
    with pytest.raises(ValueError, match="No day"):
        Calendar.parse("01-01..12-31")
