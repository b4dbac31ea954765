"""Printed pages that are not plain: columns, vertical writing, furigana, turned pages, margins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf

LINE = "従業員は、業務に要した費用を申請することができる"


def _paragraph(x: float, top: float, ending: str) -> list[Any]:
    """Three lines of one sentence, of which the last is short."""
    texts = (LINE, LINE, ending)
    return [(text, x, top + 16 * n, 9.0, False) for n, text in enumerate(texts)]


def test_columns_are_read_one_after_the_other(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    page = [
        ("経費精算規程", 240.0, 60.0, 18.0, True),
        ("第1条（申請）", 60.0, 110.0, 9.0, True),
        *_paragraph(60.0, 126.0, "ものとする。"),
        ("第2条（承認）", 60.0, 190.0, 9.0, True),
        *_paragraph(60.0, 206.0, "とする。"),
        *_paragraph(320.0, 110.0, "と定める。"),
        ("第3条（支払）", 320.0, 174.0, 9.0, True),
        *_paragraph(320.0, 190.0, "のである。"),
    ]
    document = read(draw_pdf(tmp_path / "規程.pdf", [(page, [])]))

    assert document.meta.title == "経費精算規程"
    assert [(s.heading, [b.text for b in s.blocks]) for s in document.sections] == [
        ("第1条（申請）", [LINE * 2 + "ものとする。"]),
        ("第2条（承認）", [LINE * 2 + "とする。", LINE * 2 + "と定める。"]),
        ("第3条（支払）", [LINE * 2 + "のである。"]),
    ]


def test_a_sentence_goes_on_in_the_next_column(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    left = [(LINE, 60.0, 126.0 + 16 * n, 9.0, False) for n in range(6)]
    right = [(LINE, 320.0, 110.0 + 16 * n, 9.0, False) for n in range(6)]
    heading = ("第1条（申請）", 60.0, 110.0, 9.0, True)
    pages: list[Any] = [([heading, *left, *right], [])]

    (section,) = read(draw_pdf(tmp_path / "規程.pdf", pages)).sections

    assert [block.text for block in section.blocks] == [LINE * 12]


def test_aligned_entries_of_a_list_are_no_columns(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    entries = [("部長", "3,000円"), ("課長", "2,500円"), ("係長", "2,000円"), ("主任", "1,500円"),
               ("社員", "1,000円"), ("嘱託", "1,000円")]  # fmt: skip
    page = [("第1条（日当）", 60.0, 94.0, 9.0, True), (LINE * 2, 60.0, 110.0, 9.0, False)]
    page.append(("次の額とする。", 60.0, 126.0, 9.0, False))
    for n, (name, amount) in enumerate(entries):
        page += [
            (name, 60.0, 142.0 + 16 * n, 9.0, False),
            (amount, 320.0, 142.0 + 16 * n, 9.0, False),
        ]

    (section,) = read(draw_pdf(tmp_path / "規程.pdf", [(page, [])])).sections

    assert [block.text for block in section.blocks] == [
        LINE * 2 + "次の額とする。",
        *(f"{name} {amount}" for name, amount in entries),
    ]


def test_furigana_do_not_cut_the_sentence(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    page = [
        ("第1条（目的）", 60.0, 100.0, 10.0, True),
        ("けいちょう", 120.0, 123.0, 4.5, False),
        (LINE, 60.0, 130.0, 10.0, False),
        ("しんせい", 70.0, 143.0, 4.5, False),
        ("ことを申請という。", 60.0, 150.0, 10.0, False),
    ]
    (section,) = read(draw_pdf(tmp_path / "規程.pdf", [(page, [])])).sections

    assert section.text == LINE + "ことを申請という。"


def test_vertical_writing_is_read_from_the_right(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    columns = [
        "第一条（目的）",
        LINE + "よう",
        "定める。",
        "第二条（適用範囲）",
        "社員に適用する。",
    ]
    page: list[Any] = [
        (character, 500.0 - 20 * n, 80.0 + 10 * m, 10.0, False)
        for n, column in enumerate(columns)
        for m, character in enumerate(column)
    ]
    page.append(("- 1 -", 280.0, 800.0, 8.0, False))
    document = read(draw_pdf(tmp_path / "規程.pdf", [(page, [])]))

    assert [(s.heading, s.text) for s in document.sections] == [
        ("第一条（目的）", LINE + "よう定める。"),
        ("第二条（適用範囲）", "社員に適用する。"),
    ]


def test_a_page_printed_sideways_is_turned_with_its_table(
    tmp_path: Path, draw_pdf: Any, draw_table: Callable[..., Any], read: Any
) -> None:
    page = [
        ("第1条（日当）", 60.0, 300.0, 10.0, True),
        ("役職", 70.0, 324.0, 10.0, True),
        ("日当", 270.0, 324.0, 10.0, True),
        ("部長", 70.0, 354.0, 10.0, False),
        ("3,000円", 270.0, 354.0, 10.0, False),
    ]
    path = draw_pdf(tmp_path / "規程.pdf", [(page, draw_table([60, 260, 460], [320, 350, 380]))])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"0 1 -1 0 842 0 cm", prepend=True)
        pdf.save(path)

    (section,) = read(path).sections

    assert section.heading == "第1条（日当）"
    assert [(b.kind, b.text) for b in section.blocks] == [("row", "役職: 部長 / 日当: 3,000円")]


def test_the_header_of_a_single_page_is_dropped(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    page = [
        ("株式会社ミナト　旅費規程", 380.0, 30.0, 8.0, False),
        ("旅費規程", 240.0, 80.0, 18.0, True),
        ("第1条（目的）", 60.0, 120.0, 10.0, True),
        ("旅費を定める。", 60.0, 140.0, 10.0, False),
        ("社外秘", 60.0, 800.0, 8.0, False),
        ("1 / 1 ページ", 280.0, 800.0, 8.0, False),
    ]
    (section,) = read(draw_pdf(tmp_path / "規程.pdf", [(page, [])])).sections

    assert (section.heading, section.text) == ("第1条（目的）", "旅費を定める。")


def test_a_letterhead_without_the_title_is_kept(tmp_path: Path, draw_pdf: Any, read: Any) -> None:
    page = [
        ("経理部発第十五号", 380.0, 30.0, 8.0, False),
        ("旅費規程", 240.0, 80.0, 18.0, True),
        ("旅費を定める。", 60.0, 140.0, 10.0, False),
    ]
    document = read(draw_pdf(tmp_path / "規程.pdf", [(page, [])]))

    assert "経理部発第十五号" in document.sections[0].text


def test_a_heading_that_recurs_at_the_top_of_pages_is_no_header(
    tmp_path: Path, draw_pdf: Any, read: Any
) -> None:
    title = [("手引", 240.0, 120.0, 18.0, True), ("手引である。", 60.0, 160.0, 10.0, False)]
    pages: list[Any] = [(title, [])]
    pages += [
        ([("手続", 60.0, 72.0, 10.0, True), (f"窓口は{name}である。", 60.0, 88.0, 10.0, False)], [])
        for name in ("総務課", "経理課")
    ]
    document = read(draw_pdf(tmp_path / "手引.pdf", pages))

    assert [s.heading_path[-1] for s in document.sections] == ["手引", "手続", "手続"]


def test_a_row_cut_by_the_page_break_is_mended_and_the_next_keeps_its_name(
    tmp_path: Path, draw_pdf: Any, draw_table: Callable[..., Any], read: Any
) -> None:
    head = [("区分", 70.0), ("事由", 170.0), ("額", 270.0)]
    first = [
        ("第1条（額）", 60.0, 650.0, 10.0, True),
        *((text, x, 704.0, 10.0, True) for text, x in head),
        ("弔事", 70.0, 734.0, 10.0, False),
        ("祖父母又は配偶", 170.0, 734.0, 12.0, False),
        ("3万円", 270.0, 734.0, 10.0, False),
    ]
    second = [
        *((text, x, 124.0, 10.0, True) for text, x in head),
        ("者の死亡", 170.0, 154.0, 12.0, False),
        ("孫の死亡", 170.0, 184.0, 10.0, False),
        ("1万円", 270.0, 184.0, 10.0, False),
    ]
    pages = [
        (first, draw_table([60, 160, 260, 360], [700, 730, 760])),
        (second, draw_table([60, 160, 260, 360], [120, 150, 180, 210])),
    ]
    (section,) = read(draw_pdf(tmp_path / "規程.pdf", pages)).sections

    assert [block.text for block in section.blocks] == [
        "区分: 弔事 / 事由: 祖父母又は配偶者の死亡 / 額: 3万円",
        "区分: 弔事 / 事由: 孫の死亡 / 額: 1万円",
    ]
