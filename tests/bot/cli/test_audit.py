"""``zeroji audit``: proving the log and exporting it."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

TAMPERING = (
    "DROP TRIGGER events_no_update",
    "UPDATE events SET actor = 'mori' WHERE id = 1",
)


@pytest.fixture
def log(run: Run) -> None:
    """Two events."""
    run("thesaurus", "add", "おうちデー", "在宅勤務", "--by", "sato")
    run("thesaurus", "remove", "おうちデー", "在宅勤務", "--by", "sato")


def test_a_log_that_is_whole_tells_its_head(run: Run, log: None) -> None:
    found = run("audit", "verify", "--json").json

    assert (found["broken"], found["head"]["number"]) == (None, 2)
    assert (
        f"The log holds: 2 rows. The last one's hash is {found['head']['hash']}"
        in run("audit", "verify").out
    )
    assert run("audit", "verify", "--expect", found["head"]["hash"]).code == 0


def test_a_hash_that_the_log_no_longer_holds(run: Run, log: None) -> None:
    told = run("audit", "verify", "--expect", "0" * 64)

    assert told.code == 1
    assert "is another than the one that was verified before" in told.err


def test_the_row_that_was_changed_is_named(run: Run, log: None, home: Path) -> None:
    with sqlite3.connect(home / "zeroji.sqlite3") as database:
        for statement in TAMPERING:
            database.execute(statement)

    told = run("audit", "verify")

    assert told.code == 1
    assert "The log is broken: row 1 is not what was written" in told.err


def test_the_log_is_exported(run: Run, log: None, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"

    assert "2 rows were written" in run("audit", "export", str(file)).out

    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["action"] for row in rows] == ["thesaurus.added", "thesaurus.removed"]
    run("audit", "export", str(file), "--since", "2999-01-01")
    assert len(file.read_text("utf-8-sig").splitlines()) == 1


def test_a_folder_that_is_not_there_is_told(run: Run, log: None, tmp_path: Path) -> None:
    told = run("audit", "export", str(tmp_path / "no" / "log.csv"))

    assert told.code == 2 and "cannot be written" in told.err
