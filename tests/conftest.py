"""Real parts of Zeroji on a temporary folder, shared by all tests.

With ``ZEROJI_NO_SKIPS`` set, a test that is skipped fails instead: where everything is installed,
as in continuous integration, a skip is a hole in the proof.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot import wiring
from bot.migrations import migrate
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from ingest.ingestion import Ingestion
from ingest.publishing import Publisher
from knowledge.database import connect, sqlite_url
from knowledge.dense import always
from knowledge.embedding import Embedder, embedder
from knowledge.index import Index
from knowledge.library import Library
from knowledge.search import Searcher
from knowledge.vectors import VectorIndex, open_client


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if not hasattr(report, "wasxfail"):
        _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and os.environ.get("ZEROJI_NO_SKIPS"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"ZEROJI_NO_SKIPS is set, but it was not run. {reason}"


@pytest.fixture(scope="session")
def builtin() -> Embedder:
    """The built-in embedder, which takes most of a second to load."""
    return embedder("builtin")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the newest schema and nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "zeroji.sqlite3"
    opened = connect(sqlite_url(path))
    migrate(opened)
    opened.dispose()
    return path


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Iterator[Engine]:
    opened = connect(sqlite_url(Path(shutil.copy(empty_database, tmp_path))))
    yield opened
    opened.dispose()


@pytest.fixture
def vectors(tmp_path: Path, builtin: Embedder) -> Iterator[VectorIndex]:
    """An embedded Chroma."""
    client = open_client(tmp_path, None)
    yield VectorIndex(client, builtin.name)
    client.close()


@pytest.fixture
def library(database: Engine) -> Library:
    return Library(database)


@pytest.fixture
def publisher(database: Engine, vectors: VectorIndex, builtin: Embedder) -> Publisher:
    return Publisher(database, always(vectors, builtin))


@pytest.fixture
def searcher(
    database: Engine, vectors: VectorIndex, builtin: Embedder, library: Library
) -> Searcher:
    return Searcher(Index(database), always(vectors, builtin), library)


@pytest.fixture
def ingestion(database: Engine, publisher: Publisher, tmp_path: Path) -> Ingestion:
    return Ingestion(database, publisher, tmp_path / "originals")


@pytest.fixture
def zeroji(
    tmp_path: Path, empty_database: Path, builtin: Embedder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Zeroji]:
    """A whole Zeroji on an empty home, whatever a ``.env`` says."""
    monkeypatch.setattr(wiring, "embedder", lambda name, access: builtin)
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_database, home)
    chosen: dict[str, Any] = {"home": home, "_env_file": None}
    with open_zeroji(Settings(**chosen)) as opened:
        yield opened
