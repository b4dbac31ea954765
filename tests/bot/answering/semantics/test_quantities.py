from __future__ import annotations

import pytest

from bot.answering.semantics.quantities import quantities


@pytest.mark.parametrize(
    ("spellings", "quantity"),
    [
        (
            ("3,000円", "三千円", "３０００円", "3千円", "3000 yen", "¥3,000", "JPY 3,000"),
            ("3000", "円"),
        ),
        (("1万5千円", "15,000円", "一万五千円", "15,000 JPY"), ("15000", "円")),
        (("10日", "十日", "１０日間", "10 days", "ten days", "10-day"), ("10", "日")),
        (("1か月", "1ヶ月", "一箇月", "1カ月", "one month"), ("1", "か月")),
        (("5人", "5名", "五名", "5 people"), ("5", "人")),
        (("50%", "50％", "50パーセント", "50 percent"), ("50", "%")),
        (("半日", "0.5日"), ("0.5", "日")),
    ],
)
def test_a_quantity_is_the_same_in_every_spelling(
    spellings: tuple[str, ...], quantity: tuple[str, str]
) -> None:
    assert {text: quantities(text) for text in spellings} == {
        text: {quantity} for text in spellings
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10日", "10営業日"),
        ("3か月", "3月"),
        ("翌月10日", "翌々月10日"),
        ("9時", "9時間"),
        ("1,234,567円", "1,234,568円"),
        ("1.5日", "15日"),
    ],
)
def test_different_quantities_differ(one: str, other: str) -> None:
    assert quantities(one) != quantities(other)
