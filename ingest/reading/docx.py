"""Word documents, through unstructured."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
from lxml import html as lxml_html

from ingest.reading.container import check_office_file
from ingest.reading.elements import Element, Progress, Reading
from ingest.reading.grid import grid_of
from ingest.reading.joining import one_line
from ingest.reading.offline import import_partitioner
from ingest.reading.word_xml import list_everything

_SKIPPED = ("Header", "Footer", "PageBreak", "PageNumber")


def read(path: Path, progress: Progress) -> Reading:
    check_office_file(path)
    document = docx.Document(str(path))
    title = _title(document)
    list_everything(document)
    partition_docx = import_partitioner("docx")
    parts = partition_docx(file=_saved(document), languages=[""], include_page_breaks=False)
    elements = [_element(part, title) for part in parts if part.category not in _SKIPPED]
    return Reading(elements=tuple(element for element in elements if element), title=title)


def _saved(document: Any) -> io.BytesIO:
    buffer = io.BytesIO()
    document.save(buffer)
    buffer.seek(0)
    return buffer


def _title(document: Any) -> str | None:
    """The paragraph in Word's Title style, if there is one."""
    for paragraph in document.paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Title":
            text = one_line(paragraph.text)
            if text:
                return text
    return None


def _element(part: Any, title: str | None) -> Element | None:
    page = part.metadata.page_number
    if part.category == "Table" and part.metadata.text_as_html:
        rows, header_rows, row_names = grid_of(lxml_html.fromstring(part.metadata.text_as_html))
        strong = set(part.metadata.emphasized_text_contents or ())
        if header_rows is None and rows and all(cell in strong for cell in rows[0] if cell):
            header_rows = 1
        return Element(
            category="table", rows=rows, header_rows=header_rows, row_names=row_names, page=page
        )
    text = one_line(part.text)
    if not text:
        return None
    depth = (part.metadata.category_depth or 0) + 1
    if part.category == "Title":
        return Element(
            category="title" if text == title else "heading", text=text, depth=depth, page=page
        )
    if part.category == "ListItem":
        return Element(category="item", text=text, depth=depth, page=page)
    return Element(category="text", text=text, page=page, strong=_is_strong(part))


def _is_strong(part: Any) -> bool:
    """Whether the whole paragraph is set in bold."""
    tags = part.metadata.emphasized_text_tags or ()
    bold = [
        text
        for text, tag in zip(part.metadata.emphasized_text_contents or (), tags, strict=True)
        if tag == "b"
    ]
    return bool(bold) and "".join("".join(bold).split()) == "".join(part.text.split())
