"""A value of a row is not given for another row, nor for another column."""

from __future__ import annotations

import pytest

from bot.grounding.source import source
from bot.grounding.spelling import plain
from bot.grounding.tables import wrong_rows

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
