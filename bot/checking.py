"""The check of the manuals as people look at it: kept while nothing changes, and by the part."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from ingest.checking import KINDS, Finding, check
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
                f"There are no findings of the kind {self.kind!r}. Kinds are {', '.join(KINDS)}."
            )
        owners = sorted({manual.owner for manual in library.manuals()} - {""})
        if self.owner is not None and self.owner not in owners:
            known = f"Owners are {', '.join(owners)}." if owners else "No manual has an owner."
            raise InvalidInput(f"No manual has the owner {self.owner!r}. {known}")

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
        self._worker = worker
        self._lock = threading.Lock()
        self._key: tuple[int, date] | None = None
        self._latest: Future[list[Finding]] | None = None

    def on(self, day: date) -> Future[list[Finding]]:
        """The findings, or what will hold them; a check that failed is tried again."""
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
        """What was found when that is known by now, else nothing; a check that failed is silent."""
        latest = self.on(day)
        return latest.result() if latest.done() and latest.exception() is None else []
