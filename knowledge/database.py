"""The database is the truth: SQLite in one file by default, Postgres by ``DATABASE_URL``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _real_time() -> datetime:
    return datetime.now(UTC)


_clock: Callable[[], datetime] = _real_time


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """The present moment, in UTC."""
    return _clock()


@contextmanager
def running_by(clock: Callable[[], datetime]) -> Iterator[None]:
    """Have :func:`now` tell another clock's time in this process, as a simulation needs it.

    Days on which manuals are in force go by the calendar of the machine all the same.
    """
    global _clock
    before, _clock = _clock, clock
    try:
        yield
    finally:
        _clock = before


def connect(url: str) -> Engine:
    """Open the database at an SQLAlchemy URL; connections are made when first used.

    Its errors do not tell the values of a statement: they end in logs, and may be questions.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def writing(database: Engine) -> Iterator[Connection]:
    """A transaction that will write.

    SQLite is locked from its start: what the transaction reads first cannot be stale when it
    writes. Readers go on meanwhile.
    """
    with database.connect().execution_options(immediate=True) as connection, connection.begin():
        yield connection


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # Transactions are begun by hand (below): the driver's own begin comes too late, at the
    # first write.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL may lose the last commits on power loss
        "foreign_keys=ON",
        "busy_timeout=60000",  # a large manual takes seconds to publish
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
