"""Transactions on SQLite."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, Table, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from knowledge import schema, store
from knowledge.database import connect, metadata, now, running_by, sqlite_url, writing

JST = timezone(timedelta(hours=9))


def manual(**values: object) -> dict[str, object]:
    kept = {"title": "規程", "kind": "rule", "owner": "", "audience": "all", "topic": ""}
    where = {
        "language": "ja",
        "given": {},
        "path": "a.md",
        "source": "/a.md",
        "created_at": datetime.now(UTC),
    }
    return {**kept, **where, **values}


def number(database: Engine) -> int:
    with database.connect() as tx:
        return int(tx.execute(select(schema.generation.c.number)).scalar_one())


def test_moments_come_back_in_utc(database: Engine) -> None:
    moment = datetime(2026, 4, 1, 9, 30, tzinfo=JST)
    with writing(database) as tx:
        tx.execute(insert(schema.manuals).values(manual(created_at=moment)))
    with database.connect() as tx:
        kept = tx.execute(select(schema.manuals.c.created_at)).scalar_one()
    assert kept == moment
    assert kept.tzinfo == UTC


def test_a_transaction_that_fails_leaves_nothing(database: Engine) -> None:
    before = number(database)
    with pytest.raises(RuntimeError), writing(database) as tx:
        tx.execute(update(schema.generation).values(number=99))
        raise RuntimeError
    assert number(database) == before


def test_readers_go_on_while_one_writes_and_see_the_state_before(database: Engine) -> None:
    before = number(database)
    with writing(database) as tx:
        tx.execute(update(schema.generation).values(number=99))
        assert number(database) == before
    assert number(database) == 99


def test_what_a_writer_read_first_is_not_stale_when_it_writes(database: Engine) -> None:
    before = number(database)

    def publish(_: int) -> None:
        with writing(database) as tx:
            store.next_generation(tx)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, range(20)))
    assert number(database) == before + 20


def test_what_is_referred_to_must_exist(database: Engine) -> None:
    values = {"chunk_id": "none", "manual_id": 1, "valid_from": datetime.now(UTC).date()}
    with pytest.raises(IntegrityError), writing(database) as tx:
        tx.execute(insert(schema.entries).values(values))


def test_a_commit_survives_power_loss(database: Engine) -> None:
    with database.connect() as tx:
        assert tx.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert tx.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_migrations_make_the_tables_that_the_code_describes(database: Engine, table: Table) -> None:
    with database.connect() as tx:
        found = {row.name for row in tx.execute(text(f"PRAGMA table_info({table.name})"))}
    assert found == {column.name for column in table.columns}


def test_a_simulation_runs_by_a_clock_of_its_own() -> None:
    moment = datetime(2026, 4, 1, 9, tzinfo=UTC)
    with running_by(lambda: moment):
        assert now() == moment
    assert now() > moment


def test_a_simulation_that_fails_gives_the_time_back() -> None:
    with pytest.raises(ZeroDivisionError), running_by(lambda: datetime(2000, 1, 1, tzinfo=UTC)):
        1 / 0  # noqa: B018
    assert now().year > 2000


def test_nobody_waits_for_a_connection_who_holds_one(tmp_path: Path) -> None:
    """As many threads as a server has, each with a transaction in which it needs another."""
    engine = connect(sqlite_url(tmp_path / "knowledge.sqlite3"))
    with ExitStack() as held:
        for _ in range(40):
            held.enter_context(engine.connect())
            held.enter_context(engine.connect())
    engine.dispose()
