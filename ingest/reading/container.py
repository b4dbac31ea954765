"""Word, Excel and PowerPoint files are zip archives; what else carries their extension."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import UnreadableDocument

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: More than any real document unpacks to, or consists of: such a file is made to exhaust memory.
_MAX_UNPACKED = 1 << 30
_MAX_PARTS = 20_000
#: Every file of this family has this part.
_CONTENTS = "[Content_Types].xml"
#: Deflate never makes data larger than this: a part that packs to more lies about its size.
_OVERHEAD = 1024
_LOCKED_PART = 0x1
_PROLOGUE = 2048
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
#: Cells that one sheet may have merged: openpyxl makes an object of each.
_MAX_MERGED = 2_000_000
#: Text without a tag between, in bytes: no cell can hold as much.
_UNBROKEN = re.compile(rb"[^<]{300000}")
_PIECE = 1 << 20


def check_office_file(path: Path) -> None:
    """Raise UnreadableDocument for a locked, old-format, damaged or exploding Office file."""
    with path.open("rb") as file:
        magic = file.read(8)
    if magic == _OLE2:
        raise _locked(path) if _ENCRYPTED in path.read_bytes() else _old(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive.infolist())
            _check_declarations(path, archive)
            _check_merged_cells(path, archive)
            _check_texts(path, archive)
    except zipfile.BadZipFile as error:
        raise _damaged(path, f"it is not a {path.suffix} file inside") from error


def _check_parts(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _LOCKED_PART for part in parts):
        raise _locked(path)
    if len(parts) > _MAX_PARTS:
        raise _too_large(path, f"The file consists of {len(parts):,} parts.")
    if any(part.compress_size > part.file_size + _OVERHEAD for part in parts):
        raise _damaged(path, "it does not say truly how large its parts are")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MAX_UNPACKED:
        raise _too_large(path, f"The file unpacks to {unpacked >> 20:,} MB.")
    if all(part.filename != _CONTENTS for part in parts):
        raise _damaged(path, f"it is an archive, but not a {path.suffix} file inside")


def _check_declarations(path: Path, archive: zipfile.ZipFile) -> None:
    """No Office program writes a DTD: it serves to multiply text or to read other files."""
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(part) as content:
            if b"<!DOCTYPE" in content.read(_PROLOGUE):
                raise UnreadableDocument(
                    path,
                    f"The file declares XML entities in {part.filename}, which no Office program "
                    "does.",
                    "Do not open it; ask whoever sent it.",
                )


def _check_merged_cells(path: Path, archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        if not part.filename.startswith("xl/worksheets/"):
            continue
        merged = sum(_area(*found) for found in _merged_ranges(archive, part))
        if merged > _MAX_MERGED:
            raise _too_large(path, f"A sheet of it has {merged:,} merged cells.")


def _check_texts(path: Path, archive: zipfile.ZipFile) -> None:
    """Excel itself holds no cell of more than 32,767 characters."""
    for part in archive.infolist():
        if part.filename.startswith("xl/") and part.filename.endswith(".xml"):
            with archive.open(part) as content:
                if any(
                    _UNBROKEN.search(piece) for piece in iter(lambda: content.read(_PIECE), b"")
                ):
                    raise _too_large(path, "A cell of it has more than 100,000 characters.")


def _merged_ranges(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo
) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    with archive.open(part) as content:
        rest = b""
        while piece := content.read(_PIECE):
            text = rest + piece
            end = text.rfind(b">") + 1
            yield from _MERGED.findall(text, 0, end)
            rest = text[end:][-_PROLOGUE:]


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_large(path: Path, reason: str) -> UnreadableDocument:
    return UnreadableDocument(
        path, reason, "Remove what is not needed in it, or split it into smaller files."
    )


def _damaged(path: Path, why: str) -> UnreadableDocument:
    return UnreadableDocument(
        path, f"The file is damaged: {why}.", "Open it in its program and save it again."
    )


def _locked(path: Path) -> UnreadableDocument:
    return UnreadableDocument(
        path, "The file is protected by a password.", "Save a copy without a password."
    )


def _old(path: Path) -> UnreadableDocument:
    return UnreadableDocument(
        path,
        f"The file has the old binary Office format inside, although its name ends in "
        f"{path.suffix}.",
        f"Open it in Office and save it as {path.suffix}.",
    )
