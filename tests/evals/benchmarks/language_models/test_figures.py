"""Figures are the same however they are spelt, and nothing else is."""

from __future__ import annotations

import pytest

from evals.benchmarks.language_models.figures import figures, unstated


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3,000円", "¥3,000"),
        ("3,000円", "三千円"),
        ("3,000円", "３千円"),
        ("25,000円", "2万5千円"),
        ("25,000円", "2.5万円"),
        ("25%", "２５パーセント"),
        ("30%", "3割"),
        ("6か月", "6ヶ月"),
        ("6か月", "六箇月"),
        ("25日以内", "二十五日以内"),
        ("17時30分", "17:30"),
        ("17時", "午後5時"),
        ("17時", "17:00"),
        ("2026年", "令和8年"),
        ("50km", "50キロメートル"),
    ],
)
def test_one_figure_in_two_spellings(one: str, other: str) -> None:
    assert figures(one) == figures(other)


@pytest.mark.parametrize(
    ("text", "source", "wrong"),
    [
        ("10日です。", "5日とする。", [(10.0, "日")]),
        ("5日です。", "5営業日とする。", [(5.0, "日")]),
        ("5,000円です。", "5千円を支給する。", []),
        ("年に5日です。", "日数: 5", []),
        ("1人につき6千円です。", "1人につき月額6,000円を支給する。", []),
        ("8割です。", "80%以上", []),
        ("午後5時までです。", "17時30分までとする。", []),
    ],
)
def test_a_figure_that_no_source_states_is_found(
    text: str, source: str, wrong: list[tuple[float, str]]
) -> None:
    assert unstated(text, source) == wrong
