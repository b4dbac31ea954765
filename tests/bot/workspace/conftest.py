from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.migrations import migrate
from knowledge.database import connect, sqlite_url


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(made)
    yield made
    made.dispose()
