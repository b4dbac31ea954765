"""The gaps as people look at them: found in the background, kept while nothing happens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, func, select

from bot import schema
from bot.gaps.answered import answered_since
from bot.gaps.clustering import Needs
from bot.gaps.embedding import embedding
from bot.gaps.finding import Surroundings, find, shares
from bot.gaps.gap import Gap, Unanswered
from bot.gaps.gathering import near_tickets, unanswered
from bot.resting import rest_after
from ingest.checking import Finding
from knowledge.database import now
from knowledge.dense import Dense
from knowledge.index import current_generation
from knowledge.library import Library

#: Days that are looked at unless others are asked for.
DAYS = 90

_Key = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The gaps of some days, the most worthwhile first."""

    gaps: tuple[Gap, ...]
    days: int
    #: The questions that they were made of.
    asked: int
    at: datetime


class Gaps:
    """Finds gaps; one search at a time, whose reading of the questions the next one uses."""

    def __init__(
        self,
        database: Engine,
        library: Library,
        dense: Callable[[], Dense | None],
        findings: Callable[[], list[Finding]] = list,
    ) -> None:
        """``findings`` gives what the check of the manuals found, as far as that is known now."""
        self._database = database
        self._library = library
        self._findings = findings
        self._needs = Needs(embedding(dense))
        self._searching = threading.Lock()

    def of_days(self, days: int = DAYS) -> Found:
        """The gaps of the last days, found now."""
        with self._searching:
            since = now() - timedelta(days=days)
            manuals = self._library.manuals(include_retired=True)
            with self._database.connect() as tx:
                asked = unanswered(tx, since, {manual.path: manual.id for manual in manuals})
                around = Surroundings(
                    manuals={manual.id: manual for manual in manuals if not manual.retired_at},
                    shares=shares(_audiences(tx)),
                    contradicted=_contradicted(self._findings()),
                    near=near_tickets(tx, _unread(asked)),
                    answered_since=answered_since(tx, _published(asked)),
                    days=days,
                )
            found = find(asked, self._needs, around)
            return Found(gaps=tuple(found), days=days, asked=len(asked), at=now())

    def state(self) -> _Key:
        """Changes when something was asked, done or published."""
        with self._database.connect() as tx:
            counts = [func.max(table.c.id) for table in (schema.exchanges, schema.events)]
            latest = [tx.execute(select(count)).scalar() or 0 for count in counts]
            return (current_generation(tx), *latest, len(self._findings()))


class KeptGaps:
    """Finds gaps in the background and keeps them: the last ones are shown meanwhile.

    Where a search takes long, the next one begins after a rest; see :mod:`bot.resting`.
    """

    def __init__(self, gaps: Gaps, worker: Executor) -> None:
        self._gaps = gaps
        self._worker = worker
        self._lock = threading.Lock()
        self._running: dict[int, tuple[_Key, Future[Found]]] = {}
        self._found: dict[int, Found] = {}
        #: When the next search may begin, by the clock of time.monotonic.
        self._rests_until: dict[int, float] = {}

    def of_days(self, days: int, patience: float) -> tuple[Found | None, bool]:
        """What was found last, and whether that is all; it is waited for so many seconds.

        None where nothing has been found yet. An error of the search is raised once.
        """
        state = self._gaps.state()
        with self._lock:
            key, search = self._running.get(days, (None, None))
            is_due = time.monotonic() >= self._rests_until.get(days, 0.0)
            if search is None or (key != state and search.done() and is_due):
                search = self._worker.submit(self._search, days)
                self._running[days] = (state, search)
        return self._waited_for(days, search, patience)

    def _search(self, days: int) -> Found:
        begun = time.thread_time()
        found = self._gaps.of_days(days)
        rest = rest_after(time.thread_time() - begun)
        self._rests_until[days] = time.monotonic() + rest
        return found

    def _waited_for(
        self, days: int, search: Future[Found], patience: float
    ) -> tuple[Found | None, bool]:
        try:
            found = search.result(timeout=patience)
        except TimeoutError:
            return self._found.get(days), False
        except BaseException:
            with self._lock:
                self._running.pop(days, None)
            raise
        self._found[days] = found
        return found, True


def _contradicted(findings: list[Finding]) -> set[tuple[int, str]]:
    return {
        (place.manual_id, place.section)
        for finding in findings
        if finding.kind == "contradiction" and finding.is_sure
        for place in finding.places
    }


def _audiences(tx: Connection) -> list[list[str]]:
    table = schema.users.c
    return [row.audiences for row in tx.execute(select(table.audiences).where(table.active))]


def _unread(asked: list[Unanswered]) -> set[int]:
    return {one.ticket.id for one in asked if one.ticket and not one.seen}


def _published(asked: list[Unanswered]) -> dict[int, int]:
    """The proposals by ticket of what was asked again after it was published."""
    tickets = {one.ticket.id: one.ticket for one in asked if one.ticket}
    return {
        ticket.id: ticket.proposal
        for ticket in tickets.values()
        if ticket.published_at and ticket.proposal
    }
