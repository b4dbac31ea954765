"""A count may be taken of a list."""

from __future__ import annotations

import pytest

from bot.grounding.counting import is_count_of_list, is_part_of_word
from bot.grounding.reading import claims
from bot.grounding.source import source
from bot.grounding.spelling import plain

WHOLE = source(
    "勤務",
    "次のいずれかとする。\n① 常勤\n② 短日数\n③ 短時間\n"
    "賞与は毎年7月及び12月に支給する。\n二交替とする。",
)


def is_counted(text: str) -> bool:
    (claim,) = claims(text)
    return is_count_of_list(claim, plain(text), WHOLE.lines, WHOLE)


@pytest.mark.parametrize(
    "text", ["次の3つです。", "3種類あります。", "There are three types.", "年2回です。"]
)
def test_the_items_of_a_list_may_be_counted(text: str) -> None:
    assert is_counted(text)


@pytest.mark.parametrize(
    "text", ["次の7つです。", "There are seven types.", "年4回です。", "3日です。", "3つまでです。"]
)
def test_another_number_or_thing_is_not_counted(text: str) -> None:
    assert not is_counted(text)


def test_a_number_may_be_part_of_a_translated_word() -> None:
    (two,), (seven,) = claims("two-shift duty"), claims("seven-shift duty")

    assert is_part_of_word(two, WHOLE)
    assert not is_part_of_word(seven, WHOLE)
