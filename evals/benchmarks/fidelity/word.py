"""Writes manuscripts as Word documents: with heading styles, with bold headings, or plain."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from evals.benchmarks.fidelity.manuscript import Heading, Manuscript, Paragraph, Table
from evals.benchmarks.fidelity.truth import is_numbered, marked

#: ``plain``: numbered headings look like text, and only those without a number are bold.
Style = Literal["styled", "bold", "plain"]

_FONT = "Noto Serif CJK JP"
#: Of an A4 page, in millimetres.
_TEXT_WIDTH = 160
_COMPANY = "株式会社見本商会"
_SIZES = {"Title": 18.0, "Heading 1": 14.0, "Heading 2": 12.0, "Heading 3": 10.5, "Normal": 10.5}


def write_docx(manuscript: Manuscript, target: Path, style: Style, columns: int = 1) -> None:
    """Write an A4 document with a header and page numbers."""
    document = Document()
    _set_page(document, manuscript, columns)
    _set_styles(document)
    _write_title(document, manuscript.title, style)
    for piece in manuscript.pieces:
        if isinstance(piece, Heading):
            _write_heading(document, piece, style)
        elif isinstance(piece, Table):
            _write_table(document, piece, Mm(_TEXT_WIDTH / columns - 4 * (columns - 1)))
        else:
            _write_paragraph(document, piece)
    document.save(str(target))


def _set_page(document: Any, manuscript: Manuscript, columns: int) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.header.paragraphs[0].text = f"{_COMPANY}　{manuscript.title}"
    section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("- ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    footer._p.append(number)
    footer.add_run(" -")
    if columns > 1:
        layout = section._sectPr.find(qn("w:cols"))
        layout.set(qn("w:num"), str(columns))
        layout.set(qn("w:space"), "454")


def _set_styles(document: Any) -> None:
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), _FONT)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)


def _write_title(document: Any, title: str, style: Style) -> None:
    if style == "styled":
        document.add_paragraph(title, style="Title")
        return
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(title)
    run.bold, run.font.size = True, Pt(16)


def _write_heading(document: Any, heading: Heading, style: Style) -> None:
    if style == "styled":
        document.add_heading(heading.text, level=min(max(heading.level - 1, 1), 3))
        return
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    run = paragraph.add_run(heading.text)
    run.bold = style == "bold" or not is_numbered(heading.text) or None


def _write_paragraph(document: Any, piece: Paragraph) -> None:
    paragraph = document.add_paragraph(marked(piece))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form = paragraph.paragraph_format
    form.left_indent = Pt(12.0 * (piece.depth + 1) if piece.depth else 12.0)
    if piece.depth:
        form.first_line_indent = Pt(-12.0)


def _write_table(document: Any, piece: Table, width: int) -> None:
    count = len(piece.rows[0])
    table = document.add_table(rows=len(piece.rows), cols=count)
    table.style = "Table Grid"
    for column in table.columns:
        column.width = width // count
    for r, row in enumerate(piece.rows):
        for c, text in enumerate(row):
            if text == "^":
                table.cell(r - 1, c).merge(table.cell(r, c))
            elif text == "<":
                table.cell(r, c - 1).merge(table.cell(r, c))
            else:
                run = table.cell(r, c).paragraphs[0].add_run(text)
                run.bold = r < piece.header_rows or None
    for row in table.rows[: piece.header_rows]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()
