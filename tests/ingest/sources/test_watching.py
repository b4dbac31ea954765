"""A folder is watched by really writing to it; files come to rest sooner than in earnest."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

import pytest

from ingest.sources.watching import Watching, watch

#: Seconds in which something must have been noticed, on a busy machine.
_SOON = 20.0
#: Seconds in which it would have been noticed if it were at all.
_A_WHILE = 0.6


class Watched:
    """What a watcher told."""

    def __init__(self) -> None:
        self.changes: Queue[Path] = Queue()
        self.said: Queue[str] = Queue()
        #: What the next calls raise.
        self.errors: Queue[Exception] = Queue()
        self.stop = Event()
        self._threads: list[Thread] = []

    def start(self, *folders: Path, polling: bool = False, quiet: float = 0.1) -> None:
        how = Watching(polling=polling, quiet=quiet, retry=0.1, say=self.said.put)
        thread = Thread(target=watch, args=(folders, self.changed, self.stop, how))
        thread.start()
        self._threads.append(thread)

    def changed(self, folder: Path) -> None:
        if not self.errors.empty():
            raise self.errors.get()
        self.changes.put(folder)

    def next(self) -> Path:
        return self.changes.get(timeout=_SOON)

    def nothing(self) -> bool:
        try:
            self.changes.get(timeout=_A_WHILE)
        except Empty:
            return True
        return False

    def close(self) -> None:
        self.stop.set()
        for thread in self._threads:
            thread.join(_SOON)
            assert not thread.is_alive()


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "manuals"
    made.mkdir()
    (made / "a.md").write_text("# a", encoding="utf-8")
    return made


def test_a_folder_is_looked_at_first_and_left_alone_then(watched: Watched, folder: Path) -> None:
    watched.start(folder)
    assert watched.next() == folder
    assert watched.nothing()


@pytest.mark.parametrize("polling", [False, True])
def test_a_change_is_noticed(watched: Watched, folder: Path, polling: bool) -> None:
    watched.start(folder, polling=polling)
    watched.next()
    (folder / "sub").mkdir()
    (folder / "sub" / "b.md").write_text("# b", encoding="utf-8")
    assert watched.next() == folder


def test_what_goes_is_noticed_and_what_is_ignored_now(watched: Watched, folder: Path) -> None:
    watched.start(folder)
    watched.next()
    (folder / "a.md").unlink()
    watched.next()
    (folder / ".zerojiignore").write_text("b.md\n", encoding="utf-8")
    watched.next()


def test_a_file_that_is_saved_the_way_office_does_is_one_change(
    watched: Watched, folder: Path
) -> None:
    watched.start(folder, quiet=0.5)
    watched.next()
    (folder / "~$a.md").write_text("", encoding="utf-8")
    (folder / "~WRD0001.tmp").write_text("# new", encoding="utf-8")
    (folder / "a.md").unlink()
    (folder / "~WRD0001.tmp").rename(folder / "a.md")
    (folder / "~$a.md").unlink()
    watched.next()
    assert watched.nothing()


def test_what_is_no_document_is_not_noticed(watched: Watched, folder: Path) -> None:
    watched.start(folder)
    watched.next()
    (folder / "~$a.md").write_text("", encoding="utf-8")
    (folder / "b.md.partial").write_text("", encoding="utf-8")
    assert watched.nothing()


def test_a_file_that_is_still_being_copied_is_waited_for(watched: Watched, folder: Path) -> None:
    """Also where its size alone says so, as on a share that keeps the time of the original."""
    watched.start(folder, quiet=0.5, polling=True)
    watched.next()
    with (folder / "large.csv").open("a", encoding="utf-8") as file:
        for _ in range(35):  # for longer than files need to be noticed and to come to rest
            file.write("質問,回答\n")
            file.flush()
            os.utime(file.fileno(), (1, 1))
            watched.stop.wait(0.1)
    assert watched.changes.empty()
    watched.next()
    assert watched.nothing()


def test_an_error_is_told_and_the_change_is_tried_again(watched: Watched, folder: Path) -> None:
    watched.errors.put(ValueError("the disk is full"))
    watched.start(folder)
    assert watched.next() == folder
    said = watched.said.get(timeout=_SOON)
    assert str(folder) in said
    assert "ValueError: the disk is full" in said


def test_a_folder_that_is_not_there_is_waited_for(watched: Watched, folder: Path) -> None:
    elsewhere = folder.rename(folder.with_name("elsewhere"))
    watched.start(folder)
    assert "is not there" in watched.said.get(timeout=_SOON)
    assert watched.nothing()
    elsewhere.rename(folder)
    assert watched.next() == folder
    assert watched.said.empty()


def test_a_folder_that_goes_and_comes_back_is_watched_again(watched: Watched, folder: Path) -> None:
    watched.start(folder)
    watched.next()
    shutil.rmtree(folder)
    assert "Its manuals stay as they are" in watched.said.get(timeout=_SOON)
    assert watched.nothing()
    folder.mkdir()
    watched.next()
    (folder / "b.md").write_text("# b", encoding="utf-8")
    watched.next()


def test_another_folder_in_its_place_is_looked_at(watched: Watched, folder: Path) -> None:
    """As when a share is mounted over an empty folder."""
    other = folder.with_name("other")
    other.mkdir()
    watched.start(folder)
    watched.next()
    folder.rename(folder.with_name("gone"))
    other.rename(folder)
    assert watched.next() == folder


def test_several_folders_are_told_apart(watched: Watched, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    watched.start(folder, other)
    assert {watched.next(), watched.next()} == {folder, other}
    (other / "b.md").write_text("# b", encoding="utf-8")
    assert watched.next() == other
