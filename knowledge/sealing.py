"""A seal on a folder that was closed in good order: one byte changed, and it is broken.

Files of Chroma's index that were damaged, or that a killed process left half-written, may crash
the process that reads them. So they are compared with their seal before anything opens them. The
seal is off while the folder is in use: what crashes a process once is not opened again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What a file held, and when it was written."""

    hash: str
    #: Nanoseconds.
    written: int


#: By path relative to the folder.
Stamps = Mapping[str, Stamp]


def is_sealed(folder: Path) -> bool:
    """Whether there is a seal, broken or not."""
    return _seal_of(folder).exists()


def break_seal(folder: Path) -> Stamps | None:
    """Take the seal off before the folder is used; None when the folder is not as it was sealed."""
    mark = _seal_of(folder)
    try:
        expected = mark.read_text()
    except (OSError, UnicodeDecodeError):
        return None
    found = _stamps(folder)
    mark.unlink()
    return found if _fingerprint(found) == expected else None


def seal(folder: Path, before: Stamps) -> bool:
    """Seal a folder that nobody uses any more.

    ``before`` is what it held when it was opened. False, and no seal, when a file is gone since,
    or changed without being written: a disk fails, or somebody else was there.
    """
    found = _stamps(folder)
    for name, stamp in before.items():
        now = found.get(name)
        if now is None or (now.written == stamp.written and now.hash != stamp.hash):
            return False
    partial = _seal_of(folder).with_suffix(".partial")
    with partial.open("w") as file:
        file.write(_fingerprint(found))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(_seal_of(folder))
    return True


def discard(folder: Path) -> None:
    """Remove a folder (or what stands in its place) at once: a crash leaves it under its name
    whole or not at all."""
    _seal_of(folder).unlink(missing_ok=True)
    aside = folder.with_name(folder.name + ".discarded")
    _remove(aside)
    if folder.exists() or folder.is_symlink():
        folder.rename(aside)
        _remove(aside)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _seal_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".seal")


def _stamps(folder: Path) -> Stamps:
    found: dict[str, Stamp] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        stamp = Stamp(hash=content, written=path.stat().st_mtime_ns)
        found[str(path.relative_to(folder))] = stamp
    return found


def _fingerprint(stamps: Stamps) -> str:
    """Names and contents as one hash."""
    listed = "\n".join(f"{name} {stamp.hash}" for name, stamp in stamps.items())
    return hashlib.sha256(listed.encode()).hexdigest()
