from __future__ import annotations

from typing import Any

from bot.outcomes import Table
from bot.slack.messages.blocks import Block, messages, texts
from bot.slack.messages.tables import table


def rows_of(block: Block) -> list[list[str]]:
    return [["".join(texts(cell)) for cell in row] for row in block["rows"]]


def lodging(count: int, columns: tuple[str, ...] = ("役職", "上限")) -> Table:
    rows = tuple((f"{n}等級", *(f"{n},000円",) * (len(columns) - 1)) for n in range(count))
    return Table(columns=columns, rows=rows)


def test_a_table_has_its_header_and_rows() -> None:
    (block,) = table(lodging(2), "ja")
    assert rows_of(block) == [["役職", "上限"], ["0等級", "0,000円"], ["1等級", "1,000円"]]


def test_the_row_that_holds_is_bold_and_says_so() -> None:
    (block,) = table(
        Table(columns=("役職", "上限"), rows=(("部長", "2円"), ("課長", "1円")), marked=(1,)), "ja"
    )
    assert rows_of(block)[2] == ["課長（該当）", "1円"]
    assert [styles(cell)[0] for cell in block["rows"][2]] == [{"bold": True}, {"bold": True}]
    assert [styles(cell) for cell in block["rows"][1]] == [[None], [None]]


def test_figures_stand_to_the_right_unbroken() -> None:
    (block,) = table(lodging(3), "ja")
    assert block["column_settings"][1] == {"align": "right", "is_wrapped": False}
    words = Table(columns=("事由", "手続き"), rows=(("結婚", "届を出す"), ("転居", "届を出す")))
    (block,) = table(words, "ja")
    assert {setting["align"] for setting in block["column_settings"]} == {"left"}


def test_a_long_table_goes_on_in_a_next_message_with_its_header() -> None:
    blocks = table(lodging(300), "ja")
    shown = [rows_of(block) for block in blocks]
    assert [len(rows) for rows in shown] == [100, 100, 100, 4]
    assert all(rows[0] == ["役職", "上限"] for rows in shown)
    assert [row for rows in shown for row in rows[1:]] == [
        [f"{n}等級", f"{n},000円"] for n in range(300)
    ]
    assert [len(message.blocks) for message in messages("表", blocks)] == [1, 1, 1, 1]


def test_a_wide_table_goes_on_with_the_column_that_names_its_rows() -> None:
    columns = ("月", *(f"{n}日" for n in range(1, 32)))
    first, second = table(lodging(2, columns), "ja")
    assert rows_of(first)[0] == list(columns[:20])
    assert rows_of(second)[0] == ["月", *columns[20:]]
    assert {row[0] for row in rows_of(second)[1:]} == {"0等級", "1等級"}


def test_no_table_has_more_than_ten_thousand_characters() -> None:
    rows = tuple((f"{n}", "あ" * 900) for n in range(30))
    blocks = table(Table(columns=("号", "内容"), rows=rows), "ja")
    assert all(len("".join(texts(block))) <= 10_000 for block in blocks)
    assert [row for block in blocks for row in rows_of(block)[1:]] == [list(row) for row in rows]


def test_a_row_that_no_table_holds_is_told_as_text() -> None:
    rows = (("1", "短い"), ("2", "長い文。" * 2_000), ("3", "短い"))
    blocks = table(Table(columns=("号", "内容"), rows=rows), "ja")
    assert rows_of(blocks[0])[1:] == [["1", "短い"]]
    assert rows_of(blocks[-1])[1:] == [["3", "短い"]]
    told = "".join("".join(texts(block)) for block in blocks if block["type"] == "rich_text")
    assert told == "号：2内容：" + "長い文。" * 2_000


def test_short_rows_are_filled_up_and_empty_ones_left_out() -> None:
    uneven = Table(columns=("名", "値"), rows=(("あ",), ("", " "), ("い", "1円")), marked=(2,))
    (block,) = table(uneven, "ja")
    assert rows_of(block) == [["名", "値"], ["あ", " "], ["い（該当）", "1円"]]


def test_without_rows_there_is_no_table() -> None:
    assert table(Table(columns=("名",), rows=()), "ja") == []


def styles(cell: Any) -> list[Any]:
    return [piece.get("style") for piece in cell["elements"][0]["elements"]]
