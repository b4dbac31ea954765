"""How pages write moments and days."""

from __future__ import annotations

from datetime import date, datetime

from bot.web.pages import day, when
from knowledge.timeline import ALWAYS


def test_a_moment_of_another_year_says_which() -> None:
    then = datetime(2021, 3, 9, 14, 5).astimezone()
    assert when(then, "ja") == "2021年3月9日(火) 14:05"
    assert when(then, "en") == "Tue 9 Mar 2021, 14:05"


def test_a_moment_of_this_year_is_short() -> None:
    then = datetime.now().astimezone()
    assert str(then.year) not in when(then, "ja") + when(then, "en")


def test_a_day_that_is_none_or_since_ever_is_a_dash() -> None:
    assert [day(value, "ja") for value in (None, ALWAYS)] == ["–", "–"]
    assert day(date(2027, 3, 31), "ja") == "2027年3月31日"
