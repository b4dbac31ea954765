"""Puts the parts together. The only module that knows all of them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.accounts import Accounts
from bot.answering.composing.composition import ModelWriter
from bot.answering.composing.telling import Teller
from bot.answering.engine import AnswerEngine
from bot.answering.ledger import Ledger
from bot.answering.recording import Recorder
from bot.answering.understanding.rewriting import ModelRewriter
from bot.checking import Contradictions
from bot.desk import joining
from bot.desk.addenda import Addenda
from bot.desk.deadlines import Deadlines
from bot.desk.folding import Folding
from bot.desk.following import Following
from bot.desk.proposals import Proposals
from bot.desk.publication import Sources
from bot.desk.remembering import KnownWordings
from bot.desk.tickets import Desk
from bot.dismissals import Dismissals
from bot.gating import Gating
from bot.home import Home
from bot.language_model import Model, Spending
from bot.language_model.configured import language_model as language_model
from bot.language_model.configured import limits
from bot.migrations import migrate
from bot.model_check import Aptitudes
from bot.runs.runs import Ingest, Runs
from bot.runs.uploads import Uploads
from bot.settings import Settings
from bot.thesaurus import CompanyThesaurus
from bot.tracing import Tracing, open_tracing
from ingest.fetching import Fetcher, FetchRules
from ingest.ingestion import Ingestion, Options, Step
from ingest.isolation import Limits
from ingest.publishing import Publisher
from ingest.rollback import restore, roll_back
from knowledge import integrity, projection, thesaurus
from knowledge.database import connect, sqlite_url
from knowledge.embedders import Embedders
from knowledge.embedding import Access, embedder
from knowledge.errors import HomeUnavailable
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import SearchRequest
from knowledge.reranking import reranker
from knowledge.search import Searcher
from knowledge.switching import Switch
from knowledge.vectors import open_client

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
    #: How things were asked whose place is known.
    wordings: KnownWordings
    #: What the manuals contradict each other on.
    contradictions: Contradictions
    #: What of it is none.
    dismissals: Dismissals
    proposals: Proposals
    folding: Folding
    #: Has addenda follow the manuals that they belong to.
    following: Following
    #: Tries proposals out before they are decided on.
    gating: Gating
    accounts: Accounts
    thesaurus: CompanyThesaurus
    runs: Runs
    #: Writes answers; they are quotes only when None.
    model: Model | None
    spending: Spending
    aptitudes: Aptitudes
    #: None where it is off.
    tracing: Tracing | None
    embedders: Embedders
    switch: Switch

    @property
    def limits(self) -> Limits:
        return _limits(self.settings)

    def ingest(
        self,
        paths: Sequence[str | Path],
        *,
        author: str = "ingest",
        note: str = "",
        watch: Watch = lambda step: None,
        **options: Any,
    ) -> dict[str, Any]:
        """Ingest files, folders and URLs; the report in the shape of ``zeroji ingest --json``.

        What must survive a crash is started as a run instead.
        """
        chosen = Options(author=author, note=note, limits=self.limits, **options)
        report = self.ingestion.run(paths, chosen, watch)
        if not chosen.dry_run:
            self.following.follow()
        return report

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        self.searcher.search(SearchRequest(query="有給休暇の申請期限"))
        self.wordings.learn()
        self.contradictions.begin(date.today())
        if self.model is not None:
            self.model.load()

    def rollback(self, manual_id: int, number: int, *, author: str) -> dict[str, Any]:
        """Publish an earlier revision again, its source file with it. Raises NotFound."""
        self.library.manual(manual_id)
        options = Options(
            author=author,
            note=f"rollback to {number}",
            limits=self.limits,
        )
        report = roll_back(
            self.ingestion, self.database, self.settings.originals, manual_id, number, options
        )
        self.following.follow()
        return report

    def restore(self, manual_id: int) -> dict[str, Any]:
        """Put a retired manual back into search, and its file. Raises NotFound, Conflict."""
        return restore(self.publisher, self.database, self.settings.originals, manual_id)


@contextmanager
def open_zeroji(
    settings: Settings,
    progress: projection.Progress = lambda done, total: None,
    switch_in_background: bool = False,
) -> Iterator[Zeroji]:
    """Own the home and open everything in it. Raises HomeUnavailable when another process does.

    ``progress`` is told when a changed embedder makes all chunks be embedded anew; that is
    waited for, or goes on in the background while the embedder before is used.
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
        zeroji = _open(absolute, home, closing)
        if switch_in_background:
            zeroji.switch.start(progress)
        else:
            zeroji.switch.finish(progress)
        yield zeroji


