"""Numbers that nothing names are told by what such numbers usually stand beside."""

from __future__ import annotations

import pytest

from bot.masking import mask
from bot.masking.learned import Odds, probability
from bot.masking.plain import plain
from bot.masking.shapes import Shape, next_shape


def first(text: str) -> tuple[str, Shape]:
    view = plain(text)
    shape = next_shape(view, 0)
    assert shape is not None
    return view, shape


@pytest.mark.parametrize(
    ("personal", "not_personal"),
    [
        ("給与の振込は5582013に変えてください", "注文5582013を取り消したい"),
        ("社員番号が4410127に変わった", "エラー4410127が出た"),
        ("妻は1990年1月2日の生まれ", "改定は1990年1月2日の通達"),
    ],
)
def test_the_odds_follow_what_stands_beside_a_number(personal: str, not_personal: str) -> None:
    assert probability(*first(personal)) > 0.5 > probability(*first(not_personal))


def test_a_number_that_is_paid_to_is_an_account_without_being_called_one() -> None:
    assert mask("経費の立替を楽天の5582013に入れてください").text == (
        "経費の立替を楽天の［口座1］に入れてください"
    )


def test_odds_are_weighed_of_so_many_numbers_of_a_text_and_no_more() -> None:
    odds, (view, shape) = Odds(), first("口座番号は1234567です")
    weighed = [odds(view, shape) for _ in range(1000)]
    assert weighed[0] > 0.5
    assert weighed[-1] == 0
