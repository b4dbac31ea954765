from __future__ import annotations

import math

import pytest

from bot.answering.semantics.values import asked_values, place_in, ranges, spoken_values

STEPS = ["6か月", "1年6か月", "2年6か月", "3年6か月", "4年6か月", "5年6か月", "6年6か月以上"]
YEARS = ["1年未満", "1年以上5年未満", "5年以上10年未満", "10年以上"]
DISTANCES = ["2km以上10km未満", "10km以上15km未満", "15km以上"]


def value(text: str) -> tuple[str, float, float]:
    (found,) = asked_values(text)
    return found.dimension, found.low, found.high


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("丸3年半になります", ("months", 42, 42)),
        ("勤続十年です", ("months", 120, 120)),
        ("半年たちました", ("months", 6, 6)),
        ("1年6ヶ月", ("months", 18, 18)),
        ("片道12キロ", ("km", 12, 12)),
        ("5万8千円の備品", ("yen", 58_000, 58_000)),
        ("子どもが2人", ("people", 2, 2)),
        ("第3子です", ("people", 3, 3)),
        ("60時間を超えた分", ("minutes", 3_600, math.inf)),
        ("11月に入社", ("month of the year", 11, 11)),
    ],
)
def test_quantities_in_all_their_spellings(text: str, expected: tuple[str, float, float]) -> None:
    assert value(text) == expected


def test_the_nth_year_is_a_range_of_a_year() -> None:
    assert value("入社7年目") == ("months", 72, 84)


@pytest.mark.parametrize("text", ["令和8年度", "2027年", "第12条", "別表第2"])
def test_dates_and_articles_are_no_amounts(text: str) -> None:
    assert asked_values(text) == []


@pytest.mark.parametrize(
    ("cell", "low", "high", "ends"),
    [
        ("3年6か月以上4年6か月未満", 42, 54, (True, False)),
        ("1年未満", 0, 12, (True, False)),
        ("20年以上", 240, math.inf, (True, True)),
        ("5年を超え10年以下", 60, 120, (False, True)),
    ],
)
def test_ranges_of_rules(cell: str, low: float, high: float, ends: tuple[bool, bool]) -> None:
    (found,) = ranges(cell)
    assert (found.low, found.high) == (low, high)
    assert (found.low_included, found.high_included) == ends


@pytest.mark.parametrize(
    ("question", "cells", "place"),
    [
        ("3年半", STEPS, 3),
        ("5年", STEPS, 4),
        ("入社7年目", STEPS, 6),
        ("8年", STEPS, 6),
        ("半年", STEPS, 0),
        ("勤続7年", YEARS, 2),
        ("ちょうど10年", YEARS, 3),
        ("12km", DISTANCES, 1),
        ("15キロ", DISTANCES, 2),
    ],
)
def test_a_value_falls_into_a_range_or_reaches_a_step(
    question: str, cells: list[str], place: int
) -> None:
    assert place_in(asked_values(question)[0], cells) == [place]


def test_a_value_of_another_dimension_falls_nowhere() -> None:
    assert place_in(asked_values("3万円")[0], YEARS) == []


def test_the_first_value_of_each_dimension_as_it_is_said() -> None:
    assert spoken_values("入社7年目で片道12km") == {"months": "7年目", "km": "12km"}
