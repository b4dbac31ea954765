"""Printed PDFs: paragraphs, headings, tables and pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnreadableDocument
from ingest.reading.characters import plain

FULL = "この規程は、会社が従業員に対して支給する旅費の額、計算の方法、申請及び精算の手続に"


def _framed(number: int, texts: list[Any]) -> list[Any]:
    """A page with the header and the page number that every page has."""
    header = ("株式会社ミナト　旅費規程", 380.0, 30.0, 8.0, False)
    return [header, *texts, (f"{number} / 3", 290.0, 800.0, 8.0, False)]


def test_wrapped_lines_become_paragraphs_and_articles_sections(
    tmp_path: Path, draw_pdf: Any, read: Any
) -> None:
    page = [
        ("旅費規程", 240.0, 60.0, 18.0, True),
        ("第1章　総則", 60.0, 110.0, 14.0, True),
        ("第１条（目的）", 60.0, 140.0, 10.0, True),
        (FULL, 70.0, 160.0, 10.0, False),
        ("関して必要な事項を定める。", 70.0, 176.0, 10.0, False),
        ("２　前項の額は、別表第１のとおりとする。", 70.0, 192.0, 10.0, False),
        ("(1) 日当", 80.0, 208.0, 10.0, False),
    ]
    document = read(draw_pdf(tmp_path / "旅費規程.pdf", [(page, [])]))

    assert document.meta.title == "旅費規程"
    assert document.meta.kind == "rule"
    (section,) = document.sections
    assert section.heading_path == ("第1章　総則", "第１条（目的）")
    assert [(b.kind, b.text) for b in section.blocks] == [
        ("text", FULL + "関して必要な事項を定める。"),
        ("text", "２　前項の額は、別表第１のとおりとする。"),
        ("item", "(1) 日当"),
    ]


def test_headers_footers_and_page_numbers_are_dropped_and_pages_kept(
    tmp_path: Path, draw_pdf: Any, read: Any
) -> None:
    pages: list[Any] = [
        (_framed(n, [(f"第{n}条（見出し{n}）", 60.0, 120.0, 10.0, True),
                     (f"本文{n}。", 60.0, 140.0, 10.0, False)]), [])
        for n in (1, 2, 3)
    ]  # fmt: skip
    document = read(draw_pdf(tmp_path / "規程.pdf", pages))

    assert [(s.heading, s.text, s.page) for s in document.sections] == [
        (f"第{n}条（見出し{n}）", f"本文{n}。", n) for n in (1, 2, 3)
    ]


def test_a_paragraph_goes_on_over_the_page_break(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    first = [("第１条（目的）", 60.0, 700.0, 10.0, True), (FULL, 60.0, 720.0, 10.0, False)]
    second = [("関して定める。", 60.0, 110.0, 10.0, False)]
    pages: list[Any] = [(_framed(1, first), []), (_framed(2, second), [])]

    (section,) = read(draw_pdf(tmp_path / "規程.pdf", pages)).sections

    assert section.text == FULL + "関して定める。"
    assert section.page == 1


def test_a_table_over_two_pages_keeps_its_header(
    tmp_path: Path, draw_pdf: Any, draw_table: Callable[..., Any], read: Any
) -> None:
    first = [
        ("別表第１（日当）", 60.0, 650.0, 10.0, True),
        ("役職", 70.0, 704.0, 10.0, False),
        ("日当", 270.0, 704.0, 10.0, False),
        ("部長", 70.0, 734.0, 10.0, False),
        ("3,000円", 270.0, 734.0, 10.0, False),
    ]
    second = [
        ("役職", 70.0, 124.0, 10.0, False),
        ("日当", 270.0, 124.0, 10.0, False),
        ("課長", 70.0, 154.0, 10.0, False),
        ("2,500円", 270.0, 154.0, 10.0, False),
    ]
    pages = [
        (_framed(1, first), draw_table([60, 260, 460], [700, 730, 760])),
        (_framed(2, second), draw_table([60, 260, 460], [120, 150, 180])),
    ]
    (section,) = read(draw_pdf(tmp_path / "規程.pdf", pages)).sections

    assert section.heading_path == ("別表第１（日当）",)
    assert [(b.kind, b.text, b.page) for b in section.blocks] == [
        ("row", "役職: 部長 / 日当: 3,000円", 1),
        ("row", "役職: 課長 / 日当: 2,500円", 2),
    ]


def test_a_row_that_the_page_break_cuts_is_mended(
    tmp_path: Path, draw_pdf: Any, draw_table: Callable[..., Any], read: Any
) -> None:
    first = [
        ("新旧対照表", 60.0, 650.0, 10.0, True),
        ("条項", 70.0, 704.0, 10.0, True),
        ("改定後", 270.0, 704.0, 10.0, True),
        ("第34条", 70.0, 734.0, 10.0, False),
        ("精算は、７営業日以内に行わ", 270.0, 734.0, 10.0, False),
    ]
    second = [("なければならない。", 270.0, 124.0, 10.0, False)]
    open_below = [rule for rule in draw_table([60, 260, 460], [700, 730, 760]) if rule[1] != 760]
    open_above = [rule for rule in draw_table([60, 260, 460], [110, 150]) if rule[3] != 110]
    pages = [(_framed(1, first), open_below), (_framed(2, second), open_above)]

    (section,) = read(draw_pdf(tmp_path / "通知.pdf", pages)).sections

    assert [b.text for b in section.blocks] == [
        "条項: 第34条 / 改定後: 精算は、７営業日以内に行わなければならない。"
    ]


def test_lines_set_right_are_no_paragraph(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    lines = [
        ("旅費規程", 240.0, 60.0, 18.0, True),
        ("経理部発第十五号", 390.0, 100.0, 10.0, False),
        ("経理部経費担当者", 390.0, 116.0, 10.0, False),
        (FULL, 60.0, 150.0, 10.0, False),
        ("関して定める。", 60.0, 166.0, 10.0, False),
    ]
    (section,) = read(draw_pdf(tmp_path / "規程.pdf", [(lines, [])])).sections

    assert [b.text for b in section.blocks] == [
        "経理部発第十五号",
        "経理部経費担当者",
        FULL + "関して定める。",
    ]


def test_merged_cells_count_for_every_row(
    tmp_path: Path, draw_pdf: Any, draw_table: Callable[..., Any], read: Any
) -> None:
    texts = [
        ("第１条（額）", 60.0, 130.0, 10.0, True),
        *((t, x, 174.0, 10.0, True) for t, x in (("区分", 70.0), ("事由", 170.0), ("額", 270.0))),
        ("慶事", 70.0, 219.0, 10.0, False),
        ("結婚", 170.0, 204.0, 10.0, False),
        ("5万円", 270.0, 204.0, 10.0, False),
        ("出産", 170.0, 234.0, 10.0, False),
        ("3万円", 270.0, 234.0, 10.0, False),
    ]
    rules = draw_table([60, 160, 260, 360], [170, 200, 260])
    rules.append((160.0, 230.0, 360.0, 230.0))

    (section,) = read(draw_pdf(tmp_path / "規程.pdf", [(texts, rules)])).sections

    assert [b.text for b in section.blocks] == [
        "区分: 慶事 / 事由: 結婚 / 額: 5万円",
        "区分: 慶事 / 事由: 出産 / 額: 3万円",
    ]


def test_radicals_read_as_the_characters_they_stand_for() -> None:
    assert plain("4⽉1⽇に社⻑が⼾籍を⾒直す") == "4月1日に社長が戸籍を見直す"


def test_vertical_forms_read_as_the_signs_they_stand_for() -> None:
    vertical = "第一条︵目的︶は︑次の﹁規程﹂による︒"

    assert plain(vertical) == "第一条（目的）は、次の「規程」による。"


def test_a_locked_pdf_says_so(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    path = draw_pdf(tmp_path / "秘密.pdf", [([("本文", 60.0, 60.0, 10.0, False)], [])], locked=True)

    with pytest.raises(UnreadableDocument, match="password"):
        read(path)


def test_a_damaged_pdf_says_so(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "壊れた.pdf"
    path.write_bytes(b"%PDF-1.7\n\x00\x01\x02 not really")

    with pytest.raises(UnreadableDocument, match=r"damaged|No text"):
        read(path)
