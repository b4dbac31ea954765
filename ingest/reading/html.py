"""HTML pages, through unstructured, without navigation, footers and scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from ingest.reading.decoding import read_text
from ingest.reading.elements import Element, Progress, Reading
from ingest.reading.grid import grid_of
from ingest.reading.joining import one_line
from ingest.reading.offline import import_partitioner
from ingest.reading.page_content import main_content

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
#: Stands for the full-width space, which unstructured would turn into a plain one.
_WIDE_SPACE = "\ue000"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(path: Path, progress: Progress) -> Reading:
    with path.open("rb") as file:
        declared = _CHARSET.search(file.read(4096))
    return read_html(read_text(path, declared[1].decode("ascii") if declared else None))


def read_html(markup: str) -> Reading:
    """The main content of a page; its ``<title>`` is the reading's title."""
    tree = lxml_html.document_fromstring(_DECLARATION.sub("", markup) or "<p></p>")
    title = one_line(tree.findtext(".//title") or "")
    content, tables = main_content(tree)
    partition_html = import_partitioner("html")
    markup = lxml_html.tostring(content, encoding="unicode").replace("\u3000", _WIDE_SPACE)
    parts = partition_html(
        text=markup,
        languages=[""],
        detect_language_per_element=False,
    )
    elements = [_element(part, tables) for part in parts]
    return Reading(elements=tuple(e for e in elements if e is not None), title=title or None)


def _element(part: Any, tables: dict[str, Any]) -> Element | None:
    text = one_line(part.text.replace(_WIDE_SPACE, "\u3000"))
    if not text:
        return None
    if text in tables:
        rows, header_rows, row_names = grid_of(tables[text])
        return Element(category="table", rows=rows, header_rows=header_rows, row_names=row_names)
    depth = (part.metadata.category_depth or 0) + 1
    if part.category == "Title":
        return Element(category="heading", text=text, depth=depth)
    if part.category == "ListItem":
        return Element(category="item", text=text, depth=max(1, depth - 1))
    return Element(category="text", text=text)
