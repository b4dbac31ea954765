"""Presentations: slides as pages, bullets as items, tables with their header."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from ingest.errors import UnreadableDocument

_COVER, _BULLETS, _TITLE_ONLY, _BLANK = 0, 1, 5, 6


def _slide(deck: Any, layout: int, title: str = "", body: str = "") -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    if body:
        slide.placeholders[1].text = body
    return slide


def _said(path: Path, deck: Any, read: Any) -> Any:
    deck.save(str(path))
    return read(path)


def _blocks(document: Any) -> list[tuple[str, list[tuple[str, str, int | None]]]]:
    return [(s.heading, [(b.kind, b.text, b.page) for b in s.blocks]) for s in document.sections]


def test_slides_are_pages_and_their_titles_headings(tmp_path: Path, read: Any) -> None:
    deck = Presentation()
    _slide(deck, _COVER, "経費精算の手引き", "経理部")
    slide = _slide(deck, _BULLETS, "交通費", "実費を支給します。")
    deeper = slide.placeholders[1].text_frame.add_paragraph()
    deeper.text, deeper.level = "深夜のタクシー", 1
    slide.notes_slide.notes_text_frame.text = "上限は月5万円です。"

    document = _said(tmp_path / "a.pptx", deck, read)

    assert document.meta.title == "経費精算の手引き"
    assert _blocks(document) == [
        ("経費精算の手引き", [("text", "経理部", 1)]),
        (
            "交通費",
            [
                ("item", "実費を支給します。", 2),
                ("item", "深夜のタクシー", 2),
                ("note", "上限は月5万円です。", 2),
            ],
        ),
    ]


def test_tables_with_merged_cells_and_grouped_shapes_are_read(tmp_path: Path, read: Any) -> None:
    deck = Presentation()
    slide = _slide(deck, _TITLE_ONLY, "日当")
    place = (Inches(1), Inches(2), Inches(6), Inches(2))
    table = slide.shapes.add_table(3, 3, *place).table
    cells = [["役職", "日当（円）", ""], ["", "日帰り", "宿泊"], ["部長", "1,000", "3,000"]]
    for number, texts in enumerate(cells):
        for column, text in enumerate(texts):
            table.cell(number, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    group = slide.shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    box.text_frame.text = "税込の金額です。"

    document = _said(tmp_path / "a.pptx", deck, read)

    assert _blocks(document) == [
        (
            "日当",
            [
                ("row", "役職: 部長 / 日当（円） 日帰り: 1,000 / 日当（円） 宿泊: 3,000", 1),
                ("text", "税込の金額です。", 1),
            ],
        )
    ]


def test_hidden_slides_are_not_read(tmp_path: Path, read: Any) -> None:
    deck = Presentation()
    _slide(deck, _BULLETS, "公開", "本文です。")
    _slide(deck, _BULLETS, "下書き", "未公開です。")._element.set("show", "0")

    document = _said(tmp_path / "a.pptx", deck, read)

    assert [s.heading for s in document.sections] == ["公開"]
    assert document.warnings == ("The hidden slide 2 was not read.",)


def test_a_slide_without_a_title_is_named_by_its_first_line(tmp_path: Path, read: Any) -> None:
    deck = Presentation()
    _slide(deck, _BULLETS, "概要", "本文です。")
    slide = _slide(deck, _BLANK)
    for text, top in (("内線2100です。", 4), ("お問い合わせ", 1)):
        box = slide.shapes.add_textbox(Inches(1), Inches(top), Inches(3), Inches(1))
        box.text_frame.text = text
    alone = _slide(deck, _BLANK).shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(1))
    alone.text_frame.text = "以上です。"

    document = _said(tmp_path / "a.pptx", deck, read)

    assert [(s.heading, s.text) for s in document.sections[1:]] == [
        ("お問い合わせ", "内線2100です。"),
        ("スライド3", "以上です。"),
    ]


def test_automatic_numbers_and_struck_out_text(tmp_path: Path, read: Any) -> None:
    deck = Presentation()
    frame = _slide(deck, _BULLETS, "手順", "申請する。").placeholders[1].text_frame
    second = frame.add_paragraph()
    second.add_run().text = "承認を"
    struck = second.add_run()
    struck.text = "待つ。"
    struck._r.get_or_add_rPr().set("strike", "sngStrike")
    second.add_run().text = "得る。"
    for paragraph in frame.paragraphs:
        etree.SubElement(paragraph._p.get_or_add_pPr(), qn("a:buAutoNum"), type="circleNumDbPlain")

    document = _said(tmp_path / "a.pptx", deck, read)

    assert document.sections[0].text == "① 申請する。\n② 承認を得る。"


def test_what_a_slide_only_shows_is_told(tmp_path: Path, read: Any) -> None:
    deck = Presentation()
    _slide(deck, _BULLETS, "概要", "本文です。")
    Image.new("RGB", (20, 20)).save(tmp_path / "a.png")
    _slide(deck, _BLANK).shapes.add_picture(str(tmp_path / "a.png"), Inches(1), Inches(1))

    document = _said(tmp_path / "a.pptx", deck, read)

    assert document.warnings == ("Slide 2 has pictures but no text: nothing of it was read.",)


def test_an_old_presentation_with_a_new_name_says_so(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "古い.pptx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(UnreadableDocument, match="old binary Office format"):
        read(path)
