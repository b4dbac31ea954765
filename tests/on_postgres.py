"""Runs tests on Postgres instead of SQLite: ``pytest -p tests.on_postgres tests/bot/desk``.

Each SQLite file that a test would use is a database on the server of tests.postgres. What looks
into that file itself, or starts programs on it, cannot be run so.
"""

from __future__ import annotations

from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.settings import Settings
from knowledge import database
from tests.postgres import databases

_running = ExitStack()
_made: dict[str, str] = {}
_connect = database.connect
_new_settings = Settings.__init__


def pytest_configure() -> None:
    server = _running.enter_context(databases())

    def instead_of(file: Path) -> str:
        name = sha256(str(file.absolute()).encode()).hexdigest()[:16]
        if name not in _made:
            _made[name] = server.new()
        return _made[name]

    def connect(url: str) -> Any:
        is_file = url.startswith("sqlite:///")
        return _connect(instead_of(Path(url.removeprefix("sqlite:///"))) if is_file else url)

    def new_settings(self: Settings, **given: Any) -> None:
        _new_settings(self, **given)
        if "database_url" not in given and not self.database_url:
            file = self.home / "zeroji.sqlite3"
            _new_settings(self, **given, database_url=instead_of(file))

    database.connect = connect
    Settings.__init__ = new_settings  # type: ignore[method-assign]


def pytest_unconfigure() -> None:
    _running.close()
