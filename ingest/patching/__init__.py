"""Changes one place of a source file and leaves the rest as it is, byte for byte where it can.

Each format has a module with three functions: ``read(data, place)`` gives the text that stands at
a place as its owner would edit it, ``write(data, place, text)`` gives the file with it replaced,
``remove(data, place)`` gives it without an entry that was new. Word files are changed as tracked
changes, which have an author and a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from ingest.patching import (
    delimited,
    delimited_rows,
    markdown,
    spreadsheet,
    spreadsheet_rows,
    word,
)
from ingest.patching.places import Place, PlaceNotFound
from ingest.patching.rows import Cell, Row, parsed, told

__all__ = [
    "Cell",
    "Place",
    "PlaceNotFound",
    "Row",
    "has_rows",
    "is_tracked",
    "parsed",
    "patch",
    "patchable",
    "remove",
    "row_as_read",
    "rows",
    "sheets",
    "text_at",
    "text_in",
    "told",
]


@dataclass(frozen=True)
class _Format:
    read: Callable[[bytes, Place], str]
    write: Callable[[bytes, Place, str], bytes]
    remove: Callable[[bytes, Place], bytes]


_MARKDOWN = _Format(markdown.read, markdown.write, markdown.remove)
_DELIMITED = _Format(delimited.read, delimited.write, delimited.remove)
_FORMATS = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".csv": _DELIMITED,
    ".tsv": _DELIMITED,
    ".xlsx": _Format(spreadsheet.read, spreadsheet.write, spreadsheet.remove),
}
_CSV_ROWS = _Format(delimited_rows.read, delimited_rows.write, delimited_rows.remove)
_ROWS = {
    ".csv": _CSV_ROWS,
    ".tsv": _CSV_ROWS,
    ".xlsx": _Format(spreadsheet_rows.read, spreadsheet_rows.write, spreadsheet_rows.remove),
}
_WORD = ".docx"


def patchable(path: Path) -> bool:
    """Whether files of this kind can be changed where they are."""
    return path.suffix.lower() in _FORMATS or is_tracked(path)


def is_tracked(path: Path) -> bool:
    """Whether a change of files of this kind is a tracked one, which Word shows as such."""
    return path.suffix.lower() == _WORD


def sheets(path: Path, data: bytes) -> list[str]:
    """The sheets of a workbook that take new entries, by their titles; none of other files."""
    return spreadsheet.sheets(data) if path.suffix.lower() == ".xlsx" else []


def has_rows(path: Path) -> bool:
    """Whether files of this kind are tables, whose rows can be changed cell by cell."""
    return path.suffix.lower() in _ROWS


def rows(path: Path, data: bytes, heading_path: Sequence[str]) -> list[Row]:
    """The rows of the plain tables of a section; none of FAQs. Raises PlaceNotFound."""
    rows_in = spreadsheet_rows.rows if path.suffix.lower() == ".xlsx" else delimited_rows.rows
    return rows_in(data, heading_path) if has_rows(path) else []


def row_as_read(path: Path, data: bytes, place: Place, text: str) -> str:
    """The text of a row as its file would have it: figures as they would be shown.

    Raises PlaceNotFound where the file would not be read as meant.
    """
    before = [row.text for row in rows(path, data, place.heading_path)]
    changed = patch(path, data, place, text)
    after = [row.text for row in rows(path, changed, place.heading_path)]
    differing = (new for old, new in zip_longest(before, after) if new is not None and old != new)
    return next(differing, place.row or "")


def text_at(path: Path, place: Place) -> str:
    """The text that stands at a place; empty for a new one. Raises PlaceNotFound, OSError."""
    return "" if place.new else text_in(path, path.read_bytes(), place)


def text_in(path: Path, data: bytes, place: Place) -> str:
    """The same in the data of such a file. Raises PlaceNotFound."""
    if place.new:
        return ""
    return (word.read if is_tracked(path) else _format(path, place).read)(data, place)


def patch(
    path: Path,
    data: bytes,
    place: Place,
    text: str,
    *,
    author: str = "",
    at: datetime | None = None,
) -> bytes:
    """``data`` with the text at a place replaced. Raises PlaceNotFound.

    ``author`` and ``at`` stand in the tracked change of a Word file; the same ones give the same
    bytes again.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # forms send CRLF
    if is_tracked(path):
        return word.write(data, place, lines, author=author, at=at)
    return _format(path, place).write(data, place, lines)


def remove(
    path: Path, data: bytes, place: Place, *, author: str = "", at: datetime | None = None
) -> bytes:
    """``data`` without an entry that was new, whatever else changed since. Raises PlaceNotFound."""
    if is_tracked(path):
        return word.remove(data, place, author=author, at=at)
    return _format(path, place).remove(data, place)


def _format(path: Path, place: Place) -> _Format:
    return (_FORMATS if place.row is None else _ROWS)[path.suffix.lower()]
