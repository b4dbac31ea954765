from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answering.reading.asked import asked_by
from bot.answering.reading.tables import Found, resolve, tables
from bot.answering.understanding import Understanding
from knowledge.lexical import LexicalIndex
from knowledge.model import Block, Section

Resolve = Callable[[str, list[str]], Found]

LEAVE = [
    "週の契約日数: 4日 / 6か月: 7日 / 1年6か月: 8日 / 2年6か月: 9日",
    "週の契約日数: 3日 / 6か月: 5日 / 1年6か月: 6日 / 2年6か月: 6日",
]
MOURNING = [
    "事由: 本人の結婚 / 日数: 5日",
    "事由: 子の結婚 / 日数: 2日",
    "事由: 父母又は子の死亡 / 日数: 7日",
    "事由: 配偶者の父母の死亡 / 日数: 4日",
    "事由: 祖父母又は兄弟姉妹の死亡 / 日数: 3日",
]
COMMUTING = [
    "片道: 2km以上10km未満 / 月額: 4,200円",
    "片道: 10km以上15km未満 / 月額: 7,100円",
    "片道: 15km以上 / 月額: 10,000円",
]
GIFT = [
    "子: 第1子 / 正社員: 30,000円 / パートタイマー: 10,000円",
    "子: 第2子 / 正社員: 50,000円 / パートタイマー: 10,000円",
    "子: 第3子以降 / 正社員: 150,000円 / パートタイマー: 20,000円",
]


def table_of(rows: list[str]) -> Section:
    blocks = tuple(Block(kind="row", text=row) for row in rows)
    return Section(heading_path=("別表",), blocks=blocks)


@pytest.fixture
def resolve_for(read: Callable[[str], Understanding]) -> Resolve:
    def resolve_one(question: str, rows: list[str]) -> Found:
        (table,) = tables(table_of(rows))
        asked = asked_by(read(question), LexicalIndex.of([["@a"]]))
        return resolve(table, asked.matters, asked.values, question)

    return resolve_one


@pytest.mark.parametrize(
    ("question", "table", "row"),
    [
        ("片道12キロの通勤手当は？", COMMUTING, 1),
        ("10kmちょうどだと？", COMMUTING, 1),
        ("祖母が亡くなりました", MOURNING, 4),
        ("妻の母が亡くなりました。何日休めますか", MOURNING, 3),
        ("おじいちゃんの忌引", MOURNING, 4),
        ("結婚します。何日休めますか", MOURNING, 0),
        ("娘が結婚します", MOURNING, 1),
        ("結婚します。慶弔休暇は何日ですか", MOURNING, 0),
    ],
)
def test_values_relatives_and_words_point_to_a_row(
    resolve_for: Resolve, question: str, table: list[str], row: int
) -> None:
    found = resolve_for(question, table)
    assert found.chosen
    assert [r.text for r in found.rows] == [table[row]]


def test_a_value_may_point_to_a_column(resolve_for: Resolve) -> None:
    found = resolve_for("週3日で1年半のパートの有給は？", LEAVE)
    assert found.told == ["週の契約日数: 3日 / 1年6か月: 6日"]
    assert [row.text for row in found.rows] == [LEAVE[1]]


def test_the_kind_of_employment_points_to_a_column(resolve_for: Resolve) -> None:
    found = resolve_for("3人目が生まれたパートです。お祝いはいくら", GIFT)
    assert found.told == ["子: 第3子以降 / パートタイマー: 20,000円"]


def test_a_table_that_the_question_does_not_point_into_is_taken_whole(
    resolve_for: Resolve,
) -> None:
    found = resolve_for("通勤手当の額は？", COMMUTING)
    assert not found.chosen
    assert len(found.rows) == len(COMMUTING)


def test_weddings_and_deaths_together_are_taken_whole(resolve_for: Resolve) -> None:
    assert len(resolve_for("慶弔休暇は何日ですか", MOURNING).rows) == len(MOURNING)


def test_a_word_of_a_column_names_no_row_that_it_is_only_akin_to(resolve_for: Resolve) -> None:
    rows = [
        "事由: 本人の結婚 / 休暇日数: 5日",
        "事由: 配偶者の出産 / 休暇日数: 3日",
        "事由: 転居 / 休暇日数: 1日",
    ]
    assert len(resolve_for("休暇は何日ですか", rows).rows) == len(rows)
    assert resolve_for("妻の出産の休暇は何日ですか", rows).told == [rows[1]]


def test_tables_with_other_columns_are_other_tables() -> None:
    assert [len(table) for table in tables(table_of([*LEAVE, *MOURNING]))] == [2, 5]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("課長が2泊3日で出張したら日当は全部でいくらですか", "役職: 課長 / 宿泊: 3,500円"),
        ("課長が泊まりで出張します。日当はいくらですか", "役職: 課長 / 宿泊: 3,500円"),
        ("課長の日帰りの出張の日当はいくらですか", "役職: 課長 / 日帰り: 2,500円"),
        ("課長の出張の日当はいくらですか", "役職: 課長 / 日帰り: 2,500円 / 宿泊: 3,500円"),
    ],
)
def test_a_night_away_points_to_its_column(resolve_for: Resolve, question: str, told: str) -> None:
    rows = [
        "役職: 部長 / 日帰り: 3,000円 / 宿泊: 4,500円",
        "役職: 課長 / 日帰り: 2,500円 / 宿泊: 3,500円",
    ]
    assert resolve_for(question, rows).told == [told]
