"""Plain text files: lines, with hard-wrapped ones joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ingest.reading.decoding import read_text
from ingest.reading.elements import Element, Progress, Reading
from ingest.reading.joining import join_lines
from ingest.reading.markup import without_ruby
from ingest.structure.numbered import starts_piece

_RULE = re.compile(r"[\s\-=_*＝―─━]+")
_PAGE = re.compile(
    r"[\s　]*(?:[-－–—]\s*|p(?:age)?\.?\s*)?([0-9０-９]{1,4})"
    r"(?:\s*[-－–—]|\s*(?:/|of)\s*[0-9]+)?[\s　]*",
    re.IGNORECASE,
)
#: So many page numbers in order are no chance.
_PAGES = 3
#: Lines are taken for wrapped when this many are nearly as wide as the wrapped ones can be.
_WRAPPED_LINES = 3
#: Columns by which full lines differ: a line ends before what must not begin the next one.
_UNEVEN = 4
#: Narrower lines are wrapped by hand, if at all.
_NARROWEST = 40
#: Share of lines that may be wider than the wrapped ones: tables, addresses.
_WIDER = 0.1
#: Share of the full width that lines of items fill, whose right margin is wider.
_INDENTED = 0.8
_SENTENCE_END = ("。", "．", ".", "：", ":", "」", "）", ")", "!", "？", "?")


def read(path: Path, progress: Progress) -> Reading:
    return Reading(elements=tuple(text_elements(read_text(path).replace("\f", "\n"))))


def text_elements(text: str) -> list[Element]:
    """The paragraphs of a plain text."""
    lines = [line.rstrip() for line in without_ruby(text).splitlines()]
    return [
        Element(category="text", text=paragraph)
        for paragraph in _paragraphs(_without_page_numbers(lines))
    ]


def _without_page_numbers(lines: list[str]) -> list[str]:
    """The lines without those that number pages: they count up through the whole text."""
    found = {n: int(match[1]) for n, line in enumerate(lines) if (match := _PAGE.fullmatch(line))}
    counting: list[int] = []
    for n, number in found.items():
        if not counting or number == found[counting[-1]] + 1:
            counting.append(n)
    if len(counting) < _PAGES:
        return lines
    return [line for n, line in enumerate(lines) if n not in counting]


def _paragraphs(lines: list[str]) -> Iterable[str]:
    full = _full_width(lines)
    paragraph: list[str] = []
    for line in lines:
        goes_on = (
            bool(paragraph)
            and width(paragraph[-1]) >= full
            and not paragraph[-1].endswith(_SENTENCE_END)
            and not starts_piece(line.strip())
        )
        if paragraph and not (goes_on and line.strip()):
            yield join_lines(paragraph)
            paragraph = []
        if line.strip() and not _RULE.fullmatch(line):
            paragraph.append(line)
    if paragraph:
        yield join_lines(paragraph)


def _full_width(lines: list[str]) -> float:
    """The width from which a line counts as full; infinite where lines were not wrapped."""
    widths = [(width(line), line.endswith(_SENTENCE_END)) for line in lines if line.strip()]
    best, most = float("inf"), _WRAPPED_LINES - 1
    for widest in {w for w, _ in widths if w >= _NARROWEST}:
        full = [ends for w, ends in widths if widest - _UNEVEN <= w <= widest]
        wider = sum(w > widest for w, _ in widths)
        broken = len(full) - sum(full)
        if broken > most and broken * 2 > len(full) and wider <= _WIDER * len(widths):
            best, most = _INDENTED * widest, broken
    return best


def width(text: str) -> int:
    """Columns that the text takes on a terminal: 2 for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
