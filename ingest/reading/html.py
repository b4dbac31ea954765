"""HTML pages, without navigation, footers and scripts."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import html as lxml_html

from ingest.reading.decoding import read_text
from ingest.reading.elements import Progress, Reading
from ingest.reading.flow import elements_of
from ingest.reading.joining import one_line
from ingest.reading.markup import without_comments, without_ruby, without_templates
from ingest.reading.page_content import main_content

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(path: Path, progress: Progress) -> Reading:
    with path.open("rb") as file:
        declared = _CHARSET.search(file.read(4096))
    text = read_text(path, declared[1].decode("ascii") if declared else None)
    return read_html(without_ruby(without_templates(without_comments(text))))


def read_html(markup: str) -> Reading:
    """The main content of a page; its ``<title>`` is the reading's title."""
    tree = lxml_html.document_fromstring(_DECLARATION.sub("", markup) or "<p></p>")
    title = one_line(tree.findtext(".//title") or "")
    content, warnings = main_content(tree)
    return Reading(
        elements=tuple(elements_of(content)), title=title or None, warnings=tuple(warnings)
    )
