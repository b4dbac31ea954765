"""Writers that turn one plain text source into DOCX, text PDF, scanned PDF or XLSX.

Source format (UTF-8, file suffix ``.txt``)
===========================================
YAML front matter between two ``---`` lines, then the body. **One line is one paragraph**
(long lines are fine, blank lines only separate).

Front matter keys (all optional):

``header``    text at the top right of every page
``footer``    text at the bottom left of every page (the page number is always added)
``headings``  ``styles`` (default: real Word heading styles) or ``plain`` (bold paragraphs)
``font``      ``serif`` (default) or ``sans``
``css``       extra CSS for the PDF writers

Body lines:

``% text``            document title, large and centred
``= text``            centred line
``> text``            right-aligned line (dates, 発信者)
``# text``            Heading 1 (章)
``## text``           Heading 2 (条, 別表)
``### text``          Heading 3
``- text``            bullet
``２　text``          numbered 項 (digits + full-width space): hanging indent
``(1) text``          号, also （１）①ア イ: deeper hanging indent
``{widths 20 30 50}`` column widths in percent for the next table
``| a | b |``         table row; a ``|---|---|`` row after the first row makes it a header row
                      (repeated on every page); a cell ``^`` is merged with the cell above,
                      ``<`` with the cell to the left; ``<br>`` breaks a line inside a cell
``\\pagebreak``        page break
``// text``           comment, dropped

``**bold**`` works inside paragraphs and cells. A heading stands alone on its line; every passage
belongs to the nearest heading above it, whatever its level.

XLSX sources are YAML: a list of sheets, see :func:`write_xlsx`.
"""

from __future__ import annotations

import datetime
import html
import io
import random
import re
import shutil
import subprocess
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import yaml
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from PIL import Image, ImageFilter

FIXED_TIME = (2026, 4, 1, 9, 0, 0)
PDF_DATE = b"20260401000000"

# --------------------------------------------------------------------------------------
# The source


@dataclass
class Block:
    """One paragraph-like piece of a source: its kind and its text (or its table)."""

    kind: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    has_header: bool = False
    widths: list[float] = field(default_factory=list)


@dataclass
class Source:
    """A parsed text source."""

    meta: dict[str, Any]
    blocks: list[Block]

    @property
    def plain_headings(self) -> bool:
        """Whether headings are bold paragraphs instead of Word heading styles."""
        return self.meta.get("headings") == "plain"


_PREFIXES = (
    ("### ", "h3"),
    ("## ", "h2"),
    ("# ", "h1"),
    ("% ", "title"),
    ("= ", "center"),
    ("> ", "right"),
    ("- ", "bullet"),
)
_CLAUSE = re.compile(r"^[0-9０-９]{1,2}　")
_ITEM = re.compile(r"^(?:[(（][0-9０-９]{1,2}[)）]|[①-⑳])")
_SUBITEM = re.compile(r"^[アイウエオカキクケコ][　 ]")
_RULE_ROW = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+$")


def parse_source(text: str) -> Source:
    """Parse a text source into front matter and blocks."""
    meta: dict[str, Any] = {}
    if text.startswith("---\n"):
        head, text = text[4:].split("\n---\n", 1)
        meta = yaml.safe_load(head) or {}
    blocks: list[Block] = []
    widths: list[float] = []
    open_table = False
    for raw in text.splitlines():
        line = raw.strip(" \t")
        if line.startswith("|"):
            if not open_table:
                blocks.append(Block("table", widths=widths))
                widths, open_table = [], True
            _add_row(blocks[-1], line)
            continue
        open_table = False
        if not line or line.startswith("//"):
            continue
        if line.startswith("{widths "):
            widths = [float(w) for w in line[8:].rstrip("}").split()]
            continue
        blocks.append(_paragraph(line))
    return Source(meta, blocks)


def _add_row(table: Block, line: str) -> None:
    if _RULE_ROW.match(line):
        table.has_header = True
        return
    table.rows.append([cell.strip(" \t") for cell in line.strip().strip("|").split("|")])


