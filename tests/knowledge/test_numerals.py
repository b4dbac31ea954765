"""Numerals in one spelling."""

from __future__ import annotations

import random

import pytest

from knowledge.numerals import equivalents, to_digits


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1万5千円", "15000円"),
        ("一万五千円", "15000円"),
        ("二十日", "20日"),
        ("三十九条", "39条"),
        ("二〇二六年", "2026年"),
        ("1億2千万円", "120000000円"),
        ("2億3,000万円", "230000000円"),
        ("1.5万円", "15000円"),
        ("1,234円", "1234円"),
        ("12,345,678円", "12345678円"),
        ("千円", "1000円"),
        ("五.五日", "5.5日"),
        ("04月01日", "4月1日"),
    ],
)
def test_counted_numerals_become_digits(written: str, read: str) -> None:
    assert to_digits(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3年半", "3年6か月"),
        ("一年半", "1年6か月"),
        ("半年", "半年"),
        ("1時間半", "1時間30分"),
        ("1か月半", "1.5か月"),
        ("1日半", "1.5日"),
    ],
)
def test_half_years_become_months(written: str, read: str) -> None:
    assert to_digits(written) == read


@pytest.mark.parametrize("word", ["一般社員", "三田", "千葉", "万一", "四半期", "八王子市", "百合"])
def test_words_and_names_keep_their_kanji(word: str) -> None:
    assert to_digits(word) == word


@pytest.mark.parametrize(
    "numeral",
    [
        "第1,2条",  # a list
        "1.2.3万円",  # a version
        "1..千円",
        "12345678901234567890号",  # a code
        "一万五千",  # nothing says that it counts
    ],
)
def test_what_is_no_number_stays(numeral: str) -> None:
    assert to_digits(numeral) == numeral


@pytest.mark.parametrize("amount", ["123456.7円", "12345.67円", "1234567.5円", "0.125%"])
def test_no_figure_is_rounded(amount: str) -> None:
    assert to_digits(amount) == amount


@pytest.mark.parametrize(("written", "read"), [("1万5千まで", "15000まで"), ("3千", "3000")])
def test_an_amount_needs_no_counter_after_digits(written: str, read: str) -> None:
    assert to_digits(written) == read


def test_numerals_in_a_sentence_are_read_one_by_one() -> None:
    sentence = "第三十九条により、勤続六年半で二十日、1日5,000円を支給する。"
    assert to_digits(sentence) == "第39条により、勤続6年6か月で20日、1日5000円を支給する。"


def test_what_is_read_once_is_read() -> None:
    dice = random.Random(20260401)
    signs = "0123456789〇一二三四五六七八九十百千万億,.円年半日の条第 "
    for _ in range(20_000):
        text = "".join(dice.choices(signs, k=dice.randint(1, 10)))
        once = to_digits(text)
        assert to_digits(once) == once, text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3ヶ月", "3か月"),
        ("三箇月", "3か月"),
        ("3ヵ月", "3か月"),
        ("60h", "60時間"),
        ("2.5 hrs", "2.5時間"),
        ("30min", "30分"),
        ("12キロメートル", "12km"),
        ("12キロ", "12km"),
        ("10キログラム", "10キログラム"),
        ("25パーセント", "25%"),
        ("¥3,000", "3000円"),
        ("¥3,000円", "¥3000円"),
        ("3hello", "3hello"),
    ],
)
def test_units_have_one_spelling(written: str, read: str) -> None:
    assert to_digits(written) == read


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("令和8年4月1日", ["2026年"]),
        ("令和元年", ["2019年"]),
        ("平成30年度", ["2018年"]),
        ("r8.4.1", ["2026年"]),
        ("夜10時", ["22時"]),
        ("夜の10時", ["22時"]),
        ("午後6時半", ["18時30分"]),
        ("午前9時", ["9時"]),
        ("深夜1時", ["1時"]),
        ("18:30", ["18時30分"]),
        ("pm6:00", ["18時"]),
        ("半日", ["0.5日"]),
        ("半年", ["6か月"]),
        ("3年6か月", ["3.5年"]),
        ("夜10時間", []),
        ("25:00", []),
        ("1:5000", []),
        ("10日", []),
    ],
)
def test_figures_say_the_same_in_other_words(written: str, said: list[str]) -> None:
    assert [figure.said for figure in equivalents(written)] == said
