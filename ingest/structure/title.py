"""The title that a document shows above its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.reading.elements import Element, Reading
from ingest.structure.contents import without_contents
from ingest.structure.numbered import numbered_heading
from ingest.structure.numbering import is_clause, is_date, is_item, is_sentence, numbering_style

_COMPANY = re.compile(r"(株式会社|有限会社|合同会社)\S+|\S+(株式会社|有限会社|合同会社)")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
#: The title stands among the first pieces: numbers, dates and addressees may come before it.
_TITLE_WITHIN = 6
_LONGEST_TITLE = 50


def find_title(reading: Reading) -> tuple[str | None, list[Element]]:
    """The document's title, if it shows one, and the elements without it."""
    elements = without_contents(reading.elements)
    place = _title_place(elements) if reading.first_heading_may_be_title else None
    if place is None:
        return None, elements
    return elements[place].text, elements[:place] + elements[place + 1 :]


def _title_place(elements: Sequence[Element]) -> int | None:
    marked = [n for n, e in enumerate(elements) if e.category == "title"]
    if marked:
        return marked[0]
    for n, element in enumerate(elements[:_TITLE_WITHIN]):
        if element.category in ("table", "question") or numbered_heading(element.text):
            break
        if element.category == "heading":
            return n if _stands_above(element, elements[n + 1 :]) else None
        if element.strong and _could_be_title(element):
            return n
    lines = [n for n, e in enumerate(elements[:2]) if e.category == "text" and _could_be_title(e)]
    return lines[0] if lines and len(elements) > lines[0] + 1 else None


def _stands_above(heading: Element, below: Sequence[Element]) -> bool:
    """Whether all that follows is under a heading: others of its level are numbered, as 附則."""
    depth = heading.depth or 1
    headings = [element for element in below if element.category == "heading"]
    if any((other.depth or 1) < depth for other in headings):
        return False
    beside = [other for other in headings if (other.depth or 1) == depth]
    return bool(below) and all(numbered_heading(other.text) for other in beside)


def _could_be_title(element: Element) -> bool:
    text = element.text
    is_numbered = is_item(text) or is_clause(text) or numbering_style(text) not in ("", "square")
    is_other = is_date(text) or _COMPANY.fullmatch(text) or numbered_heading(element.text)
    is_part = _BRACKETED.fullmatch(text)  # the title of an article on the line below it
    return not (
        is_sentence(text) or is_numbered or is_other or is_part or len(text) > _LONGEST_TITLE
    )
