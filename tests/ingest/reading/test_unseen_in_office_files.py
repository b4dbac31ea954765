"""Office files: light type on a dark ground is read, type that nobody sees is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table
from pptx import Presentation
from pptx.dml import color
from pptx.util import Cm

#: The library has no types.
SlideColor: Any = color.RGBColor
SEEN = "申請は7日以内に行う。"
LIGHT = "部長は14,000円とする。"


def _text(document: Any) -> str:
    return "\n".join(section.text for section in document.sections)


@pytest.mark.parametrize("dark", [True, False])
def test_white_type_in_a_cell_of_a_word_table(tmp_path: Path, read: Any, dark: bool) -> None:
    document = docx.Document()
    document.add_paragraph(SEEN)
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    run = cell.paragraphs[0].add_run(LIGHT)
    run.font.color.rgb = RGBColor(255, 255, 255)
    if dark:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), "1F3864")
        cell._tc.get_or_add_tcPr().append(shade)
    document.save(str(tmp_path / "a.docx"))

    assert (LIGHT in _text(read(tmp_path / "a.docx"))) is dark


def test_white_type_in_a_word_table_of_a_coloured_style(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.style = document.styles["Medium Shading 1 Accent 1"]
    for cell, text in zip(table._cells, ("役職", "額", "部長", "1円"), strict=True):
        cell.paragraphs[0].add_run(text).font.color.rgb = RGBColor(255, 255, 255)
    document.save(str(tmp_path / "a.docx"))

    assert "部長" in _text(read(tmp_path / "a.docx"))


@pytest.mark.parametrize("dark", [True, False])
def test_white_type_in_a_cell_of_a_sheet(tmp_path: Path, read: Any, dark: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["役職", "額"])
    sheet.append(["課長", "12,000円"])
    sheet.append(["部長", "14,000円"])
    for cell in sheet[3]:
        cell.font = Font(color="FFFFFFFF")
        if dark:
            cell.fill = PatternFill("solid", fgColor="FF1F3864")
    book.save(tmp_path / "a.xlsx")

    assert ("14,000円" in _text(read(tmp_path / "a.xlsx"))) is dark


def test_hidden_rows_and_columns_are_told_of(tmp_path: Path, read: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "日当"
    for row in (["役職", "額", "内部"], ["課長", "12,000円", "仮"], ["部長", "99,000円", "仮"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(tmp_path / "a.xlsx")

    document = read(tmp_path / "a.xlsx")

    assert "12,000円" in _text(document)
    assert "99,000円" not in _text(document) and "仮" not in _text(document)
    (warning,) = document.warnings
    assert warning == "Hidden rows or columns of sheet “日当” were not read: 3, C."


@pytest.mark.parametrize("ground", ["dark shape", "picture behind", "paper"])
def test_white_type_on_a_slide(tmp_path: Path, read: Any, ground: str) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    if ground == "picture behind":
        band = slide.shapes.add_shape(1, Cm(0), Cm(0), Cm(20), Cm(8))
        band.fill.solid()
        band.fill.fore_color.rgb = SlideColor.from_string("102060")
    box = slide.shapes.add_textbox(Cm(1), Cm(1), Cm(10), Cm(2))
    box.text_frame.text = LIGHT
    box.text_frame.paragraphs[0].runs[0].font.color.rgb = SlideColor.from_string("FFFFFF")
    if ground == "dark shape":
        box.fill.solid()
        box.fill.fore_color.rgb = SlideColor.from_string("102060")
    other = slide.shapes.add_textbox(Cm(1), Cm(12), Cm(10), Cm(2))
    other.text_frame.text = SEEN
    deck.save(str(tmp_path / "a.pptx"))

    said = _text(read(tmp_path / "a.pptx"))

    assert SEEN in said
    assert (LIGHT in said) is (ground != "paper")


def test_white_type_in_an_excel_table_may_stand_on_the_colour_of_its_style(
    tmp_path: Path, read: Any
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["役職", "額"], ["部長", "14,000円"], ["課長", "12,000円"]):
        sheet.append(row)
    for cell in sheet[2]:
        cell.font = Font(color="FFFFFFFF")
    sheet.add_table(Table(displayName="a", ref="A1:B3"))
    book.save(tmp_path / "a.xlsx")

    assert "14,000円" in _text(read(tmp_path / "a.xlsx"))