def _paragraph(line: str) -> Block:
    if line == "\\pagebreak":
        return Block("pagebreak")
    for prefix, kind in _PREFIXES:
        if line.startswith(prefix):
            return Block(kind, line[len(prefix) :].strip(" "))
    if _CLAUSE.match(line):
        return Block("clause", line)
    if _ITEM.match(line):
        return Block("item", line)
    if _SUBITEM.match(line):
        return Block("subitem", line)
    return Block("p", line)


def _runs(text: str) -> list[tuple[str, bool]]:
    """Split a paragraph into (text, bold) runs."""
    return [(part, i % 2 == 1) for i, part in enumerate(text.split("**")) if part]


# --------------------------------------------------------------------------------------
# DOCX

_FONTS = {"serif": "ＭＳ 明朝", "sans": "游ゴシック"}
_INDENT = {  # kind: (left, hanging) in points
    "clause": (21.0, 10.5),
    "item": (42.0, 21.0),
    "subitem": (56.0, 14.0),
    "bullet": (31.5, 10.5),
}


def write_docx(source: str, target: Path) -> None:
    """Write a DOCX from a text source."""
    src = parse_source(source)
    document = Document()
    _docx_page(document, src)
    _docx_styles(document, src)
    in_article = False
    for block in src.blocks:
        if block.kind == "table":
            _docx_table(document, block)
            continue
        if block.kind == "pagebreak":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            continue
        _docx_paragraph(document, block, src.plain_headings, in_article)
        in_article = in_article or block.kind == "h2"
    _docx_core(document, src)
    buffer = io.BytesIO()
    document.save(buffer)
    target.write_bytes(_stable_zip(buffer.getvalue()))


def _docx_core(document: Any, src: Source) -> None:

    core = document.core_properties
    core.author = str(src.meta.get("author", "株式会社ミナトワークス"))
    core.title = next((b.text for b in src.blocks if b.kind == "title"), "")
    core.comments = ""
    core.created = core.modified = datetime.datetime(*FIXED_TIME)


def _docx_page(document: Any, src: Source) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    header = section.header.paragraphs[0]
    header.text = str(src.meta.get("header", ""))
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if src.meta.get("footer"):
        footer.add_run(f"{src.meta['footer']}　　")
    footer.add_run("- ")
    _field(footer, "PAGE")
    footer.add_run(" -")


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()._r
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "":
            node = OxmlElement("w:instrText")
            node.set(qn("xml:space"), "preserve")
            node.text = text
        elif kind == "text":
            node = OxmlElement("w:t")
            node.text = text
        else:
            node = OxmlElement("w:fldChar")
            node.set(qn("w:fldCharType"), kind)
        run.append(node)


def _docx_styles(document: Any, src: Source) -> None:
    font = _FONTS[str(src.meta.get("font", "serif"))]
    sizes = {"Normal": 10.5, "Title": 18.0, "Heading 1": 14.0, "Heading 2": 11.0, "Heading 3": 10.5}
    sizes |= {"Header": 9.0, "Footer": 9.0}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if "Theme" in key:
                del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), font)
        if name.startswith(("Heading", "Title")):
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.font.bold = True
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "ja-JP")
    before = {"Heading 1": 18, "Heading 2": 9, "Heading 3": 6}
    for name, space in before.items():
        document.styles[name].paragraph_format.space_before = Pt(space)
        document.styles[name].paragraph_format.space_after = Pt(3)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    borders = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        document.styles["Title"].element.pPr.remove(borders)


