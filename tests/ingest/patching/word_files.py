"""Word files by hand: paragraphs and tables as XML in the body of an ordinary document."""

from __future__ import annotations

import io
import zipfile

import docx

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(*body: str) -> bytes:
    """A Word file with this XML as its text."""
    out, changed = io.BytesIO(), io.BytesIO()
    docx.Document().save(out)
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    )
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(changed, "w") as target:
        for info in source.infolist():
            is_text = info.filename == "word/document.xml"
            target.writestr(info, xml if is_text else source.read(info))
    return changed.getvalue()


def heading(text: str, level: int = 1) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>{run(text)}</w:p>'


def paragraph(*inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inner)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str]) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(map(row, rows))}</w:tbl>"


def row(cells: list[str]) -> str:
    return f"<w:tr>{''.join(map(cell, cells))}</w:tr>"


def cell(text: str) -> str:
    """A cell; one that begins with ``^`` begins a merged one, an empty one goes on from above."""
    merge = '<w:vMerge w:val="restart"/>' if text.startswith("^") else ""
    merge = merge if text else "<w:vMerge/>"
    said = run(text.lstrip("^")) if text else ""
    return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p>{said}</w:p></w:tc>"


def inserted(*inner: str, author: str = "前の人", number: int = 90) -> str:
    return _change("ins", inner, author, number)


def deleted(text: str, author: str = "前の人", number: int = 91) -> str:
    gone = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return _change("del", (gone,), author, number)


def _change(kind: str, inner: tuple[str, ...], author: str, number: int) -> str:
    date = "2026-01-01T00:00:00Z"
    return (
        f'<w:{kind} w:id="{number}" w:author="{author}" w:date="{date}">{"".join(inner)}</w:{kind}>'
    )
