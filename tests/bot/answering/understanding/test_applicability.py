"""What an account says of the asker counts where the question is silent, and only of the asker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answering.understanding.applicability import (
    NOBODY,
    Known,
    known_of,
    service,
    service_told,
)
from bot.profiles import UNKNOWN, Profile

ON = date(2026, 11, 20)
MORI = Profile(employment="正社員", hired_on=date(2020, 4, 1), grade="課長", location="大阪支店")
ALL = Known(
    employment="正社員", hired_on=date(2020, 4, 1), grade="課長", location="大阪支店", on=ON
)


@pytest.mark.parametrize(
    "question",
    ["有休は何日ありますか", "祖母が亡くなりました", "妹さんの結婚で休めますか", "出張の日当は？"],
)
def test_the_account_counts_where_the_question_is_silent(question: str) -> None:
    assert known_of(question, MORI, ON) == ALL


@pytest.mark.parametrize(
    ("question", "without"),
    [
        ("勤続10年になったら有休は何日ですか", {"hired_on": None}),
        ("入社したばかりです。有休はありますか", {"hired_on": None}),
        ("正社員の結婚祝金は？", {"employment": ""}),
        ("課長の日当はいくらですか", {"grade": ""}),
        ("大阪支店の始業は？", {"location": ""}),
    ],
)
def test_what_the_question_says_counts_first(question: str, without: dict[str, None]) -> None:
    assert known_of(question, MORI, ON) == replace(ALL, **without)


@pytest.mark.parametrize(
    "question",
    [
        "パートの人の有休は何日ですか",
        "部長の日当は？",
        "堺工場の始業は何時ですか",
        "部下が結婚します。お祝い金はいくら",
        "新入社員の有休は何日",
        "田中さんの有休は何日",
        "同僚の結婚祝い",
    ],
)
def test_of_others_the_account_says_nothing(question: str) -> None:
    assert known_of(question, MORI, ON) == NOBODY


@pytest.mark.parametrize(
    "question",
    [
        "有休の日数を一覧で教えて",
        "勤続年数ごとの有休は？",
        "等級によって日当は違いますか",
        "有休は最大何日？",
    ],
)
def test_of_everybody_the_account_says_nothing(question: str) -> None:
    assert known_of(question, MORI, ON) == NOBODY


def test_nothing_is_known_of_who_has_no_profile() -> None:
    assert known_of("有休は何日", UNKNOWN, ON) == NOBODY


@pytest.mark.parametrize(
    ("hired_on", "day", "told"),
    [
        (date(2020, 4, 1), date(2026, 11, 20), "6年7か月"),
        (date(2026, 4, 1), date(2026, 9, 30), "5か月"),
        (date(2026, 4, 1), date(2026, 10, 1), "6か月"),
        (date(2024, 8, 31), date(2025, 2, 28), "5か月"),
        (date(2024, 8, 31), date(2025, 3, 1), "6か月"),
        (date(2025, 11, 20), date(2026, 11, 20), "1年"),
    ],
)
def test_service_is_told_in_whole_months(hired_on: date, day: date, told: str) -> None:
    assert service_told(hired_on, day) == told


def test_a_day_more_than_a_year_is_more_than_a_year() -> None:
    to_the_day, longer = (service(date(2025, 4, 1), date(2026, 4, day)) for day in (1, 2))
    assert to_the_day and longer
    assert to_the_day.low == 12 < longer.low < 13


def test_before_the_first_day_there_is_no_service() -> None:
    assert service(date(2027, 4, 1), ON) is None
