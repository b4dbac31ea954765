"""The database is never replaced by an empty one, and never trusted when it is damaged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ingest.publishing import Publisher
from knowledge import integrity
from knowledge.errors import HomeUnavailable
from tests.making import document, file


@pytest.fixture
def path(database: Engine, publisher: Publisher, tmp_path: Path) -> Path:
    """A database with something in it, that nobody uses."""
    publisher.publish(document({"日当": "日当は3,000円とする。"}), file(), author="sato")
    database.dispose()
    return tmp_path / "zeroji.sqlite3"


def test_a_whole_database_and_a_new_home_are_accepted(path: Path, tmp_path: Path) -> None:
    integrity.check(path)
    integrity.check(tmp_path / "new" / "zeroji.sqlite3")


@pytest.mark.parametrize("lost", ["deleted", "emptied"])
def test_a_database_that_is_lost_from_a_home_in_use_is_missed(path: Path, lost: str) -> None:
    if lost == "deleted":
        path.unlink()
    else:
        os.truncate(path, 0)
    with pytest.raises(HomeUnavailable, match=r"holds chroma. Restore the file from a backup"):
        integrity.check(path)


@pytest.mark.parametrize("damage", ["cut", "beginning", "page"])
def test_a_damaged_database_is_not_opened(path: Path, damage: str) -> None:
    size = path.stat().st_size
    if damage == "cut":
        os.truncate(path, size // 2)
    else:
        with path.open("r+b") as opened:
            opened.seek(0 if damage == "beginning" else 8 * 4096)
            opened.write(b"\xff" * 4096)
    damaged = path.read_bytes()
    with pytest.raises(HomeUnavailable, match=r"is damaged \(.+\). Nothing was changed. Restore"):
        integrity.check(path)
    assert path.read_bytes() == damaged
