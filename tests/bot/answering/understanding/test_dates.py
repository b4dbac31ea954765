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
        "4月1日の日当",
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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("4月から日当はなくなりますか", date(2027, 4, 1)),
        ("4月1日以降の宿泊費は", date(2027, 4, 1)),
        ("12月10日に休みたい", date(2026, 12, 10)),
        ("今月末で退職したい", date(2026, 11, 30)),
        ("来月末で辞めたい", date(2026, 12, 31)),
        ("再来月から育休です", date(2027, 1, 1)),
        ("来週から在宅勤務をしたい", date(2026, 11, 23)),
        ("明日の出張の日当は", date(2026, 11, 21)),
        ("来年度下期の手当は", date(2027, 10, 1)),
        ("先月の時点では日当はいくらでしたか", date(2026, 10, 31)),
        ("去年の12月の時点で日当はいくらでしたか", date(2025, 12, 1)),
        ("2025年度の日当はいくらでしたか", date(2026, 3, 31)),
        ("From April, how much is the per diem?", date(2027, 4, 1)),
        ("I will travel on February 3.", date(2027, 2, 3)),
    ],
)
def test_the_next_such_day_is_meant_and_of_what_is_over_the_last(text: str, day: date) -> None:
    assert meant(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "6月入社ですが有給はいつもらえますか",
        "2024年4月に入社しました",
        "入社日が2026年7月1日です",
        "2020年4月から勤めています",
        "I joined in April 2024.",
        "4月1日に勤続5年以上だと何日ですか",
        "1999年5月10日生まれです",
    ],
)
def test_since_when_somebody_works_is_no_day_of_rules(text: str) -> None:
    assert meant(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2027年3月31日までに精算すればいいですか",
        "明日の朝までに出せば間に合いますか",
        "2027年1月31日が期限の書類は",
        "来年度に有給を繰り越せますか",
        "Do I have to submit it by December 25, 2026?",
    ],
)
def test_by_when_something_is_due_is_no_day_of_rules(text: str) -> None:
    assert meant(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "去年12月に結婚しました",
        "3月に使った経費も同じですか",
        "8月10日から休職しています",
        "4月から9月までの査定は",
        "毎年4月に有給がもらえますか",
        "9月分の給料は",
        "We moved in May 2026.",
    ],
)
def test_what_happened_or_comes_back_every_year_is_no_day_of_rules(text: str) -> None:
    assert meant(text) is None


@pytest.mark.parametrize(
    "text", ["今年度の賞与は", "2026年度の手当は", "令和8年度は", "上期の賞与は"]
)
def test_the_present_year_is_today(text: str) -> None:
    assert meant(text) is None
