"""The check of the manuals as people look at it: kept while nothing changes, and by the part."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from bot.dismissals import Dismissals
from bot.processor import waiting
from ingest.checking import KINDS, Finding, check
from ingest.checking.contradictions import contradictions
from ingest.checking.scope import scope_on
from knowledge.errors import InvalidInput
from knowledge.index import current_generation
from knowledge.library import Library


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which findings somebody wants to see; None where it does not matter."""

    #: The id of a manual that they concern.
    manual: int | None = None
    owner: str | None = None
    kind: str | None = None

    def validate(self, library: Library) -> None:
        """Raises NotFound or InvalidInput where there is no such manual, owner or kind."""
        if self.manual is not None:
            library.manual(self.manual)
        if self.kind is not None and self.kind not in KINDS:
            raise InvalidInput(
                f"There are no findings of the kind {self.kind!r}. Kinds are {', '.join(KINDS)}.",
                f"「{self.kind}」という種類の点検結果はありません。一覧から選び直してください。",
            )
        owners = sorted({manual.owner for manual in library.manuals()} - {""})
        if self.owner is not None and self.owner not in owners:
            known = f"Owners are {', '.join(owners)}." if owners else "No manual has an owner."
            raise InvalidInput(
                f"No manual has the owner {self.owner!r}. {known}",
                f"担当部署が「{self.owner}」の文書はありません。一覧から選び直してください。",
            )

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """A finding concerns every manual, and so every owner, that it names a place of."""
        return [
            finding
            for finding in findings
            if self.kind in (None, finding.kind)
            and self.manual in (None, *(place.manual_id for place in finding.places))
            and self.owner in (None, *(place.owner for place in finding.places))
        ]


def count(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are of each kind that there is, the most harmful first."""
    counts = Counter(finding.kind for finding in findings)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


class Checkups:
    """Checks the manuals in the background, once for each publication and day."""

    def __init__(self, database: Engine, library: Library, worker: Executor) -> None:
        self._database = database
        self._library = library
        self._dismissals = Dismissals(database)
        self._worker = worker
        self._lock = threading.Lock()
        self._key: tuple[int, date] | None = None
        self._latest: Future[list[Finding]] | None = None

    def on(self, day: date) -> Future[list[Finding]]:
        """All findings, or what will hold them; a check that failed is tried again."""
        with self._database.connect() as tx:
            key = (current_generation(tx), day)
        with self._lock:
            latest = self._latest
            failed = latest is not None and latest.done() and latest.exception() is not None
            if latest is None or failed or key != self._key:
                self._key = key
                self._latest = latest = self._worker.submit(check, self._library, day)
            return latest

    def known(self, day: date) -> list[Finding]:
        """What was found and not put aside when that is known by now, else nothing; a check that
        failed is silent."""
        latest = self.on(day)
        if not latest.done() or latest.exception() is not None:
            return []
        return self._dismissals.without(latest.result())


class Contradictions:
    """What the manuals contradict each other on, as answers must know it: once for each publication
    and day, in the background.

    A question waits for it only so long; one that comes before it is known is answered by what was
    known before. What was put aside counts for no question, from that moment on.
    """

    #: Seconds that a question waits.
    PATIENCE = 3.0
    #: Days that are kept: today, and those that questions are about.
    _DAYS = 8

    def __init__(self, database: Engine, library: Library, worker: Executor) -> None:
        self._database = database
        self._library = library
        self._dismissals = Dismissals(database)
        self._worker = worker
        self._lock = threading.Lock()
        self._generation = -1
        self._found: dict[date, Future[list[Finding]]] = {}
        self._before: list[Finding] = []

    def begin(self, day: date) -> Future[list[Finding]]:
        """What will hold the contradictions on a day; one that failed is tried again."""
        with self._database.connect() as tx:
            generation = current_generation(tx)
        with self._lock:
            if generation != self._generation or len(self._found) >= self._DAYS:
                self._before = _latest(self._found.values(), self._before)
                self._generation, self._found = generation, {}
            known = self._found.get(day)
            if known is None or (known.done() and known.exception() is not None):
                self._found[day] = known = self._worker.submit(self._compared, day)
            return known

    def on(self, day: date) -> Sequence[Finding]:
        """The contradictions on a day, or those known before where it takes too long."""
        return self._dismissals.without(self._known(day))

    def _known(self, day: date) -> list[Finding]:
        compared = self.begin(day)
        with waiting():
            wait([compared], timeout=self.PATIENCE)
        if compared.done() and compared.exception() is None:
            return compared.result()
        with self._lock:
            return self._before

    def _compared(self, day: date) -> list[Finding]:
        return contradictions(scope_on(self._library, day).documents, day)


def _latest(found: Iterable[Future[list[Finding]]], before: list[Finding]) -> list[Finding]:
    done = [one for one in found if one.done() and one.exception() is None]
    return done[-1].result() if done else before
