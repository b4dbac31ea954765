"""Puts the parts together. The only module that knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.accounts import Accounts
from bot.answering.composition import Model, ModelWriter
from bot.answering.engine import AnswerEngine
from bot.answering.ledger import Ledger
from bot.desk.proposals import Proposals
from bot.desk.tickets import Desk
from bot.home import Home
from bot.migrations import migrate
from bot.settings import Settings
from ingest.ingestion import Ingestion, Options, Step
from ingest.isolation import Limits
from ingest.publishing import Publisher
from knowledge import projection
from knowledge.database import connect, sqlite_url
from knowledge.embedding import embedder
from knowledge.errors import HomeUnavailable, InvalidInput
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import Manual, SearchRequest
from knowledge.search import Searcher
from knowledge.vectors import VectorIndex, open_client

Watch = Callable[[Step], None]


@dataclass(frozen=True, kw_only=True)
class Zeroji:
    """Everything that a Zeroji is made of."""

    settings: Settings
    home: Home
    database: Engine
    library: Library
    searcher: Searcher
    ingestion: Ingestion
    publisher: Publisher
    engine: AnswerEngine
    ledger: Ledger
    desk: Desk
    proposals: Proposals
    accounts: Accounts

    @property
    def limits(self) -> Limits:
        return Limits(
            seconds=self.settings.read_seconds,
            memory_mb=self.settings.read_memory_mb,
            file_mb=self.settings.max_file_mb,
        )

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        author: str = "ingest",
        note: str = "",
        watch: Watch = lambda step: None,
        **options: Any,
    ) -> dict[str, Any]:
        """Ingest files and folders; the report in the shape of ``zeroji ingest --json``."""
        chosen = Options(author=author, note=note, limits=self.limits, **options)
        return self.ingestion.run(paths, chosen, watch)

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        self.searcher.search(SearchRequest(query="有給休暇の申請期限"))

    def rollback(self, manual_id: int, number: int, *, author: str) -> dict[str, Any]:
        """Publish an earlier revision again, its source file with it. Raises NotFound."""
        self.library.manual(manual_id)
        options = Options(
            author=author,
            note=f"rollback to {number}",
            limits=self.limits,
        )
        return self.ingestion.rollback(manual_id, number, options)

    def upload(self, filename: str, data: bytes, author: str) -> dict[str, Any]:
        """Keep an uploaded document under the home and ingest it. Raises InvalidInput."""
        name = Path(filename.replace("\\", "/")).name
        if not name or name.startswith("."):
            raise InvalidInput("The upload has no usable file name.")
        self.settings.uploads.mkdir(parents=True, exist_ok=True)
        path = self.settings.uploads / name
        partial = path.with_name(name + ".partial")
        partial.write_bytes(data)
        partial.replace(path)
        return self.ingest([path], author=author)


@contextmanager
def open_zeroji(
    settings: Settings, progress: projection.Progress = lambda done, total: None
) -> Iterator[Zeroji]:
    """Own the home and open everything in it. Raises HomeUnavailable when another process does.

    ``progress`` is told when a changed embedder makes all chunks be embedded anew.
    """
    home = Home(settings.home)
    if not home.acquire():
        server = home.running_server()
        raise HomeUnavailable(
            f"A Zeroji server is running on {home.path} ({server.url}, process {server.pid}). "
            "Stop it first, or set ZEROJI_HOME to another folder."
        )
    with ExitStack() as closing:
        closing.callback(home.release)
        absolute = settings.model_copy(update={"home": home.path})
        yield _open(absolute, home, progress, closing)


def _open(
    settings: Settings, home: Home, progress: projection.Progress, closing: ExitStack
) -> Zeroji:
    database = connect(settings.database_url or sqlite_url(home.path / "zeroji.sqlite3"))
    closing.callback(database.dispose)
    migrate(database)
    embedding = embedder(settings.embedder)
    client = open_client(home.path, settings.chroma_url or None)
    closing.callback(client.close)
    vectors = VectorIndex(client, embedding.name)
    projection.ensure_vectors(database, embedding, progress)
    projection.project(database, vectors, embedding.name)

    library = Library(database)
    searcher = Searcher(Index(database), vectors, embedding, library)
    publisher = Publisher(database, vectors, embedding)
    ingestion = Ingestion(database, publisher, settings.originals)
    ledger = Ledger(database)
    desk = Desk(database, settings.ticket_days)
    engine = AnswerEngine(
        database=database,
        searcher=searcher,
        library=library,
        ledger=ledger,
        open_ticket=desk.open,
        writer=_writer(settings),
        caution=settings.caution,
        contact=settings.contact,
        confidential_contact=settings.confidential_contact,
    )

    def ingest_changed(manual: Manual, author: str, note: str) -> dict[str, Any]:
        path = Path(manual.source)
        return zeroji.ingest([path], author=author, note=note)

    proposals = Proposals(database, library, ingest_changed, home.path / "staging")
    zeroji = Zeroji(
        settings=settings,
        home=home,
        database=database,
        library=library,
        searcher=searcher,
        ingestion=ingestion,
        publisher=publisher,
        engine=engine,
        ledger=ledger,
        desk=desk,
        proposals=proposals,
        accounts=Accounts(database),
    )
    proposals.resume()
    return zeroji


def _writer(settings: Settings) -> ModelWriter | None:
    if not settings.model:
        return None
    return ModelWriter(
        Model(
            name=settings.model,
            api_key=settings.openai_api_key.get_secret_value(),
            base_url=settings.openai_base_url,
            timeout=settings.model_timeout,
        )
    )
