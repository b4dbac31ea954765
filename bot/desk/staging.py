"""Puts a changed source file into place so that a crash leaves the old file or the new one.

Both are staged first, and what was staged stays: the file before each change is always kept. A
step that finds the new file in place already has nothing left to do. An empty file stands for
none.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.patching import PlaceNotFound
from knowledge.errors import Conflict


@dataclass(frozen=True, kw_only=True)
class Swap:
    """A source file before and after a change."""

    #: Names the change: its staged files carry it.
    name: str
    path: Path
    folder: Path

    @property
    def before(self) -> bytes:
        """The file as it was. Raises Conflict where it was not staged."""
        return _staged(self._before)

    @property
    def after(self) -> bytes:
        """The file as the change made it. Raises Conflict where it was not staged."""
        return _staged(self._after)

    @property
    def is_staged(self) -> bool:
        return self._before.is_file() and self._after.is_file()

    @property
    def is_in_place(self) -> bool:
        return self.is_staged and present(self.path) == self.after

    @property
    def _before(self) -> Path:
        return self.folder / f"{self.name}.before{self.path.suffix}"

    @property
    def _after(self) -> Path:
        return self.folder / f"{self.name}.after{self.path.suffix}"

    def stage(self, before: bytes, after: bytes) -> None:
        """Keep both. Raises Conflict where they cannot be kept."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _replace(self._before, before)
            _replace(self._after, after)
        except OSError as error:
            raise unkept(self.path, error) from error

    def forward(self) -> None:
        """Put the changed file in place. Raises Conflict, also where it is another by now."""
        if present(self.path) != self.before:
            raise changed_meanwhile(self.path)
        _put(self.path, self.after)

    def back(self) -> None:
        """Put the file back as it was. Raises Conflict."""
        _put(self.path, self.before)


def present(path: Path) -> bytes:
    """The file as it is; empty where there is none. Raises Conflict where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise Conflict(
            f"{path.name} cannot be read ({error.strerror}). Check its permissions.",
            f"{path.name} を読めません（{error.strerror}）。権限を確認してください。",
        ) from error


def changed(path: Path, change: Callable[[bytes], bytes], data: bytes) -> bytes:
    """A file's data after a change. Raises Conflict where the file has no such place."""
    try:
        return change(data)
    except PlaceNotFound as error:
        raise Conflict(f"{path.name}: {error}", f"{path.name}：{error.ja}") from error


def why_unread(failed: Mapping[str, str]) -> str:
    """In Japanese, why a changed file was not taken in; ``failed`` as a report of ingestion has it.

    What only has an English text is named in the English message and in the log.
    """
    return failed.get("ja") or "ファイルの形式が崩れていないか確かめてください。"


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unkept(path: Path, error: OSError) -> Conflict:
    return Conflict(
        f"The present {path.name} could not be kept ({error.strerror}), so nothing was changed.",
        f"今の {path.name} を保存できないため（{error.strerror}）、何も変更していません。"
        "管理者に連絡してください。",
    )


def changed_meanwhile(path: Path) -> Conflict:
    return Conflict(
        f"Somebody is changing {path.name}. Wait until it is saved, and try again.",
        f"{path.name} がちょうど変更されています。保存が終わってから、もう一度お試しください。",
    )


def _staged(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Conflict(
            f"{path.name} is no longer kept ({error.strerror}).",
            f"{path.name} が残っていません（{error.strerror}）。",
        ) from error


def _put(path: Path, data: bytes) -> None:
    try:
        if data:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, data)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise Conflict(
            f"{path.name} cannot be changed ({error.strerror}). Check its permissions.",
            f"{path.name} に書き込めません（{error.strerror}）。権限を確認してください。",
        ) from error


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, even if the power fails."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
