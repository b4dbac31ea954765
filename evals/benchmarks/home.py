"""The knowledge of a home opened as Zeroji opens it, with an embedder of the measurement's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from bot.migrations import migrate
from ingest.publishing import Publisher
from knowledge import integrity, projection
from knowledge.database import connect, sqlite_url
from knowledge.dense import always
from knowledge.embedding import Embedder
from knowledge.index import Index
from knowledge.library import Library
from knowledge.renewal import renew
from knowledge.search import Searcher
from knowledge.vectors import VectorIndex, open_client


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    database: Engine
    vectors: VectorIndex
    library: Library
    index: Index
    searcher: Searcher
    publisher: Publisher


@contextmanager
def opened(home: Path, embedder: Embedder) -> Iterator[Knowledge]:
    """Open the home (made when it is missing) and make Chroma equal to its database."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "zeroji.sqlite3"
    integrity.check(file)
    database = connect(sqlite_url(file))
    migrate(database)
    renew(database)
    with closing(open_client(home, None)) as client:
        vectors = VectorIndex(client, embedder.name)
        projection.project(database, vectors, embedder.name)
        dense = always(vectors, embedder)
        index, library = Index(database), Library(database)
        yield Knowledge(
            database=database,
            vectors=vectors,
            library=library,
            index=index,
            searcher=Searcher(index, dense, library),
            publisher=Publisher(database, dense),
        )
    database.dispose()
