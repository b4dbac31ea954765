from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.slack.messages import times

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 4, 1), "令和8年4月1日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1988, 4, 1), "昭和63年4月1日"),
        (date(1920, 4, 1), "1920年4月1日"),
    ],
)
def test_a_day_in_eras(on: date, said: str) -> None:
    assert times.day(on, "ja", in_eras=True) == said


def test_a_day_in_years() -> None:
    assert times.day(date(2026, 4, 1), "ja") == "2026年4月1日"
    assert times.day(date(2026, 4, 1), "en", in_eras=True) == "April 1, 2026"
    assert times.short_day(date(2026, 4, 1), "ja") == "4月1日"


@pytest.mark.parametrize(
    ("after", "japanese", "english"),
    [
        (timedelta(seconds=-1), "あと1分", "1 min left"),
        (timedelta(hours=-3), "あと3時間", "3 h left"),
        (timedelta(hours=-47), "あと47時間", "47 h left"),
        (timedelta(days=-3), "あと3日", "3 days left"),
        (timedelta(minutes=30), "30分超過", "30 min late"),
    ],
)
def test_how_long_it_is_until_it_is_due(after: timedelta, japanese: str, english: str) -> None:
    assert times.lapse(AT, AT + after, "ja") == japanese
    assert times.lapse(AT, AT + after, "en") == english


def test_a_moment_names_its_weekday() -> None:
    here = AT.astimezone()
    assert times.moment(AT, "ja").startswith(f"{here.month}月{here.day}日（")
    assert times.due(AT, AT, "ja") == f"{times.moment(AT, 'ja')}（あと1分）"
    assert times.due(AT, AT, "en") == f"{times.moment(AT, 'en')} (1 min left)"
