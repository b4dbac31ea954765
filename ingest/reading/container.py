"""Word, Excel and PowerPoint files are zip archives; what else carries their extension."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.reading.sheet_size import oversized

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
            if reason := oversized(archive):
                raise _too_large(path, reason)
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
