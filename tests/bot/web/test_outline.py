"""Sections with their headings and tables, and differences line by line."""

from __future__ import annotations

from bot.web.diffs import diff_lines
from bot.web.outline import Grid, Heading, outline
from knowledge.model import Block, Section


def test_a_heading_appears_where_it_begins() -> None:
    parts = outline([_section("第1章", "第1条"), _section("第1章", "第2条"), _section("附則")])

    assert [[(h.text, h.level) for h in part.headings] for part in parts] == [
        [("第1章", 2), ("第1条", 3)],
        [("第2条", 3)],
        [("附則", 2)],
    ]


def test_the_same_heading_twice_is_shown_twice() -> None:
    parts = outline([_section("別表"), _section("別表")])

    assert [len(part.headings) for part in parts] == [1, 1]


def test_headings_go_no_deeper_than_html() -> None:
    (part,) = outline([_section("一", "二", "三", "四", "五", "六", "七")])

    assert part.headings[-1] == Heading(text="七", level=6)


def test_rows_with_the_same_columns_are_one_table() -> None:
    rows = ("役職: 部長 / 日当: 3,000円", "役職: 課長 / 日当: 2,500円", "地域: 東京 / 上限: 1円")
    first, second = _content(*rows)

    assert first == Grid(columns=("役職", "日当"), rows=(("部長", "3,000円"), ("課長", "2,500円")))
    assert isinstance(second, Grid) and second.columns == ("地域", "上限")


def test_a_row_that_is_not_written_as_cells_stays_a_line() -> None:
    (block,) = _content("合計 12,000円")

    assert isinstance(block, Block)


def test_text_is_never_a_table() -> None:
    section = Section(heading_path=("x",), blocks=(Block(kind="text", text="時間: 9:00"),))

    assert outline([section])[0].content == section.blocks


def test_lines_that_stay_go_and_come() -> None:
    assert diff_lines("一\n二\n三", "一\n2\n三\n四") == [
        ("=", "一"),
        ("-", "二"),
        ("+", "2"),
        ("=", "三"),
        ("+", "四"),
    ]
    assert diff_lines("", "") == []


def _section(*path: str) -> Section:
    return Section(heading_path=path, blocks=(Block(kind="text", text="本文"),))


def _content(*rows: str) -> tuple[Block | Grid, ...]:
    blocks = tuple(Block(kind="row", text=row) for row in rows)
    return outline([Section(heading_path=("別表",), blocks=blocks)])[0].content
