"""The database is the truth: SQLite in one file by default, Postgres by ``DATABASE_URL``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, RLock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, DateTime, Engine, MetaData, create_engine, event, func, select
from sqlalchemy.engine import Dialect, ExceptionContext
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Names the one writer among Postgres' advisory locks.
_WRITER = 0x5A65726F
#: Open connections that are kept for later. A server works with 40 threads, and whoever holds a
#: connection may need a second one.
_KEPT, _MOST_TO_POSTGRES = 20, 60


def _real_time() -> datetime:
    return datetime.now(UTC)


_clock: Callable[[], datetime] = _real_time

_turns: WeakKeyDictionary[Engine, RLock] = WeakKeyDictionary()
_turns_lock = Lock()


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back when read; Postgres tells it
    in the zone of its own settings."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


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
        # What is read in one transaction is of one moment, as it is with SQLite.
        engine = create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
            pool_size=_KEPT,
            max_overflow=_MOST_TO_POSTGRES - _KEPT,
        )
        event.listen(engine, "connect", _configure_postgres)
        event.listen(engine, "handle_error", _leave_out_the_row)
        return engine
    # Nobody waits for a connection to a file.
    engine = create_engine(url, hide_parameters=True, pool_size=_KEPT, max_overflow=-1)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def writing(database: Engine) -> Iterator[Connection]:
    """A transaction that will write, one at a time.

    The others wait from its start: what it reads first cannot be stale when it writes, and rows
    are numbered in the order in which they are committed. Readers go on meanwhile.
    """
    is_sqlite = database.dialect.name == "sqlite"
    # Postgres' snapshots would be taken before the lock is had; each statement takes its own.
    chosen = {"immediate": True} if is_sqlite else {"isolation_level": "READ COMMITTED"}
    turn = _turn(database) if is_sqlite else nullcontext()
    with turn, database.connect().execution_options(**chosen) as connection, connection.begin():
        if not is_sqlite:
            connection.execute(select(func.pg_advisory_xact_lock(_WRITER)))
        yield connection


def _turn(database: Engine) -> AbstractContextManager[Any]:
    """What the writers of one process wait for in SQLite's place.

    SQLite looks again after pauses of up to a tenth of a second: with ten writers at a time, some
    wait for seconds though the file was free in between.
    """
    with _turns_lock:
        return _turns.setdefault(database, RLock())


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


def _configure_postgres(connection: Any, _record: Any) -> None:
    for setting in (
        "lock_timeout = '60s'",  # as with SQLite
        # A machine that is gone keeps nobody from writing for longer than two minutes.
        "tcp_keepalives_idle = 60",
        "tcp_keepalives_interval = 10",
        "tcp_keepalives_count = 6",
    ):
        connection.execute(f"SET {setting}")
    connection.commit()


def _leave_out_the_row(context: ExceptionContext) -> None:
    """Postgres' errors quote the row that they are about."""
    found = getattr(context.original_exception, "diag", None)
    if found is None or found.message_primary is None or context.sqlalchemy_exception is None:
        return
    whole = str(context.original_exception)
    for error in (context.original_exception, context.sqlalchemy_exception):
        error.args = tuple(str(part).replace(whole, found.message_primary) for part in error.args)


def _begin(connection: Any) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
