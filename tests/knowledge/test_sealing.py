"""A folder is trusted only as it was sealed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge import sealing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "index"
    (made / "segment").mkdir(parents=True)
    (made / "segment" / "graph").write_bytes(b"graph" * 100)
    (made / "entries").write_bytes(b"entries" * 100)
    return made


def test_what_was_sealed_is_intact(folder: Path) -> None:
    assert sealing.seal(folder, {})
    assert sealing.break_seal(folder) is not None


def test_a_seal_holds_once(folder: Path) -> None:
    """What crashes its reader is not read a second time."""
    sealing.seal(folder, {})
    sealing.break_seal(folder)
    assert sealing.break_seal(folder) is None


def test_without_a_seal_nothing_is_trusted(folder: Path) -> None:
    assert sealing.break_seal(folder) is None


@pytest.mark.parametrize("name", ["entries", "segment/graph"])
def test_one_byte_breaks_it(folder: Path, name: str) -> None:
    sealing.seal(folder, {})
    content = bytearray((folder / name).read_bytes())
    content[-1] ^= 1
    (folder / name).write_bytes(content)
    assert sealing.break_seal(folder) is None


def test_so_does_a_file_that_is_gone_or_new(folder: Path) -> None:
    sealing.seal(folder, {})
    (folder / "new").write_bytes(b"")
    assert sealing.break_seal(folder) is None
    sealing.seal(folder, {})
    (folder / "new").unlink()
    assert sealing.break_seal(folder) is None


def test_a_seal_that_is_no_text_is_broken(folder: Path) -> None:
    sealing.seal(folder, {})
    folder.with_name("index.seal").write_bytes(b"\xff\xfe")
    assert sealing.break_seal(folder) is None


def test_what_its_user_wrote_is_sealed_anew(folder: Path) -> None:
    sealing.seal(folder, {})
    before = sealing.break_seal(folder)
    assert before is not None
    os.utime(folder / "entries", ns=(1, 1))
    (folder / "entries").write_bytes(b"more")
    assert sealing.seal(folder, before)


def test_a_folder_that_lost_a_file_is_not_sealed(folder: Path) -> None:
    sealing.seal(folder, {})
    before = sealing.break_seal(folder)
    assert before is not None
    (folder / "segment" / "graph").unlink()
    assert not sealing.seal(folder, before)
    assert not sealing.is_sealed(folder)


def test_a_file_that_changed_without_being_written_is_not_sealed(folder: Path) -> None:
    """A disk that fails changes what a file holds, and not when it was written."""
    sealing.seal(folder, {})
    before = sealing.break_seal(folder)
    assert before is not None
    (folder / "entries").write_bytes(b"rotten")
    written = before["entries"].written
    os.utime(folder / "entries", ns=(written, written))
    assert not sealing.seal(folder, before)


def test_what_is_discarded_is_gone_with_its_seal(folder: Path) -> None:
    sealing.seal(folder, {})
    sealing.discard(folder)
    assert list(folder.parent.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_discarded_too(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("no folder")
    sealing.discard(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []
