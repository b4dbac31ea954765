"""A value of a row is not given for another row, nor for another column."""

from __future__ import annotations

import pytest

from bot.grounding.source import source
from bot.grounding.spelling import plain
from bot.grounding.tables import names_of_other_rows, wrong_rows

TEXT = """次の表のとおりとする。
役職: 看護部長・事務長 / 日当（日帰り）: 2,000円 / 日当（宿泊）: 3,500円 / 座席: グリーン車
役職: 部長 / 日当（日帰り）: 1,500円 / 日当（宿泊）: 2,800円 / 座席: 指定席
勤務の形は、次のとおりとする。
(1) フルタイム　1日7時間40分
(2) 短時間　1日5時間30分"""


def kinds(text: str) -> list[str]:
    return [found.kind for found in wrong_rows(plain(text), source("旅費", TEXT))]


@pytest.mark.parametrize(
    "text",
    [
        "部長の日当は、日帰りが1,500円、宿泊が2,800円です。",
        "看護部長の日帰りの日当は2,000円です。",
        "看護部長は3,500円、部長は2,800円です。",
        "部長は指定席です。",
        "短時間勤務は1日5時間30分です。",
    ],
)
def test_the_values_of_the_row_that_is_named_hold(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "部長の日当は2,000円です。",
        "看護部長の日当は2,800円です。",
        "部長の日帰りの日当は2,800円です。",
        "部長はグリーン車です。",
        "短時間勤務は1日7時間40分です。",
    ],
)
def test_the_values_of_another_row_or_column_do_not(text: str) -> None:
    assert kinds(text) == ["thing"]


LEAVES = """区分: 慶事 / 事由: 配偶者の出産 / 日数: 3日
区分: 慶事 / 事由: 本人の結婚 / 日数: 5日
区分: 弔事 / 事由: 父母の死亡 / 日数: 7日"""
BIRTH = "区分: 慶事 / 事由: 配偶者の出産 / 日数: 3日"


def kinds_of_names(text: str, asked: str = "") -> list[str]:
    found = names_of_other_rows(plain(text), BIRTH, source("休暇", LEAVES), asked=plain(asked))
    return [one.kind for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "慶事のうち父母の出産は3日です。",
        "区分は慶事、事由は父母の出産、日数は3日です。",
        "区分: 慶事 / 事由: 父母の出産 / 日数: 3日",
    ],
)
def test_a_relative_of_another_row_does_not_stand_in_the_quoted_one(text: str) -> None:
    assert kinds_of_names(text) == ["thing"]


def test_relatives_of_the_quoted_row_and_of_the_question_do() -> None:
    assert kinds_of_names("配偶者の出産は3日です。") == []
    assert kinds_of_names("父母のお祝いではなく配偶者の出産は3日です。", "父母は？") == []
