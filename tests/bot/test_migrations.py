from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bot import schema
from bot.migrations import migrate
from knowledge.database import connect, metadata, sqlite_url


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Engine]:
    database = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    yield database
    database.dispose()


def differences(database: Engine) -> list[object]:
    """What the migrations made otherwise than the tables in the code say."""
    with database.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        )


def test_the_migrations_make_the_tables_that_the_code_knows(fresh: Engine) -> None:
    migrate(fresh)
    assert differences(fresh) == []
    assert schema.tickets.name in inspect(fresh).get_table_names()


def test_a_difference_would_be_noticed(fresh: Engine) -> None:
    migrate(fresh)
    with fresh.begin() as connection:
        connection.execute(text("ALTER TABLE tickets ADD COLUMN mood TEXT"))
    assert differences(fresh) != []


def test_migrating_again_changes_nothing(fresh: Engine) -> None:
    def tables() -> list[tuple[str, str]]:
        with fresh.connect() as connection:
            found = connection.execute(text("SELECT name, sql FROM sqlite_master ORDER BY name"))
            return [(row.name, row.sql) for row in found]

    migrate(fresh)
    before = tables()
    with fresh.begin() as connection:
        connection.execute(
            text("INSERT INTO conversations VALUES ('c', 'shain', '2026-11-20 00:00:00')")
        )
    migrate(fresh)
    assert tables() == before
    with fresh.connect() as connection:
        assert connection.execute(text("SELECT id FROM conversations")).scalars().all() == ["c"]


def test_foreign_keys_are_enforced_and_the_log_is_written_ahead(fresh: Engine) -> None:
    with fresh.connect() as connection:
        pragma = connection.exec_driver_sql
        assert pragma("PRAGMA foreign_keys").scalar_one() == 1
        assert pragma("PRAGMA journal_mode").scalar_one() == "wal"
        assert pragma("PRAGMA synchronous").scalar_one() == 2
