"""A Zeroji in a temporary home: asking it leaves no ticket and no trace in the real one."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, func, insert, select

from bot.migrations import migrate
from bot.schema import thesaurus_additions
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from knowledge import schema
from knowledge.database import connect, metadata, sqlite_url, writing
from knowledge.errors import InvalidInput

_BATCH = 1000
_AGAIN_SECONDS = 1.0


@contextmanager
def empty_home(settings: Settings) -> Iterator[Zeroji]:
    """A Zeroji without manuals, set up as these settings say."""
    with _temporary() as folder, _opened(settings, folder) as zeroji:
        yield zeroji


@contextmanager
def rehearsal(settings: Settings) -> Iterator[Zeroji]:
    """A Zeroji with the manuals of the home, as of now; a server may go on using the home.

    Raises InvalidInput when nothing has been ingested.
    """
    with _temporary() as folder:
        _copy_manuals(settings, folder)
        with _opened(settings, folder) as zeroji:
            yield zeroji


@contextmanager
def _temporary() -> Iterator[Path]:
    with (
        _ending_properly(),
        tempfile.TemporaryDirectory(prefix="zeroji-eval-") as folder,
        _until_heard(),
    ):
        yield Path(folder)


@contextmanager
def _ending_properly() -> Iterator[None]:
    """Ends as an exception when it is told to: a stopped CI job leaves no copy of the manuals."""
    before = {number: signal.signal(number, _end) for number in (signal.SIGTERM, signal.SIGALRM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(*_: object) -> None:
    # Python drops an exception that is raised while a weak reference is called back: it is raised
    # again until it is heard.
    signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
    sys.exit(128 + signal.SIGTERM)


@contextmanager
def _until_heard() -> Iterator[None]:
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def _opened(settings: Settings, folder: Path) -> Iterator[Zeroji]:
    here = {"home": folder, "database_url": "", "chroma_url": ""}
    with open_zeroji(settings.model_copy(update=here)) as zeroji:
        try:
            yield zeroji
        finally:
            zeroji.database.dispose()


def _copy_manuals(settings: Settings, folder: Path) -> None:
    """Copy the knowledge; Chroma and the lexical index are made from it when it is opened."""
    source = open_source(settings)
    target = connect(sqlite_url(folder / "zeroji.sqlite3"))
    try:
        migrate(target)
        copied = _copy_tables(source, target)
    finally:
        source.dispose()
        target.dispose()
    if not copied:
        raise InvalidInput(_nothing_in(settings))


def open_source(settings: Settings) -> Engine:
    """The database of the home, to be read. Raises InvalidInput where there is none."""
    file = settings.home.absolute() / "zeroji.sqlite3"
    if not settings.database_url and not file.exists():
        raise InvalidInput(_nothing_in(settings))
    return connect(settings.database_url or sqlite_url(file))


def _copy_tables(source: Engine, target: Engine) -> int:
    """Copy every table of the knowledge, and what a company calls its concepts, in one reading
    transaction; how many manuals."""
    with source.connect() as reading, writing(target) as tx:
        for table in metadata.sorted_tables:
            if getattr(schema, table.name, None) is table or table is thesaurus_additions:
                tx.execute(delete(table))
                for rows in reading.execute(select(table)).mappings().partitions(_BATCH):
                    tx.execute(insert(table), [_known(row) for row in rows])
        return int(tx.execute(select(func.count()).select_from(schema.manuals)).scalar_one())


def _known(row: RowMapping) -> dict[str, Any]:
    """A row without the ticket that it came from, which is not copied."""
    return {name: None if name == "ticket_id" else value for name, value in row.items()}


def _nothing_in(settings: Settings) -> str:
    return (
        f"No manual is ingested in {settings.home.absolute()}. Ingest what the cases ask about "
        "first: `zeroji ingest FOLDER`; or set ZEROJI_HOME to a home that has it."
    )
