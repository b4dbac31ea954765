"""Plain text files: lines, with hard-wrapped ones joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ingest.numbering import starts_piece
from ingest.reading.decoding import read_text
from ingest.reading.elements import Element, Progress, Reading
from ingest.reading.joining import join_lines

_RULE = re.compile(r"[\s\-=_*＝―─━]+")
#: Lines are taken for wrapped when this many are (nearly) as wide as the widest.
_WRAPPED_LINES = 3
_SENTENCE_END = ("。", "．", ".", "：", ":", "」", "）", ")", "!", "？", "?")


def read(path: Path, progress: Progress) -> Reading:
    lines = [line.rstrip() for line in read_text(path).split("\n")]
    elements = [Element(category="text", text=text) for text in _paragraphs(lines)]
    return Reading(elements=tuple(elements))


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
    widths = sorted((width(line) for line in lines), reverse=True)
    if len(widths) < _WRAPPED_LINES or widths[_WRAPPED_LINES - 1] < widths[0] - 4:
        return float("inf")
    return widths[0] - 4


def width(text: str) -> int:
    """Columns that the text takes on a terminal: 2 for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
