"""How Chroma's files are damaged for the measurement, and what counts as repaired."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evals.benchmarks import reindexing
from evals.benchmarks.hashing import HashingEmbedder
from evals.benchmarks.reindexing import DAMAGES, Result


@pytest.fixture
def chroma(tmp_path: Path) -> Path:
    folder = tmp_path / "chroma"
    segment = folder / "segment"
    segment.mkdir(parents=True)
    for path in [
        folder / "chroma.sqlite3",
        *(segment / name for name in reindexing._SEGMENT_FILES),
    ]:
        path.write_bytes(bytes(range(256)) * 8)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_changes_something(chroma: Path, name: str) -> None:
    before = contents(chroma)
    DAMAGES[name](chroma)
    assert contents(chroma) != before


def test_a_damage_may_leave_the_times_of_writing(chroma: Path) -> None:
    path = chroma / "chroma.sqlite3"
    written = path.stat().st_mtime_ns
    reindexing._by_itself(DAMAGES["database file, 1 byte"], chroma)
    assert path.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"crashes": 1}, True),
        ({"rebuilt": False}, False),
        ({"right_answers": 19}, False),
        ({"re_embedded": 1}, False),
    ],
)
def test_what_is_repaired(change: dict[str, int], good: bool) -> None:
    result = Result(
        damage="folder deleted",
        home="closed",
        detected=True,
        rebuilt=True,
        right_answers=20,
        searches=20,
        seconds=1.0,
        re_embedded=0,
        crashes=0,
    )
    assert reindexing._is_good(Result(**{**result, **change})) is good  # type: ignore[typeddict-item]


def test_equal_texts_have_equal_vectors() -> None:
    embedder = HashingEmbedder()
    one, other, again = embedder.passages(["日当", "休暇", "日当"])
    assert embedder.count == 3
    assert one @ again == pytest.approx(1)
    assert abs(one @ other) < 0.3


_CHILDREN = """
import os, signal
from evals.benchmarks.forking import in_child

def fail():
    raise ValueError("broken")

print(in_child(lambda: {"pages": 3}))
print(in_child(fail))
print(in_child(lambda: os.kill(os.getpid(), signal.SIGSEGV)))
"""


def test_a_child_that_fails_or_dies_gives_no_result() -> None:
    # In a process of its own: this one has threads, and must not be forked.
    done = subprocess.run(
        [sys.executable, "-c", _CHILDREN], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["{'pages': 3}", "None", "None"]
    assert "ValueError: broken" in done.stderr
