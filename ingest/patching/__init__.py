"""Changes one place of a source file and leaves the rest as it is, byte for byte where it can.

Each format has a module with two functions: ``read(data, place)`` gives the text that stands at
a place as its owner would edit it, ``write(data, place, text)`` gives the file with it replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.patching import delimited, markdown, spreadsheet
from ingest.patching.places import Place, PlaceNotFound

__all__ = ["Place", "PlaceNotFound", "patch", "patchable", "text_at"]


@dataclass(frozen=True)
class _Format:
    read: Callable[[bytes, Place], str]
    write: Callable[[bytes, Place, str], bytes]


_FORMATS = {
    ".md": _Format(markdown.read, markdown.write),
    ".markdown": _Format(markdown.read, markdown.write),
    ".csv": _Format(delimited.read, delimited.write),
    ".tsv": _Format(delimited.read, delimited.write),
    ".xlsx": _Format(spreadsheet.read, spreadsheet.write),
}


def patchable(path: Path) -> bool:
    """Whether files of this kind can be changed in place."""
    return path.suffix.lower() in _FORMATS


def text_at(path: Path, place: Place) -> str:
    """The text that stands at a place; empty for a new one. Raises PlaceNotFound, OSError."""
    return "" if place.new else _FORMATS[path.suffix.lower()].read(path.read_bytes(), place)


def patch(path: Path, data: bytes, place: Place, text: str) -> bytes:
    """``data`` with the text at a place replaced. Raises PlaceNotFound."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # forms send CRLF
    return _FORMATS[path.suffix.lower()].write(data, place, lines)
