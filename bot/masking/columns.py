"""Pasted tables: what the head of a column says that the numbers below it are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.masking.kinds import Kind
from bot.masking.labels import Label, last_label

#: What stands between cells: the first that a head has is that of its table.
_BAR, _SPACE = re.compile(r"[|｜]"), re.compile(" ")
_SEPARATORS = (
    re.compile(r"\t"),
    _BAR,
    re.compile(r"[,，]"),
    re.compile(r"[ \u3000]{2,}|\u3000"),
    re.compile(r"[/／]"),
    _SPACE,
)
#: Characters of the head of a column, and columns of a table.
_LONGEST_HEAD, _MOST_COLUMNS = 16, 30
#: What a table has between its head and its rows.
_RULE = re.compile(r"[-|｜:+=\s─━]*$")
_PEOPLE = re.compile(r"氏名|名前|姓名|\bname\b", re.IGNORECASE)
_IDENTITY = re.compile(r"\W*(?:id|番号|コード|no\.?)\W*", re.IGNORECASE)
_HEAD = re.compile(r"[^0-9０-９。？?！!]+$")


class Cell(NamedTuple):
    """A cell below the head of a column: characters from ``start`` to ``end`` of the text."""

    start: int
    end: int
    #: None when the head is no name of numbers.
    label: Label | None


class Cells:
    """The cells of a text's tables."""

    def __init__(self, text: str, view: str) -> None:
        """``view`` is the text in plain spelling."""
        self._cells = list(_cells(text, view)) if "\n" in text else []
        self._starts = [cell.start for cell in self._cells]

    def at(self, place: int) -> Cell | None:
        """The cell that holds a place; None outside of tables."""
        before = bisect_right(self._starts, place) - 1
        if before < 0 or place >= self._cells[before].end:
            return None
        return self._cells[before]


def _cells(text: str, view: str) -> Iterator[Cell]:
    separator: re.Pattern[str] | None = None
    heads: list[Label | None] = []
    for start, end in _lines(text):
        if separator and _RULE.match(text, start, end):
            continue
        row = _split(separator, text, start, end) if separator else []
        if separator is _SPACE and len(row) > len(heads):
            # A name has a space in it; the numbers come last.
            row = row[-len(heads) :]
        if 1 < len(row) <= len(heads) and not _is_head(text, start, end):
            yield from (Cell(*cell, head) for cell, head in zip(row, heads, strict=False))
        else:
            separator, heads = _heads(text, view, start, end)


def _heads(
    text: str, view: str, start: int, end: int
) -> tuple[re.Pattern[str] | None, list[Label | None]]:
    """How the cells of a line are separated, and what they name; nothing when it is no head."""
    if not _is_head(text, start, end):
        return None, []
    for separator in _SEPARATORS:
        cells = _split(separator, text, start, end)
        if 1 < len(cells) <= _MOST_COLUMNS:
            if any(stop - begin > _LONGEST_HEAD for begin, stop in cells):
                return None, []
            labels = [last_label(view, *cell) for cell in cells]
            if any(_PEOPLE.search(view, *cell) for cell in cells):
                labels = [
                    label or _identity(view, *cell)
                    for label, cell in zip(labels, cells, strict=True)
                ]
            return (
                (separator, labels) if any(label and label.kind for label in labels) else (None, [])
            )
    return None, []


def _identity(view: str, start: int, end: int) -> Label | None:
    """In a table of people, ID heads their own."""
    if not _IDENTITY.fullmatch(view[start:end].strip()):
        return None
    return Label(Kind.EMPLOYEE, end, True)


def _is_head(text: str, start: int, end: int) -> bool:
    return bool(_HEAD.match(text, start, end))


def _split(separator: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end; what only frames the line is none."""
    marks = [match.span() for match in separator.finditer(text, start, end)]
    places = [start, *(place for mark in marks for place in mark), end]
    cells = list(zip(places[::2], places[1::2], strict=True))
    if separator is not _BAR:
        return cells
    framed = [bool(text[slice(*cell)].strip()) for cell in (cells[0], cells[-1])]
    return cells[not framed[0] : len(cells) - (not framed[1])]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    breaks = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    yield from ((before + 1, after) for before, after in pairwise(breaks))
