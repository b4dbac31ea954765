from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.slack.messages import times

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def test_a_day_of_this_year_has_no_year() -> None:
    assert times.short_day(date(2026, 4, 1), "ja") == "4月1日"
    assert times.short_day(date(2026, 4, 1), "en") == "1 April"


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
