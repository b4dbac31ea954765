from __future__ import annotations

import pytest

from bot.answering.understanding.alternatives import (
    are_alternatives,
    counterparts,
    replaces,
    said_of_each_kind,
    without_circumstances,
)


@pytest.mark.parametrize(
    ("word", "other", "exclude"),
    [
        ("正社員", "パート", True),
        ("日帰り", "宿泊", True),
        ("課長", "部長", True),
        ("日当", "宿泊費", False),
        ("パート", "パート", False),
    ],
)
def test_words_of_one_kind_exclude_each_other(word: str, other: str, exclude: bool) -> None:
    assert are_alternatives(word, other) is exclude


def test_circumstances_are_no_matter_of_their_own() -> None:
    assert "社員" not in without_circumstances("賞与は", "契約社員は3年でいくら")
    assert "夜勤" in without_circumstances("有給は", "夜勤は何回")
    assert "夜勤" not in without_circumstances("日勤は", "夜勤は何回")


def test_a_new_text_names_something_in_place_of_the_old_one() -> None:
    assert replaces("正社員の有給は3年で何日", "パートだと")
    assert replaces("正社員の有給は3年で何日", "5年だと")
    assert not replaces("正社員の有給は3年で何日", "申請は")
    assert not replaces("課長と部長の日当は", "係長は")


def test_a_value_goes_with_how_far_it_reaches() -> None:
    assert list(counterparts("勤続6年以上だと", "2年ちょっとだと")) == [("6年以上", "2年ちょっと")]


def test_each_kind_is_told_apart() -> None:
    said = list(said_of_each_kind("部長が大阪に2泊").values())
    assert said == [{"2泊"}, {"部長"}, {"大阪"}]
