"""The log is a chain: whatever is done to it later is found, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from bot import schema
from bot.audit import Broken, Head, verify, verify_and_keep
from bot.desk import events
from knowledge.database import writing
from knowledge.errors import InvalidInput

#: What is done to a row by who may do everything with the database.
Tamper = Callable[[str], None]


@pytest.fixture
def log(database: Engine) -> Engine:
    """A log of nine rows."""
    for n in range(1, 10):
        with writing(database) as tx:
            detail = {"roles": ["staff"], "n": n, "金額": 0.1 + n}
            events.record(tx, f"user-{n}", "user.changed", f"user:{n}", detail)
    return database


@pytest.fixture
def tamper(log: Engine) -> Tamper:
    """Changes the log with its triggers taken away."""
    with writing(log) as tx:
        tx.execute(text("DROP TRIGGER events_no_update"))
        tx.execute(text("DROP TRIGGER events_no_delete"))

    def run(*statements: str) -> None:
        with writing(log) as tx:
            for statement in statements:
                tx.execute(text(statement))

    return run


def head(database: Engine) -> Head:
    return verify(database).head


def test_a_log_that_nobody_touched_holds(log: Engine) -> None:
    found = verify(log)

    assert found.broken is None
    assert found.head.number == 9


def test_an_empty_log_holds(database: Engine) -> None:
    assert verify(database).broken is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'nobody' WHERE id = 5",
        "UPDATE events SET action = 'x' WHERE id = 5",
        "UPDATE events SET subject = 'user:9' WHERE id = 5",
        "UPDATE events SET at = '2020-01-01 00:00:00.000000' WHERE id = 5",
        "UPDATE events SET detail = '{}' WHERE id = 5",
        "UPDATE events SET hash = 'f' || substr(hash, 2) || '0' WHERE id = 5",
        "UPDATE events SET detail = '{broken' WHERE id = 5",
        "UPDATE events SET at = 'yesterday' WHERE id = 5",
    ],
)
def test_a_changed_row_is_named(log: Engine, tamper: Tamper, statement: str) -> None:
    tamper(statement)

    assert verify(log).broken == Broken(number=5, damage="changed")
    assert verify(log).head.number == 4


def test_a_removed_row_is_named(log: Engine, tamper: Tamper) -> None:
    tamper("DELETE FROM events WHERE id = 5")

    assert verify(log).broken == Broken(number=5, damage="removed")


def test_so_is_one_whose_followers_were_numbered_anew(log: Engine, tamper: Tamper) -> None:
    tamper("DELETE FROM events WHERE id = 5", *_shift(6, -1))

    assert verify(log).broken == Broken(number=5, damage="removed")


def test_a_row_put_in_between_is_named(log: Engine, tamper: Tamper) -> None:
    tamper(
        *reversed(_shift(5, 1)),
        "INSERT INTO events SELECT 5, at, actor, action, subject, detail, hash FROM events "
        "WHERE id = 3",
    )

    assert verify(log).broken == Broken(number=5, damage="inserted")


@pytest.mark.parametrize("number", [0, -1, 10])
def test_a_row_put_in_at_an_end_is_named(log: Engine, tamper: Tamper, number: int) -> None:
    tamper(
        f"INSERT INTO events SELECT {number}, at, actor, action, subject, detail, hash "
        "FROM events WHERE id = 9"
    )

    assert verify(log).broken is not None


def test_two_rows_that_changed_places_are_named(log: Engine, tamper: Tamper) -> None:
    tamper(
        "UPDATE events SET id = 99 WHERE id = 5",
        "UPDATE events SET id = 5 WHERE id = 6",
        "UPDATE events SET id = 6 WHERE id = 99",
    )

    assert verify(log).broken == Broken(number=5, damage="reordered")


def test_the_database_refuses_to_change_the_log(log: Engine) -> None:
    for statement in ("UPDATE events SET actor = 'x'", "DELETE FROM events"):
        with pytest.raises(IntegrityError, match="append-only"), writing(log) as tx:
            tx.execute(text(statement))


class TestKeptHeads:
    """What the chain alone does not show."""

    def test_an_end_that_was_cut_off(self, log: Engine, tamper: Tamper, tmp_path: Path) -> None:
        verify_and_keep(log, tmp_path / "audit.head")
        tamper("DELETE FROM events WHERE id > 7")

        assert verify(log).broken is None
        found = verify_and_keep(log, tmp_path / "audit.head")
        assert found.broken == Broken(number=8, damage="cut")

    def test_a_log_that_was_written_anew(self, log: Engine, tamper: Tamper, tmp_path: Path) -> None:
        known = verify_and_keep(log, tmp_path / "audit.head").head
        tamper("DELETE FROM events")
        for n in range(12):
            with writing(log) as tx:
                events.record(tx, "somebody", "user.changed", f"user:{n}")

        assert verify(log).broken is None
        rewritten = Broken(number=9, damage="rewritten")
        assert verify_and_keep(log, tmp_path / "audit.head").broken == rewritten
        assert verify(log, known.hash).broken == Broken(number=12, damage="rewritten")

    def test_a_log_that_went_on_holds(self, log: Engine, tmp_path: Path) -> None:
        known = verify_and_keep(log, tmp_path / "audit.head").head
        with writing(log) as tx:
            events.record(tx, "sato", "ticket.claimed", "ticket:1")

        found = verify_and_keep(log, tmp_path / "audit.head", known.hash)

        assert (found.broken, found.head.number) == (None, 10)

    def test_a_damaged_file_is_not_taken_for_no_file(self, log: Engine, tmp_path: Path) -> None:
        (tmp_path / "audit.head").write_text("{")

        with pytest.raises(InvalidInput, match="is damaged"):
            verify_and_keep(log, tmp_path / "audit.head")


def test_many_writers_make_one_chain(database: Engine) -> None:
    def write(n: int) -> None:
        with writing(database) as tx:
            events.record(tx, f"user-{n % 8}", "ticket.claimed", f"ticket:{n}")

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(200)))

    found = verify(database)
    assert (found.broken, found.head.number) == (None, 200)


def test_what_is_looked_at_again_within_an_hour_is_recorded_once(database: Engine) -> None:
    def look(actor: str) -> None:
        events.record_once(database, actor, "ticket.seen", "ticket:1")

    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(look, ["sato", "mori"] * 20))

    with database.connect() as tx:
        seen = tx.execute(select(schema.events.c.actor).order_by("actor")).scalars().all()
    assert seen == ["mori", "sato"]


def test_the_log_keeps_a_text_as_its_digest() -> None:
    said = events.digest("山田さんの休職は3月31日までです。")

    assert said["length"] == 18
    assert len(said["sha256"]) == 64 and "山田" not in json.dumps(said, ensure_ascii=False)


def _shift(first: int, by: int) -> list[str]:
    return [f"UPDATE events SET id = id + {by} WHERE id = {n}" for n in range(first, 10)]
