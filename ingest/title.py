"""The title that a document shows above its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.numbering import (
    is_clause,
    is_contents_line,
    is_date,
    is_item,
    is_sentence,
    numbered_heading,
    numbering_style,
)
from ingest.reading.elements import Element, Reading

_COMPANY = re.compile(r"(株式会社|有限会社|合同会社)\S+|\S+(株式会社|有限会社|合同会社)")
#: The title stands among the first pieces: numbers, dates and addressees may come before it.
_TITLE_WITHIN = 6
_LONGEST_TITLE = 50


def find_title(reading: Reading) -> tuple[str | None, list[Element]]:
    """The document's title, if it shows one, and the elements without it."""
    elements = [e for e in reading.elements if not (e.text and is_contents_line(e.text))]
    place = _title_place(elements) if reading.first_heading_may_be_title else None
    if place is None:
        return None, elements
    return elements[place].text, elements[:place] + elements[place + 1 :]


def _title_place(elements: Sequence[Element]) -> int | None:
    marked = [n for n, e in enumerate(elements) if e.category == "title"]
    if marked:
        return marked[0]
    levels = [e.depth or 1 for e in elements if e.category == "heading"]
    for n, element in enumerate(elements[:_TITLE_WITHIN]):
        if element.category in ("table", "question") or numbered_heading(element.text):
            break
        if element.category == "heading":
            alone = levels.count(min(levels)) == 1 and (element.depth or 1) == min(levels)
            return n if alone and len(elements) > n + 1 else None
        if element.strong and _could_be_title(element):
            return n
    lines = [n for n, e in enumerate(elements[:2]) if e.category == "text" and _could_be_title(e)]
    return lines[0] if lines and len(elements) > lines[0] + 1 else None


def _could_be_title(element: Element) -> bool:
    text = element.text
    is_numbered = is_item(text) or is_clause(text) or numbering_style(text) not in ("", "square")
    is_other = is_date(text) or _COMPANY.fullmatch(text) or numbered_heading(element.text)
    return not (is_sentence(text) or is_numbered or is_other or len(text) > _LONGEST_TITLE)
