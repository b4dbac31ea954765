from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.migrations import migrate
from knowledge.database import connect, sqlite_url
from tests.bot.gaps.asking import Asking


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def asking(database: Engine) -> Asking:
    return Asking(database)
