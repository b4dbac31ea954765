from __future__ import annotations

from datetime import date

import pytest

from bot.answering.understanding.dates import date_meant
from knowledge import japanese

TODAY = date(2026, 11, 20)


def meant(text: str, today: date = TODAY) -> date | None:
    return date_meant(japanese.normalize(text), today)


@pytest.mark.parametrize(
    "text",
    [
        "2027年5月10日の日当は？",
        "２０２７年５月１０日",
        "二〇二七年五月十日",
        "2027/5/10",
        "2027-05-10",
        "2027.5.10",
        "令和9年5月10日",
        "令和九年五月十日",
        "R9.5.10",
        "来年5月10日",
        "May 10, 2027",
        "on May 10th, 2027",
        "10 May 2027",
    ],
)
def test_one_day_in_all_its_spellings(text: str) -> None:
    assert meant(text) == date(2027, 5, 10)


@pytest.mark.parametrize(
    ("text", "first_day"),
    [
        ("令和9年4月1日", date(2027, 4, 1)),
        ("令和元年5月", date(2019, 5, 1)),
        ("平成31年4月", date(2019, 4, 1)),
        ("来年4月", date(2027, 4, 1)),
        ("来年の4月", date(2027, 4, 1)),
        ("再来年4月", date(2028, 4, 1)),
        ("今年12月", date(2026, 12, 1)),
        ("去年4月", date(2025, 4, 1)),
        ("来月", date(2026, 12, 1)),
        ("May 2027", date(2027, 5, 1)),
        ("next month", date(2026, 12, 1)),
    ],
)
def test_a_month_means_its_first_day(text: str, first_day: date) -> None:
    assert meant(text) == first_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("来年度", date(2027, 4, 1)),
        ("再来年度", date(2028, 4, 1)),
        ("2027年度", date(2027, 4, 1)),
        ("令和9年度", date(2027, 4, 1)),
        ("next fiscal year", date(2027, 4, 1)),
        ("昨年度", date(2026, 3, 31)),
    ],
)
def test_a_fiscal_year_begins_in_april(text: str, day: date) -> None:
    assert meant(text) == day


def test_next_fiscal_year_is_the_coming_april_until_march() -> None:
    assert meant("来年度", date(2027, 3, 31)) == date(2027, 4, 1)
    assert meant("来年度", date(2027, 4, 1)) == date(2028, 4, 1)


def test_next_month_after_a_long_month_and_at_the_end_of_the_year() -> None:
    assert meant("来月", date(2027, 1, 31)) == date(2027, 2, 1)
    assert meant("来月", date(2026, 12, 31)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "4月1日から",
        "有給は何日もらえますか",
        "2027年2月30日",
        "内線2027へ電話",
        "May I take 3 days off?",
        "over 3.5.2",
        "管理番号12027-05-10",
    ],
)
def test_what_names_no_day_of_a_year_means_no_date(text: str) -> None:
    assert meant(text) is None


def test_of_two_dates_the_first_is_meant() -> None:
    assert meant("2027年4月1日から2028年3月31日まで") == date(2027, 4, 1)
