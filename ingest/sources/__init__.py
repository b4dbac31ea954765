"""What identifies a source, whether it is still there, and the copies that are kept of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.metadata import sidecar_path
from ingest.recording import SourceFile

#: Raised when a reader reads more or better than before: unchanged files are then read again.
_READING = 2


def gone(source: str) -> bool:
    """Whether a file is certainly no longer there; what cannot be looked at is not gone."""
    try:
        Path(source).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def describe(path: Path) -> SourceFile:
    """A file's identity. Raises OSError."""
    return SourceFile(path=str(path), source=str(path.resolve()), hash=_hash(path, _READING))


def keep_original(path: Path, file: SourceFile, originals: Path) -> None:
    """Keep a copy of a source file and its sidecar: what a revision was read from can always be
    looked at, and put back.

    Raises UnreadableDocument when the file is no longer the one that was described.
    """
    kept = original(file.hash, path.suffix, originals)
    sidecar, kept_sidecar = sidecar_path(path), sidecar_path(kept)
    missing = [(path, kept)] if not kept.exists() else []
    if sidecar.is_file() and not kept_sidecar.exists():
        missing.append((sidecar, kept_sidecar))
    kept.parent.mkdir(parents=True, exist_ok=True)
    partials = [(_copied(part, place), place) for part, place in missing]
    if partials and describe(path).hash != file.hash:
        for partial, _ in partials:
            partial.unlink()
        raise changed(path)
    for partial, place in reversed(partials):
        partial.replace(place)


def changed(path: Path) -> UnreadableDocument:
    """What to say of a file that is being written to."""
    return UnreadableDocument(
        path,
        "It was changed while it was read.",
        "Wait until it is saved or copied, and ingest it again.",
    )


def original(file_hash: str, suffix: str, originals: Path) -> Path:
    """Where the copy of a source file is kept."""
    return originals / file_hash[:2] / (file_hash + suffix.lower())


def is_whole(kept: Path, file_hash: str) -> bool:
    """Whether a kept copy and the sidecar beside it are what was read, whatever reader read it."""
    return kept.is_file() and any(
        _hash(kept, reading) == file_hash for reading in range(1, _READING + 1)
    )


def within(source: str, folders: Iterable[Path]) -> bool:
    return any(Path(source).is_relative_to(folder.resolve()) for folder in folders)


def _hash(path: Path, reading: int) -> str:
    """Of a file and its sidecar, where it has one."""
    digest = hashlib.sha256(f"{reading}".encode())
    for part in (path, sidecar_path(path)):
        digest.update(part.read_bytes() if part.is_file() else b"")
    return digest.hexdigest()


def _copied(path: Path, place: Path) -> Path:
    """A copy beside the place where it will stand."""
    partial = place.with_name(place.name + ".partial")
    shutil.copyfile(path, partial)
    return partial
