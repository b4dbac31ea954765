"""How much the sheets of an Excel file claim to hold, told without opening them in full.

openpyxl makes an object of every merged cell and every text, before anybody can look at them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_MAX_MERGED = 2_000_000
#: Text without a tag between, in bytes; Excel itself holds no cell of more than 32,767 characters.
_UNBROKEN = re.compile(rb"[^<]{300000}")
_PIECE = 1 << 20
_LONGEST_TAG = 2048


def oversized(archive: zipfile.ZipFile) -> str:
    """What is too large in the sheets, as a sentence; empty where nothing is."""
    for part in archive.infolist():
        if not (part.filename.startswith("xl/") and part.filename.endswith(".xml")):
            continue
        if any(map(_UNBROKEN.search, _pieces(archive, part))):
            return "A cell of it has more than 100,000 characters."
        merged = sum(_area(*found) for found in _merged_ranges(archive, part))
        if merged > _MAX_MERGED:
            return f"A sheet of it has {merged:,} merged cells."
    return ""


def _merged_ranges(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo
) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    rest = b""
    for piece in _pieces(archive, part):
        text = rest + piece
        end = text.rfind(b">") + 1
        yield from _MERGED.findall(text, 0, end)
        rest = text[end:][-_LONGEST_TAG:]


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as content:
        while piece := content.read(_PIECE):
            yield piece


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
