"""Puts a change of a source file into place so that a crash leaves the old file or the new one.

Both are staged first. A step that finds the new file in place already has nothing left to do.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ingest import patching
from ingest.patching import PlaceNotFound
from knowledge.errors import Conflict


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of one place of a source file."""

    #: Names the change: its staged files carry it.
    name: str
    path: Path
    place: patching.Place
    text: str
    #: SHA-256 of the file that the change was made for.
    base_hash: str


def apply(change: Change, staging: Path) -> None:
    """Put the changed file in place, unless it is there already.

    Raises Conflict when the file is neither the one the change was made for nor the changed one,
    or cannot be written.
    """
    before, after = _staged(change, staging)
    if after.exists() and change.path.is_file() and change.path.read_bytes() == after.read_bytes():
        return
    check_base(change.path, change.base_hash)
    present = change.path.read_bytes()
    try:
        changed = patching.patch(change.path, present, change.place, change.text)
        staging.mkdir(parents=True, exist_ok=True)
        _replace(before, present)
        _replace(after, changed)
        _replace(change.path, changed)
    except PlaceNotFound as error:
        raise Conflict(f"{change.path.name}: {error}") from error
    except OSError as error:
        raise Conflict(
            f"{change.path.name} cannot be changed ({error.strerror}). Check its permissions.",
            f"{change.path.name} に書き込めません（{error.strerror}）。権限を確認してください。",
        ) from error


def revert(change: Change, staging: Path) -> None:
    """Put the file back as it was before :func:`apply`."""
    before, _ = _staged(change, staging)
    _replace(change.path, before.read_bytes())


def check_base(path: Path, base_hash: str) -> None:
    """Raise Conflict when a file is not the one that a change was made for."""
    if not path.is_file() or file_hash(path) != base_hash:
        raise Conflict(
            f"{path.name} has been changed since the proposal was made. Reject it and propose "
            "again on the present text.",
            f"提案の後に {path.name} が変更されています。"
            "却下して、今の文面から提案し直してください。",
        )


def file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _staged(change: Change, staging: Path) -> tuple[Path, Path]:
    suffix = change.path.suffix
    return staging / f"{change.name}.before{suffix}", staging / f"{change.name}.after{suffix}"


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(data)
    partial.replace(path)
