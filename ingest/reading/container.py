"""Word and Excel files are zip archives; what else carries their extension."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.errors import UnreadableDocument

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: More than any real document unpacks to: a file that says so is made to exhaust memory.
_MAX_UNPACKED = 1 << 30


def check_office_file(path: Path) -> None:
    """Raise UnreadableDocument for a locked, old-format, damaged or exploding Office file."""
    with path.open("rb") as file:
        magic = file.read(8)
    if magic == _OLE2:
        raise _locked(path) if _ENCRYPTED in path.read_bytes() else _old(path)
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableDocument(
            path,
            f"The file is damaged: it is not a {path.suffix} file inside.",
            "Open it in its program and save it again.",
        ) from error
    if unpacked > _MAX_UNPACKED:
        raise UnreadableDocument(
            path,
            f"The file unpacks to {unpacked >> 20} MB.",
            "Remove large pictures from it, or split it into smaller files.",
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
