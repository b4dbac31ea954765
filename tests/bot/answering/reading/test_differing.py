"""A rule that differs by what nobody said is noticed, with the values to choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.answering.reading.asked import Asked, asked_by
from bot.answering.reading.differing import (
    MOST_OPTIONS,
    Differing,
    differs_by,
    is_introduced,
    is_one_cell,
    is_own_row,
    settled_by_account,
)
from bot.answering.reading.quoting import quote
from bot.answering.understanding import Understanding
from bot.answering.understanding.applicability import Known
from knowledge.lexical import LexicalIndex
from knowledge.model import Block, Section

HIRED, ON = date(2024, 4, 1), date(2026, 11, 20)
Differs = Callable[..., Differing | None]

SERVICE = [
    "勤続年数: 1年未満 / 正社員: 10,000円 / パート社員: 5,000円",
    "勤続年数: 1年以上5年未満 / 正社員: 30,000円 / パート社員: 10,000円",
    "勤続年数: 5年以上 / 正社員: 50,000円 / パート社員: 15,000円",
]
HOTELS = ["地域: 東京23区 / 宿泊料: 13,000円", "地域: その他の地域 / 宿泊料: 10,000円"]
SAME = ["役職: 課長 / 宿泊料: 13,000円", "役職: 部長 / 宿泊料: 13,000円"]
SHOPS = [
    "役職: 店長（大型店） / 本社・支店: ― / 店舗: 60,000円",
    "役職: 部長 / 本社・支店: 9万円 / 店舗: ―",
]


def section(title: str, rows: list[str], text: str = "") -> Section:
    blocks = [Block(kind="text", text=text)] if text else []
    blocks += [Block(kind="row", text=row) for row in rows]
    return Section(heading_path=(title,), blocks=tuple(blocks))


@pytest.fixture
def differs(read: Callable[[str], Understanding]) -> Differs:
    def differ(question: str, of: Section, whom: Known | None = None) -> Differing | None:
        asked: Asked = asked_by(read(question), LexicalIndex.of([["@a"]]))
        asked = asked if whom is None else replace(asked, whom=whom)
        return differs_by(asked, quote(asked, "慶弔規程", of))

    return differ


MARRIAGE = section("結婚祝金", SERVICE)


def test_who_does_not_say_their_service_is_asked_for_it(differs: Differs) -> None:
    found = differs("結婚祝金はいくらですか", MARRIAGE)

    assert found is not None
    assert found.attribute == "service"
    assert found.text("ja") == "勤続年数によって異なります。どれに当てはまりますか？"
    assert "length of service" in found.text("en")
    assert [option.label for option in found.options] == [
        "勤続1年未満",
        "勤続1年以上5年未満",
        "勤続5年以上",
    ]


def test_each_option_leads_on_until_one_value_is_left(differs: Differs) -> None:
    first = differs("結婚祝金はいくらですか", MARRIAGE)
    assert first
    for option in first.options:
        second = differs(option.question, MARRIAGE)
        assert second and second.attribute == "employment"
        assert [one.label for one in second.options] == ["正社員", "パート社員"]
        assert [differs(one.question, MARRIAGE) for one in second.options] == [None, None]


def test_what_the_account_says_is_not_asked_for(differs: Differs) -> None:
    found = differs("結婚祝金はいくらですか", MARRIAGE, Known(employment="正社員"))
    assert found and found.attribute == "service"


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("正社員で勤続3年です。結婚祝金はいくらですか", MARRIAGE),
        ("結婚祝金は勤続年数ごとにいくらですか", MARRIAGE),
        ("結婚祝金の手続きを教えてください", MARRIAGE),
        ("宿泊料はいくらですか", section("宿泊料", HOTELS)),
        ("宿泊料はいくらですか", section("宿泊料", SAME)),
        ("店長（大型店）の役職手当はいくらですか", section("役職手当", SHOPS)),
        ("勤続の記念品はいくらですか", section("永年勤続の表彰", SERVICE)),
        ("お見舞金はいくらですか", section("見舞金", SERVICE, "お見舞金は10,000円です。")),
    ],
    ids=[
        "all is said",
        "everybody's figures are wanted",
        "no figure is asked for",
        "the region is where one goes",
        "all rows say the same",
        "the other column says nothing",
        "what is given in one year of service",
        "a line answers",
    ],
)
def test_nothing_is_asked_back_where_it_would_not_help(
    differs: Differs, question: str, of: Section
) -> None:
    assert differs(question, of) is None


@pytest.mark.parametrize(
    ("question", "known", "settled"),
    [
        ("結婚祝金はいくらですか", Known(employment="正社員", hired_on=HIRED, on=ON), True),
        ("結婚祝金はいくらですか", Known(employment="正社員"), False),
        ("結婚祝金はいくらですか", Known(), False),
        ("勤続3年の正社員です。結婚祝金はいくらですか", Known(), False),
        ("結婚祝金の手続きは？", Known(employment="正社員", hired_on=HIRED, on=ON), False),
    ],
    ids=["all is known", "the service is not", "nothing is", "the question says it", "no figure"],
)
def test_the_account_settles_what_would_be_asked_back(
    read: Callable[[str], Understanding], question: str, known: Known, settled: bool
) -> None:
    asked = replace(asked_by(read(question), LexicalIndex.of([["@a"]])), whom=known)
    assert settled_by_account(asked, quote(asked, "慶弔規程", MARRIAGE)) is settled


def test_a_long_table_is_shown_rather_than_asked_about(differs: Differs) -> None:
    rows = [f"勤続年数: {year}年 / 支給率: {year}.5" for year in range(1, MOST_OPTIONS + 2)]
    assert differs("退職金の支給率はいくらですか", section("支給率", rows)) is None
    assert differs("退職金の支給率はいくらですか", section("支給率", rows[1:])) is not None


@pytest.mark.parametrize(
    ("question", "rows", "one"),
    [
        ("勤続6年の正社員の結婚祝金はいくらですか", SERVICE, True),
        ("東京23区の宿泊料はいくらですか", HOTELS, True),
        ("勤続6年だと結婚祝金はいくらですか", SERVICE, False),
        ("結婚祝金はいくらですか", SERVICE, False),
        ("正社員の結婚祝金はいくらですか", SERVICE, False),
    ],
)
def test_a_question_may_name_the_row_and_the_column_of_one_figure(
    read: Callable[[str], Understanding], question: str, rows: list[str], one: bool
) -> None:
    asked = asked_by(read(question), LexicalIndex.of([["@a"]]))
    assert is_one_cell(asked, quote(asked, "慶弔規程", section("表", rows))) is one


RANKS = [
    "役職: 部長 / 東京: 16,000円 / その他: 12,000円",
    "役職: 課長 / 東京: 14,000円 / その他: 10,000円",
]
LIMIT = "国内出張の宿泊費の上限額は、次のとおりとする。"


@pytest.mark.parametrize(
    ("question", "line", "introduced", "own"),
    [
        ("国内出張の宿泊費はいくらまでですか", LIMIT, True, False),
        ("課長の国内出張の宿泊費はいくらまでですか", LIMIT, True, True),
        ("東京の国内出張の宿泊費はいくらまでですか", LIMIT, True, False),
        ("課長の海外出張の宿泊費はいくらまでですか", LIMIT, False, False),
        ("課長の国内出張の宿泊費はいつ精算しますか", LIMIT, False, False),
        (
            "課長の国内出張の宿泊費はいくらまでですか",
            "国内出張の宿泊費は、実費とする。",
            False,
            False,
        ),
    ],
    ids=[
        "the line says all that is asked",
        "and the question says whose",
        "where one goes is not whose",
        "the line says something else",
        "no figure is asked for",
        "the line does not introduce the table",
    ],
)
def test_a_line_may_say_what_is_asked_and_introduce_the_table_that_gives_it(
    read: Callable[[str], Understanding], question: str, line: str, introduced: bool, own: bool
) -> None:
    asked = asked_by(read(question), LexicalIndex.of([["@a"]]))
    quoted = quote(asked, "旅費規程", section("別表第2（宿泊費）", RANKS, line))
    assert is_introduced(asked, quoted) is introduced
    assert is_own_row(asked, quoted) is own
