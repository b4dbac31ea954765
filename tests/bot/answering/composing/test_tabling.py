"""A rule that is a table is shown as one; its text tells the row that holds for the asker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.answering.composing.tabling import MOST_ROWS, applied_note, tables_of
from bot.answering.reading.asked import asked_by
from bot.answering.reading.quoting import Quoted, quote
from bot.answering.understanding import Understanding
from bot.answering.understanding.applicability import NOBODY, Known
from bot.outcomes import Part, Table
from knowledge.lexical import LexicalIndex
from knowledge.model import Block, Section

Quote = Callable[..., Quoted]

ROWS = [
    "勤続年数: 1年未満 / 金額: 10,000円",
    "勤続年数: 1年以上5年未満 / 金額: 30,000円",
    "勤続年数: 5年以上 / 金額: 50,000円",
]
RATES = [f"勤続年数: {year}年 / 支給率: {year}.5" for year in range(1, 31)]
MORI = Known(hired_on=date(2023, 4, 1), on=date(2026, 11, 20))


@pytest.fixture
def quoted(read: Callable[[str], Understanding]) -> Quote:
    def quote_one(question: str, rows: list[str], whom: Known = NOBODY) -> Quoted:
        blocks = tuple(Block(kind="row", text=row) for row in rows)
        asked = asked_by(read(question), LexicalIndex.of([["@a"]]))
        section = Section(heading_path=("結婚祝金",), blocks=blocks)
        return quote(replace(asked, whom=whom), "慶弔規程", section)

    return quote_one


def test_the_text_tells_the_askers_row_and_the_table_its_neighbours(quoted: Quote) -> None:
    (part,) = tables_of(quoted("結婚祝金はいくら", ROWS, MORI), (0,))

    assert part == Part(
        kind="table",
        text=ROWS[1],
        citations=(0,),
        table=Table(
            columns=("勤続年数", "金額"),
            rows=(
                ("1年未満", "10,000円"),
                ("1年以上5年未満", "30,000円"),
                ("5年以上", "50,000円"),
            ),
            marked=(1,),
        ),
    )


def test_a_row_that_the_question_chose_is_marked_as_well(quoted: Quote) -> None:
    (part,) = tables_of(quoted("勤続6年です。結婚祝金はいくら", ROWS))
    assert part.text == ROWS[2] and part.table and part.table.marked == (2,)


def test_where_nothing_chose_all_is_told_and_nothing_marked(quoted: Quote) -> None:
    (part,) = tables_of(quoted("結婚祝金はいくら", ROWS))
    assert part.text == "\n".join(ROWS)
    assert part.table and len(part.table.rows) == 3 and part.table.marked == ()


def test_a_long_table_is_shown_around_the_row(quoted: Quote) -> None:
    (part,) = tables_of(quoted("勤続20年の支給率はいくつ", RATES))
    assert part.text == RATES[19]
    assert part.table and part.table.marked == (2,)
    assert [row[0] for row in part.table.rows] == ["18年", "19年", "20年", "21年", "22年"]


def test_a_long_table_of_which_no_row_is_chosen_is_shown_as_far_as_it_is_told(
    quoted: Quote,
) -> None:
    (part,) = tables_of(quoted("支給率はいくつ", RATES))
    assert part.table and len(part.table.rows) == MOST_ROWS == len(part.text.split("\n"))


def test_a_table_without_header_has_no_columns(quoted: Quote) -> None:
    (part,) = tables_of(quoted("内線は", ["総務課 / 201", "人事課 / 202"]))
    assert part.table and part.table.columns == ()


def test_the_text_of_the_parts_is_what_the_quote_tells(quoted: Quote) -> None:
    found = quoted("結婚祝金はいくら", ROWS, MORI)
    assert "\n".join(part.text for part in tables_of(found)) == "\n".join(found.told_rows)


def test_by_what_of_the_account_a_row_was_chosen_is_told(quoted: Quote) -> None:
    found = quoted("結婚祝金はいくら", ROWS, MORI)

    assert applied_note([found], MORI, "ja") == (
        "※ 登録されている入社日（2023年4月1日。2026年11月20日で勤続3年7か月）に当てはまるものを"
        "お答えしています。違うときは、条件を書いてもう一度聞いてください。"
    )
    assert "hiring date (1 April 2023)" in applied_note([found], MORI, "en")


def test_the_days_of_the_account_are_written_as_the_manual_writes_them(quoted: Quote) -> None:
    found = quoted("結婚祝金はいくら", ROWS, MORI)
    told = applied_note([found], MORI, "ja", "era")
    assert "入社日（令和5年4月1日。令和8年11月20日で勤続3年7か月）" in told


def test_what_is_worked_out_above_is_not_told_again(quoted: Quote) -> None:
    found = quoted("結婚祝金はいくら", ROWS, MORI)
    served = "入社日の令和5年4月1日から令和8年11月20日まで = 勤続3年7か月"
    above = [Part(kind="calculation", text=served)]
    told = applied_note([found], MORI, "ja", "era", above)
    assert told.startswith("※ 登録されている入社日に当てはまるものをお答えしています。")


def test_nothing_is_told_of_an_account_that_chose_nothing(quoted: Quote) -> None:
    assert applied_note([quoted("勤続6年です。結婚祝金は", ROWS, MORI)], MORI, "ja") == ""


def test_the_column_that_is_asked_for_is_told_and_shown(quoted: Quote) -> None:
    rows = [
        "役職: 部長 / 日帰り: 3,000円 / 宿泊: 4,500円",
        "役職: 課長 / 日帰り: 2,500円 / 宿泊: 3,500円",
    ]
    (part,) = tables_of(quoted("課長の1泊の出張の日当はいくら", rows))
    assert part.text == "役職: 課長 / 宿泊: 3,500円"
    assert part.table and (part.table.marked, part.table.asked) == ((1,), (2,))
