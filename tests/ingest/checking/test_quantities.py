"""Figures are read for what they mean."""

from __future__ import annotations

import pytest

from ingest.checking.agreement import agree, comparable, shown
from ingest.checking.quantities import quantities
from ingest.checking.quantity import Quantity
from ingest.checking.spelling import normal


def read(text: str) -> list[Quantity]:
    return quantities(normal(text))


def only(text: str) -> Quantity:
    (quantity,) = read(text)
    return quantity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1万5千円", "１５,０００円"),
        ("二十日", "20日間"),
        ("2週間前まで", "14日前まで"),
        ("半年", "6か月"),
        ("三ヶ月", "3か月"),
        ("1年半", "18か月"),
        ("2割5分", "25%"),
        ("午後5時", "17:00"),
        ("百キロメートル", "100km"),
        ("前日まで", "前営業日まで"),
        ("翌月末日", "月末"),
        ("1か月前まで", "30日前まで"),
    ],
)
def test_spelling_and_unit_do_not_matter(one: str, other: str) -> None:
    assert comparable(only(one), only(other))
    assert agree(only(one), only(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3営業日前まで", "前日まで"),
        ("3営業日前まで", "3日前まで"),
        ("3,000円", "2,500円"),
        ("1歳になるまで", "1歳2か月になるまで"),
        ("10時から15時まで", "10時から16時まで"),
    ],
)
def test_other_figures_of_the_same_kind_disagree(one: str, other: str) -> None:
    a, b = read(one)[-1], read(other)[-1]
    assert comparable(a, b)
    assert not agree(a, b)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3日前まで", "発生日から3日以内"),
        ("月5,000円", "1日5,000円"),
        ("2回", "2人"),
        ("10時から", "10時まで"),
        ("6か月に1回", "採用から6か月後"),
    ],
)
def test_figures_of_different_kinds_are_not_compared(one: str, other: str) -> None:
    assert not comparable(read(one)[0], read(other)[0])


@pytest.mark.parametrize(
    "text",
    [
        "第34条第2項による。",
        "別表第1の定めによる。",
        "内線2101へ連絡する。",
        "2027年4月1日から施行する。",
        "小学校3年生まで",
        "(2) 届出を怠ったとき",
        "30日ではなく",
    ],
)
def test_a_number_that_names_something_is_no_figure(text: str) -> None:
    assert read(text) == []


def test_what_is_counted_by_belongs_to_the_figure() -> None:
    assert only("在宅勤務1日につき250円").per == "day"
    assert only("1年に5日まで").per == "year"


def test_a_figure_is_shown_as_people_write_it() -> None:
    assert shown(only("１４０００円")) == "14,000円"
    assert shown(only("３営業日前まで")) == "3営業日前"
    assert shown(only("1歳2か月")) == "1歳2か月"


def test_what_stands_alone_in_brackets_says_what_is_counted() -> None:
    assert read("宿泊費の上限(1泊)") == []


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("お弁当はお一人さま税込2,000円まで", "person"),
        ("1日分の有給休暇は8時間に相当する", "day"),
        ("4週間当たりの労働時間は120時間", "4週間"),
        ("1年間につき5日", "year"),
    ],
)
def test_what_a_figure_is_counted_by_may_stand_apart_from_it(text: str, per: str) -> None:
    assert only(text).per == per
