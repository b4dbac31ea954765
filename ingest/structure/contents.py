"""Tables of contents: what they say, the headings say again, and they would split the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ingest.reading.elements import Element
from ingest.structure.numbered import NumberedHeading, numbered_heading
from ingest.structure.numbering import is_contents_line, is_sentence

_NAME = re.compile(r"[【〈＜<「\[]?(?:目次|もくじ|contents|tableofcontents)[】〉＞>」\]]?")
_PAGE_NUMBER = re.compile(
    r"[\s　]*(?:[.．…‥・·･]{2,}|\t|[\s　]{2,})[\s　]*[-－P(（]?\s*[0-9０-９]+\s*[-－)）]?$"
)
#: So many headings in a row that say nothing, and come again, are a table of contents.
_BARE_HEADINGS = 4
_LONGEST_ENTRY = 40
#: Nearly all of them: tables of contents are not always up to date.
_AGAIN = 0.8


def without_contents(elements: Sequence[Element]) -> list[Element]:
    """The elements without the lines of a table of contents and without the word 目次."""
    rest = [e for e in elements if not (e.text and is_contents_line(e.text))]
    for find in (_named, _bare):
        while (found := find(rest)) is not None:
            start, end = found
            rest = rest[:start] + rest[end:]
    return rest


def _named(elements: Sequence[Element]) -> tuple[int, int] | None:
    """The place of the word 目次 and of the lines below it, up to where the first comes again."""
    for start, element in enumerate(elements):
        if element.text and _NAME.fullmatch(_key(element.text)):
            return start, start + 1 + _length(elements[start + 1 :])
    return None


def _length(below: Sequence[Element]) -> int:
    """How many elements are entries: short lines, tables and lists until an entry comes again."""
    seen: set[str] = set()
    for n, element in enumerate(below):
        keys = set(_keys(element))
        if seen & keys and element.category != "table":
            return n
        if not keys or (element.category != "table" and is_sentence(element.text)):
            return 0 if not seen else _lists(below[:n])
        seen |= keys
    return 0


def _lists(run: Sequence[Element]) -> int:
    """How many of the first lines are sure to be entries, where none of them comes again."""
    for n, element in enumerate(run):
        if element.category not in ("item", "table"):
            return n
    return len(run)


def _keys(element: Element) -> Iterator[str]:
    if element.category != "table":
        yield _key(element.text)
    for row in element.rows:
        cells = [cell for cell in row if cell.strip()]
        yield from (_key("".join(cells[:n])) for n in range(1, len(cells) + 1))


def _bare(elements: Sequence[Element]) -> tuple[int, int] | None:
    """A run of numbered headings with no text between them, each of which comes again later."""
    numbers = [_number(element) for element in elements]
    keys = ["" if number is None else _key(number.label or number.heading) for number in numbers]
    start = 0
    while start < len(elements):
        end = start
        while end < len(elements) and _may_be_entry(elements[end], numbers[end]):
            end += 1
        entries = [n for n in range(start, end) if keys[n]]
        while entries and keys[entries[-1]] in [keys[n] for n in entries[:-1]]:
            entries.pop()  # the heading right above the text is no entry any more
        below = keys[entries[-1] + 1 :] if entries else []
        again = sum(keys[n] in below for n in entries)
        if len(entries) >= _BARE_HEADINGS and again >= _AGAIN * len(entries):
            return entries[0], entries[-1] + 1
        start = max(end, start + 1)
    return None


def _number(element: Element) -> NumberedHeading | None:
    if element.category not in ("text", "heading", "item"):
        return None
    number = numbered_heading(element.text)
    return None if number is None or number.enclosed else number


def _may_be_entry(element: Element, number: NumberedHeading | None) -> bool:
    """Whether an element may stand in a table of contents: a heading or a short line."""
    if number is not None:
        return not number.body
    is_line = element.category in ("text", "item") and len(element.text) <= _LONGEST_ENTRY
    return is_line and not is_sentence(element.text)


def _key(text: str) -> str:
    """What two spellings of an entry have in common."""
    bare = _PAGE_NUMBER.sub("", text)
    return re.sub(r"[\s　]", "", unicodedata.normalize("NFKC", bare)).lower()
