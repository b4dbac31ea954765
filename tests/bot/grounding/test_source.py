from __future__ import annotations

from bot.grounding.source import source

TEXT = """次の各号の額を支給する。
(1) 結婚　30,000円
(2) 出産　20,000円
区分: 部長 / 日帰り: 2,000円 / 宿泊: 3,500円
日当は、部長は3,000円、課長は2,500円とする。"""


def test_an_item_is_read_with_the_line_that_leads_it_in_and_the_heading() -> None:
    line = next(line for line in source("慶弔見舞金", TEXT).lines if "出産" in line.text)

    assert "慶弔見舞金" in line.context
    assert "支給する" in line.context
    assert "結婚" not in line.context


def test_a_cell_is_read_with_the_names_of_its_row() -> None:
    cells = [line for line in source("", TEXT).lines if line.is_cell]

    assert [cell.text for cell in cells] == ["区分: 部長", "日帰り: 2000円", "宿泊: 3500円"]
    assert all("部長" in cell.words for cell in cells)
    assert "宿泊" not in cells[1].words


def test_a_sentence_on_two_things_has_a_piece_for_each() -> None:
    chief, section_chief = source("", TEXT).figures[-2:]

    assert "部長" in chief.words and "課長" not in chief.words
    assert "課長" in section_chief.words and "部長" not in section_chief.words
    assert "日当" in section_chief.context_words


def test_a_markdown_table_is_read_by_its_header() -> None:
    table = "| 区分 | 日当 |\n|---|---|\n| 部長 | 3,000円 |"

    assert [line.text for line in source("", table).lines] == ["区分: 部長", "日当: 3000円"]
