"""Which files there are to ingest, and whether they changed since the last time."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ingest.metadata import sidecar_path
from ingest.publishing import SourceFile
from ingest.reading import READERS

#: Raised when a reader reads more or better than before: unchanged files are then read again.
_READING = 1


def documents(paths: Sequence[Path]) -> Iterator[Path]:
    """Files as given, and in folders every file that a reader knows, in the order of names.

    A path that does not exist comes through too: reading it says so.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if _is_document(found, path))
        else:
            yield path


def describe(path: Path) -> SourceFile:
    """A file's identity. Raises OSError."""
    digest = hashlib.sha256(f"{_READING}".encode())
    for part in (path, sidecar_path(path)):
        digest.update(part.read_bytes() if part.is_file() else b"")
    return SourceFile(path=str(path), source=str(path.resolve()), hash=digest.hexdigest())


def keep_original(path: Path, file: SourceFile, originals: Path) -> None:
    """Keep a copy of a source file: what a revision was read from can always be looked at."""
    kept = original(file.hash, path.suffix, originals)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_name(kept.name + ".partial")
        shutil.copyfile(path, partial)
        partial.replace(kept)


def original(file_hash: str, suffix: str, originals: Path) -> Path:
    """Where the copy of a source file is kept."""
    return originals / file_hash[:2] / (file_hash + suffix.lower())


def within(source: str, folders: Iterable[Path]) -> bool:
    return any(Path(source).is_relative_to(folder.resolve()) for folder in folders)


def _is_document(path: Path, folder: Path) -> bool:
    # Hidden files and folders, and the lock files (~$…) that Office leaves, are not documents.
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and path.suffix.lower() in READERS