def _open(settings: Settings, home: Home, closing: ExitStack) -> Zeroji:
    database = _database(settings, home, closing)
    words = _thesaurus(database, home, closing)
    access = Access(
        api_key=settings.openai_api_key.get_secret_value(), base_url=settings.openai_base_url
    )
    wanted = embedder(settings.embedder, access)
    reranking = reranker(settings.reranker)
    client = open_client(home.path, settings.chroma_url or None)
    closing.callback(client.close)
    embedders = Embedders(database, client, wanted, lambda name: embedder(name, access))
    switch = Switch(database, embedders)
    closing.callback(switch.stop)
    switch.begin()

    library = Library(database)
    index = Index(database)
    searcher = Searcher(index, embedders.serving, library, reranking)
    builtin = embedder("builtin", access)
    wordings = KnownWordings(database, index, wanted if wanted.name == builtin.name else builtin)
    publisher = Publisher(database, embedders.publishing)
    fetcher = Fetcher(
        settings.fetched, FetchRules(hosts=settings.url_hosts, ca_file=settings.url_ca_file)
    )
    ingestion = Ingestion(database, publisher, settings.originals, fetcher)
    ledger = Ledger(database)
    spending = Spending(database, limits(settings))
    model = language_model(settings, spending)
    aptitudes = Aptitudes(database)
    labels = [alone.label for alone in model.alone] if model else []
    desk = Desk(
        database,
        Deadlines(
            days=settings.ticket_days, calendar=settings.holidays, hours=settings.business_hours
        ),
    )
    compared = _contradictions(database, library, closing)
    tracing = _tracing(settings, database, closing)
    engine = AnswerEngine(
        searcher=searcher,
        ledger=ledger,
        teller=Teller(searcher, library, ModelWriter(model) if model else None, settings.holidays),
        recorder=Recorder(database, ledger, desk.open, settings.contact),
        rewriter=ModelRewriter(model) if model else None,
        aptitude=lambda: aptitudes.weakest(labels),
        caution=settings.caution,
        confidential_contact=settings.confidential_contact,
        traced=tracing,
        witnesses=wordings.nearest,
        contradictions=compared.on,
    )

    def ingest(sources: Sequence[str | Path], **options: Any) -> dict[str, Any]:
        return zeroji.ingest(sources, **options)

    sources = _sources(settings, home, library, publisher, ingestion)
    proposals = Proposals(database, library, searcher, sources, desk.deadlines)
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
        wordings=wordings,
        contradictions=compared,
        dismissals=Dismissals(database),
        proposals=proposals,
        folding=Folding(database, library, sources, sources.changing),
        following=Following(database, library, sources),
        gating=Gating(
            database,
            library,
            Accounts(database),
            sources.addenda,
            settings,
            refresh=proposals.refresh,
        ),
        accounts=Accounts(database),
        thesaurus=words,
        runs=_runs(settings, database, home, ingest),
        model=model,
        spending=spending,
        aptitudes=aptitudes,
        tracing=tracing,
        embedders=embedders,
        switch=switch,
    )
    proposals.resume()
    zeroji.folding.resume()
    zeroji.following.follow()
    return zeroji


def _database(settings: Settings, home: Home, closing: ExitStack) -> Engine:
    """The database with the tables of this version. Raises HomeUnavailable."""
    file = home.path / "zeroji.sqlite3"
    if not settings.database_url:
        integrity.check(file)
    database = connect(settings.database_url or sqlite_url(file))
    closing.callback(database.dispose)
    migrate(database)
    joining.remember_all(database)
    return database


def _thesaurus(database: Engine, home: Home, closing: ExitStack) -> CompanyThesaurus:
    # The words of one company are not those of the next home that this process opens.
    closing.callback(thesaurus.use, ())
    words = CompanyThesaurus(database, home.path / "thesaurus_forms.txt")
    words.take_effect()
    return words


def _contradictions(database: Engine, library: Library, closing: ExitStack) -> Contradictions:
    comparing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="contradictions")
    closing.callback(comparing.shutdown, cancel_futures=True)
    return Contradictions(database, library, comparing)


def _sources(
    settings: Settings, home: Home, library: Library, publisher: Publisher, ingestion: Ingestion
) -> Sources:
    def ingest_changed(path: Path, author: str, note: str) -> dict[str, Any]:
        options = Options(author=author, note=note, limits=_limits(settings))
        return ingestion.run([path], options)

    return Sources(
        ingest=ingest_changed,
        retire=publisher.retire,
        addenda=Addenda(library, settings.addenda),
        staging=home.path / "staging",
        originals=settings.originals,
    )


def _runs(settings: Settings, database: Engine, home: Home, ingest: Ingest) -> Runs:
    return Runs(
        database,
        ingest,
        Uploads(settings.uploads),
        # Whoever owns the home is the only living process of this name.
        worker=f"{socket.gethostname()}:{home.path}",
        # Nothing is heard of a run while a document is read.
        silence=timedelta(seconds=2 * settings.read_seconds + 300),
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        seconds=settings.read_seconds,
        memory_mb=settings.read_memory_mb,
        file_mb=settings.max_file_mb,
    )


def _tracing(settings: Settings, database: Engine, closing: ExitStack) -> Tracing | None:
    if not settings.tracing:
        return None
    tracing = open_tracing(
        database, keep_days=settings.trace_days, otlp_endpoint=settings.otlp_endpoint
    )
    closing.callback(tracing.close)
    return tracing