def _docx_paragraph(document: Any, block: Block, plain: bool, in_article: bool) -> None:
    level = {"h1": 1, "h2": 2, "h3": 3}.get(block.kind)
    if level and not plain:
        document.add_heading(block.text, level=level)
        return
    if block.kind == "title" and not plain:
        document.add_paragraph(block.text, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
        return
    paragraph = document.add_paragraph()
    text = f"・{block.text}" if block.kind == "bullet" else block.text
    for part, bold in _runs(text):
        run = paragraph.add_run(part)
        run.bold = bold or bool(level) or block.kind == "title" or None
        if block.kind == "title":
            run.font.size = Pt(15)
    form = paragraph.paragraph_format
    if level:
        form.space_before = Pt(10)
        form.keep_with_next = True
    if block.kind in ("title", "center"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if block.kind == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if block.kind in _INDENT:
        left, hanging = _INDENT[block.kind]
        form.left_indent, form.first_line_indent = Pt(left), Pt(-hanging)
    elif block.kind == "p" and in_article and not plain:
        form.left_indent = Pt(10.5)


def _docx_table(document: Any, block: Block) -> None:
    columns = max(len(row) for row in block.rows)
    table = document.add_table(rows=len(block.rows), cols=columns)
    table.style = "Table Grid"
    width = int(document.sections[0].page_width - Mm(50))
    shares = block.widths or [100 / columns] * columns
    for r, row in enumerate(block.rows):
        for c in range(columns):
            cell = table.cell(r, c)
            cell.width = Emu(int(width * shares[c] / sum(shares)))
            text = row[c] if c < len(row) else ""
            if text == "^":
                table.cell(r - 1, c).merge(cell)
            elif text == "<":
                table.cell(r, c - 1).merge(cell)
            else:
                _docx_cell(cell, text, block.has_header and r == 0)
    if block.has_header:
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _docx_cell(cell: Any, text: str, is_header: bool) -> None:
    paragraph = cell.paragraphs[0]
    for i, line in enumerate(text.split("<br>")):
        if i:
            paragraph = cell.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(2)
        for part, bold in _runs(line):
            run = paragraph.add_run(part)
            run.font.size = Pt(9.5)
            run.bold = bold or is_header or None
    if is_header:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "E7E6E6")
        cell._tc.get_or_add_tcPr().append(shade)


def _stable_zip(data: bytes) -> bytes:
    """Repack a zip with fixed time stamps, so that equal content gives equal bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


# --------------------------------------------------------------------------------------
# PDF

_CSS = """
@page { size: A4; margin: 24mm 22mm 22mm 22mm;
  @top-right { content: "%(header)s"; font: 8.5pt %(family)s; color: #333; }
  @bottom-left { content: "%(footer)s"; font: 8.5pt %(family)s; color: #333; }
  @bottom-center { content: counter(page) " / " counter(pages); font: 8.5pt %(family)s; } }
body { font: 10.5pt/1.65 %(family)s; margin: 0; color: #000; }
h1.title { font-size: 17pt; text-align: center; margin: 4mm 0 8mm; }
h2 { font-size: 13pt; margin: 7mm 0 3mm; break-after: avoid; }
h3 { font-size: 10.5pt; margin: 4mm 0 1mm; break-after: avoid; }
h4 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
p { margin: 0 0 1mm; }
.in { margin-left: 1em; } .clause { margin-left: 2em; text-indent: -1em; }
.item { margin-left: 4em; text-indent: -2em; } .subitem { margin-left: 5.3em; text-indent: -1.3em; }
.bullet { margin-left: 3em; text-indent: -1em; }
.center { text-align: center; } .right { text-align: right; }
table { border-collapse: collapse; width: 99.5%%; margin: 2mm 0 4mm; font-size: 9.5pt; }
th, td { border: 0.6pt solid #000; padding: 1mm 2mm; vertical-align: middle; }
th { background: #e8e8e8; } tr { break-inside: avoid; }
.pagebreak { break-after: page; }
"""
_BROWSER_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
_TAGS = {"h1": "h2", "h2": "h3", "h3": "h4"}


def render_html(source: str) -> str:
    """The HTML page that the PDF writers print."""
    src = parse_source(source)
    serif = src.meta.get("font", "serif") == "serif"
    family = "'Noto Serif CJK JP'" if serif else "'Noto Sans CJK JP'"
    values = {"family": family}
    for key in ("header", "footer"):
        values[key] = str(src.meta.get(key, "")).replace('"', "'")
    css = _CSS % values + str(src.meta.get("css", ""))
    body: list[str] = []
    in_article = False
    for block in src.blocks:
        body.append(_html_block(block, in_article))
        in_article = in_article or block.kind == "h2"
    title = html.escape(next((b.text for b in src.blocks if b.kind == "title"), ""))
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{css}</style></head><body>{''.join(body)}</body></html>"
    )


def _inline(text: str) -> str:
    parts = [f"<b>{html.escape(t)}</b>" if bold else html.escape(t) for t, bold in _runs(text)]
    return "".join(parts).replace("&lt;br&gt;", "<br>")


def _html_block(block: Block, in_article: bool) -> str:
    if block.kind == "table":
        return _html_table(block)
    if block.kind == "pagebreak":
        return '<div class="pagebreak"></div>'
    if block.kind == "title":
        return f'<h1 class="title">{_inline(block.text)}</h1>\n'
    if block.kind in _TAGS:
        tag = _TAGS[block.kind]
        return f"<{tag}>{_inline(block.text)}</{tag}>\n"
    name = "in" if block.kind == "p" and in_article else block.kind
    text = f"・{block.text}" if block.kind == "bullet" else block.text
    return f'<p class="{name}">{_inline(text)}</p>\n'


def _span(rows: list[list[str]], r: int, c: int) -> tuple[int, int]:
    down, right = 1, 1
    while r + down < len(rows) and c < len(rows[r + down]) and rows[r + down][c] == "^":
        down += 1
    while c + right < len(rows[r]) and rows[r][c + right] == "<":
        right += 1
    return down, right


def _html_table(block: Block) -> str:
    columns = max(len(row) for row in block.rows)
    shares = block.widths or [100 / columns] * columns
    out = ["<table><colgroup>"]
    out += [f'<col style="width:{share / sum(shares):.1%}">' for share in shares]
    out.append("</colgroup>")
    for r, row in enumerate(block.rows):
        head = block.has_header and r == 0
        tag = "th" if head else "td"
        out.append("<thead><tr>" if head else "<tr>")
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            down, right = _span(block.rows, r, c)
            out.append(f'<{tag} rowspan="{down}" colspan="{right}">{_inline(text)}</{tag}>')
        out.append("</tr></thead>" if head else "</tr>")
    return "".join(out) + "</table>\n"


def write_pdf(source: str, target: Path) -> None:
    """Write a text PDF from a text source with headless Chromium."""
    target.write_bytes(_print_pdf(render_html(source)))


def _print_pdf(page: str, attempts: int = 2) -> bytes:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise RuntimeError("Chromium is needed to print the PDF documents")
    for attempt in range(attempts):
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
            source.write_text(page, encoding="utf-8")
            command = [browser, *_BROWSER_FLAGS, f"--user-data-dir={folder}/profile"]
            command += [f"--print-to-pdf={target}", source.as_uri()]
            subprocess.run(command, check=False, capture_output=True, timeout=120)
            if target.exists():
                return _stable_pdf(target.read_bytes())
        time.sleep(attempt + 1)
    raise RuntimeError("Chromium printed no PDF")


def _stable_pdf(data: bytes) -> bytes:
    """Fix the dates, and pack the objects (a CJK font has thousands of small ones)."""

    dated = re.sub(
        rb"(/(?:CreationDate|ModDate) \(D:)\d{14}", lambda m: m.group(1) + PDF_DATE, data
    )
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(dated)) as pdf:
        mode = pikepdf.ObjectStreamMode.generate
        pdf.save(out, object_stream_mode=mode, recompress_flate=True, deterministic_id=True)
    return out.getvalue()


# --------------------------------------------------------------------------------------
# Scanned PDF


def write_scan(source: str, target: Path, dpi: int = 200, seed: int = 7) -> None:
    """Write an image-only PDF that looks like an office scanner's."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "page.pdf")
        pdf.write_bytes(_print_pdf(render_html(source)))
        command = ["pdftoppm", "-r", str(dpi), "-gray", "-png", str(pdf), f"{folder}/scan"]
        subprocess.run(command, check=True, timeout=120)
        files = sorted(Path(folder).glob("scan-*.png"))
        pages = [_degrade(Image.open(file), seed + i) for i, file in enumerate(files)]
    stamp = time.struct_time((*FIXED_TIME, 2, 91, 0))
    pages[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=dpi,
        quality=58,
        creationDate=stamp,
        modDate=stamp,
        producer="MFP Scan",
        title="SCN_20260401",
    )


def _degrade(page: Image.Image, seed: int) -> Image.Image:
    """Skew a page a little and add the blur, grey, specks and noise of a scanner."""
    rng = np.random.default_rng(seed)
    angle = random.Random(seed).choice((-0.9, -0.6, 0.5, 0.8))
    skewed = page.convert("L").rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=250)
    pixels = np.asarray(skewed.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float64)
    height, width = pixels.shape
    shade = np.linspace(0, 9, width)[None, :] + np.linspace(4, 0, height)[:, None]
    pixels = 30 + pixels * (216 / 255) - shade + rng.normal(0, 3.5, pixels.shape)
    for _ in range(60):
        y, x = int(rng.integers(0, height - 3)), int(rng.integers(0, width - 3))
        pixels[y : y + 2, x : x + 2] = rng.integers(60, 150)
    edge = np.exp(-np.arange(width) / 6.0)[None, :] * 90
    return Image.fromarray(np.clip(pixels - edge, 0, 255).astype(np.uint8), "L")


# --------------------------------------------------------------------------------------
# XLSX


def write_xlsx(source: str, target: Path) -> None:
    """Write a workbook from YAML.

    The source is a list of sheets with ``name``, ``title`` (optional lines above the header row),
    ``columns`` (names), ``widths`` (optional) and ``rows`` (lists of cell values).
    """

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in yaml.safe_load(source):
        _xlsx_sheet(book.create_sheet(str(sheet["name"])), sheet)
    book.properties.creator = "人事部労務課"
    book.properties.created = book.properties.modified = datetime.datetime(*FIXED_TIME)
    buffer = io.BytesIO()
    book.save(buffer)
    data = _stable_zip(buffer.getvalue())
    target.write_bytes(_fix_modified(data))


def _fix_modified(data: bytes) -> bytes:
    """Undo the current time that openpyxl writes into docProps/core.xml on saving."""
    out = io.BytesIO()
    fixed = rb"\g<1>2026-04-01T09:00:00Z\g<2>"
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            blob = old.read(info)
            if info.filename == "docProps/core.xml":
                blob = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*(</)", fixed, blob)
            new.writestr(info, blob)
    return out.getvalue()


def _xlsx_sheet(sheet: Any, spec: dict[str, Any]) -> None:
    line = Side(style="thin", color="999999")
    row_number = 0
    for title in spec.get("title", []):
        row_number += 1
        cell = sheet.cell(row_number, 1, title)
        cell.font = Font(bold=row_number == 1, size=14 if row_number == 1 else 10)
    row_number += 1
    header_row = row_number
    for c, name in enumerate(spec["columns"], 1):
        cell = sheet.cell(row_number, c, name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
        cell.border = Border(line, line, line, line)
    for row in spec["rows"]:
        row_number += 1
        for c, value in enumerate(row, 1):
            cell = sheet.cell(row_number, c, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(line, line, line, line)
    widths = spec.get("widths") or [40, 80, 18, 14, 30][: len(spec["columns"])]
    for c, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGH"[c]].width = width
    sheet.freeze_panes = sheet.cell(header_row + 1, 1)
