"""New databases on a Postgres server: Debian's, started for the tests, or one that runs already.

``ZEROJI_TEST_DATABASE_URL`` names the latter (``postgresql+psycopg://user@host/postgres``).
"""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

from bot.migrations import migrate
from knowledge.database import connect

#: Nothing of a test's database must outlive a crash of the machine.
_CONFIGURATION = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class Databases:
    """Databases with the newest schema and nothing in them, on one server."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._server = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._names = (f"test_{os.getpid()}_{number}" for number in count())
        self._made: list[str] = []
        self._empty: str | None = None

    def new(self, *, empty: bool = False) -> str:
        """The URL of another database; an ``empty`` one has no tables either."""
        if empty:
            return self._create("template0")
        if self._empty is None:
            url = self._create("template0")
            made = connect(url)
            migrate(made)
            made.dispose()
            self._empty = make_url(url).database
        return self._create(str(self._empty))

    def drop(self) -> None:
        """All that were made, whoever still uses them."""
        with self._server.connect() as connection:
            for name in self._made:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    def _create(self, template: str) -> str:
        name = next(self._names)
        with self._server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        self._made.append(name)
        return self._url.set(database=name).render_as_string(hide_password=False)


def is_there() -> bool:
    """Whether there is a server or one can be started."""
    return bool(_given()) or _programs() is not None


@contextmanager
def databases() -> Iterator[Databases]:
    """What is made on a server that runs already is taken away again."""
    if url := _given():
        made = Databases(url)
        try:
            yield made
        finally:
            made.drop()
    else:
        with _server() as url:
            yield Databases(url)


def _given() -> str:
    return os.environ.get("ZEROJI_TEST_DATABASE_URL", "")


def _programs() -> Path | None:
    """Where the newest server's programs are; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return found[-1].parent if found else None


@contextmanager
def _server() -> Iterator[str]:
    """The URL of a server on loopback that lasts as long as this."""
    found = _programs()
    assert found is not None, "apt-get install postgresql"
    with tempfile.TemporaryDirectory(prefix="zeroji-postgres-") as folder:
        data, port = Path(folder, "data"), _free_port()
        _give_away(Path(folder))
        _run(found / "initdb", "-D", data, "-A", "trust", "-U", "zeroji", "-E", "UTF8", "-N")
        with Path(data, "postgresql.auto.conf").open("a") as file:
            file.write(f"{_CONFIGURATION}port = {port}\n")
        _run(found / "pg_ctl", "-D", data, "-l", Path(folder, "log"), "-w", "start")
        try:
            yield f"postgresql+psycopg://zeroji@127.0.0.1:{port}/postgres"
        finally:
            _run(found / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _version(program: Path) -> float:
    return float(program.parent.parent.name)


def _give_away(folder: Path) -> None:
    """Postgres does not run as root: its files belong to the user that the package made."""
    if os.geteuid() == 0:
        subprocess.run(["chown", "postgres", folder], check=True)


def _run(*command: str | Path) -> None:
    arguments = [str(part) for part in command]
    if os.geteuid() == 0:
        arguments = ["runuser", "-u", "postgres", "--", *arguments]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
