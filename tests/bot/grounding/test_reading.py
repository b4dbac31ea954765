"""Figures are the same in every spelling, and differ where they say something else."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from bot.grounding.reading import claims
from tests.bot.grounding.stating import all_stated

FOLDER = Path(__file__).parent


def blocks(file: str) -> list[list[list[str]]]:
    """By block and line, the spellings of a file."""
    found: list[list[list[str]]] = [[]]
    for line in (FOLDER / file).read_text(encoding="utf-8").splitlines():
        if not line.strip():
            found.append([])
        elif not line.startswith("#"):
            found[-1].append([spelling.strip() for spelling in line.split(" = ")])
    return [block for block in found if block]


def stated(one: str, by: str) -> bool:
    return bool(claims(one)) and all_stated(claims(by), claims(one))


def pairs(file: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs of texts that say the same, and pairs that do not."""
    same: list[tuple[str, str]] = []
    different: list[tuple[str, str]] = []
    for block in blocks(file):
        for line in block:
            same += itertools.combinations(line, 2)
        for line, other in itertools.combinations(block, 2):
            different += itertools.product(line, other)
    return same, different


@pytest.mark.parametrize("file", ["spellings.txt", "later.txt", "merged.txt"])
def test_a_figure_is_the_same_in_all_its_spellings(file: str) -> None:
    same, _ = pairs(file)

    assert len(same) > 100
    assert [pair for pair in same if not (stated(*pair) and stated(*pair[::-1]))] == []


@pytest.mark.parametrize("file", ["spellings.txt", "later.txt", "merged.txt"])
def test_figures_that_say_something_else_differ(file: str) -> None:
    _, different = pairs(file)

    assert len(different) > 300
    assert [pair for pair in different if stated(*pair) or stated(*pair[::-1])] == []


def test_a_figure_is_stated_by_one_that_says_more_but_not_the_other_way_round() -> None:
    text = (FOLDER / "fuller.txt").read_text(encoding="utf-8")
    both = [line.split(" < ") for line in text.splitlines() if not line.startswith("#")]

    assert len(both) > 20
    assert [(short, full) for short, full in both if not stated(short, full)] == []
    assert [(short, full) for short, full in both if stated(full, short)] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "休暇を取得する。",
        "第34条第2項",
        "別表第1",
        "様式第3号",
        "その他の者",
        "一般の社員",
        "may",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert claims(text) == ()


def test_figures_are_read_in_their_order_and_place() -> None:
    text = "4月1日から10日以内に5,000円"

    assert [claim.shown for claim in claims(text)] == ["4月1日", "10日", "5000円"]


@pytest.mark.parametrize(
    ("text", "number"), [("電話は03-1234-5678", "03-1234-5678"), ("内線2101へ", "2101")]
)
def test_a_telephone_number_is_one_code(text: str, number: str) -> None:
    assert [(claim.kind, claim.values) for claim in claims(text)] == [("code", (number,))]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("在宅勤務は、週3日からとします。", "at least"),
        ("在宅勤務は、週3日までとします。", "at most"),
        ("年6回から、利用できます。", "at least"),
        ("3回から分割して取得できます。", "at least"),
        ("3回まで分割して取得できます。", "at most"),
    ],
)
def test_from_and_up_to_bound_from_either_side(text: str, bound: str) -> None:
    assert [claim.bound for claim in claims(text)] == [bound]


def test_the_hour_before_noon_or_after_belongs_to_the_figure() -> None:
    range_of = "始業は{}7時から{}10時まで、終業は{}時から{}時まで"
    morning = claims(range_of.format("午前", "午前", "午後3", "午後8"))
    assert [c.values for c in morning] == [
        c.values for c in claims(range_of.format("", "", 15, 20))
    ]
