"""Work that survives a crash: kept in a database before it is promised, done once in effect.

A job is a kind of work and a key. Its kind's function may be called again after a crash or a
failure; it is told so, and sees to it that the effect comes once. Of one lane, one job runs at a
time, the oldest first; what came within one second may change places.

Slack and ingestion share one :class:`Jobs`: a process has one queue.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.durable import DurableQueue

_log = logging.getLogger(__name__)

_WATCH_SECONDS = 1.0
#: Jobs that a watch remembers having enqueued: to do so again changes nothing, but costs a write.
_MOST_KNOWN = 100_000
_SECONDS_TO_FINISH = 5
#: Between two times that jobs done long ago are forgotten.
_FORGET_SECONDS = 3600.0


class JobFailed(Exception):
    """It could not be done now and is tried again later. The text is fit for a log."""


@dataclass(frozen=True, kw_only=True)
class Job:
    kind: str
    #: Jobs with the same key are one job.
    key: str
    #: What the kind's function is called with.
    subject: str
    lane: str
    #: How often it has failed.
    failures: int = 0


#: Does a job: (subject, whether it may have been done before, wholly or in part).
Work = Callable[[str, bool], None]
#: Jobs that others have left in the database.
Find = Callable[[], Iterable[Job]]


class Jobs:
    """The jobs of one Zeroji. They run between :meth:`launch` and :meth:`destroy`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kinds: dict[str, Work] = {}
        #: Each with what wakes it.
        self._finders: list[tuple[Find, Event]] = []
        self._wakes: dict[str, Event] = {}
        #: Kinds of which one job that waits for a subject is as good as several, and what waits.
        self._together: set[str] = set()
        self._waiting: set[tuple[str, str]] = set()
        self._queue: DurableQueue | None = None
        self._stopping = Event()
        self._threads: list[Thread] = []

    def add(
        self, kind: str, work: Work, left: Find | None = None, *, together: bool = False
    ) -> None:
        """Before the launch, say how a kind of job is done, and where to keep looking for such
        jobs.

        ``together``: a job brings its subject up to date, whatever has happened to it; of those
        that are found while one waits to begin, none is made.
        """
        self._kinds[kind] = partial(self._begin, kind, work) if together else work
        if together:
            self._together.add(kind)
        if left is not None:
            self._wakes[kind] = Event()
            self._finders.append((left, self._wakes[kind]))

    def look(self, kind: str) -> None:
        """Look now for jobs of a kind, where it was said how they are found."""
        if kind in self._wakes:
            self._wakes[kind].set()

    def launch(self) -> None:
        """Go on with what was interrupted, and begin to take jobs."""
        durable = importlib.import_module("bot.durable")
        self._queue = durable.DurableQueue(self._settings, self._kinds)
        for find, wake in self._finders:
            self._start(partial(self._watch, find, wake), "zeroji-watch")
        self._start(self._keep_forgetting, "zeroji-forget")

    def launch_aside(
        self,
        after: Callable[[], None] = lambda: None,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Launch while the process goes on, ``after`` what is more urgent."""
        self._start(partial(self._launch_or_log, after, then), "zeroji-launch")

    def destroy(self) -> None:
        """Stop; what has not finished goes on at the next launch."""
        self._stopping.set()
        for _, wake in self._finders:
            wake.set()
        while self._threads:
            self._threads.pop().join()
        queue, self._queue = self._queue, None
        if queue is not None:
            queue.close(_SECONDS_TO_FINISH)

    def enqueue(self, job: Job) -> None:
        """Do a job soon. Once this returns, a crash does not lose it.

        Before the launch nothing happens: who keeps such jobs has said where they are found.
        """
        if self._queue is not None:
            self._queue.enqueue(job)

    def _launch_or_log(self, after: Callable[[], None], then: Callable[[], object]) -> None:
        try:
            after()
        except Exception as error:  # noqa: BLE001 - whatever it is, jobs are needed all the same
            _log.error("%s before the launch of jobs: %s", type(error).__name__, error)
        try:
            self.launch()
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on answering
            _log.critical("Jobs could not be launched: %s: %s", type(error).__name__, error)
        then()

    def _start(self, work: Callable[[], None], name: str) -> None:
        thread = Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _keep_forgetting(self) -> None:
        """Keep the queue's own tables from growing for ever."""
        while not self._stopping.wait(_FORGET_SECONDS):
            queue = self._queue
            if queue is None:
                return
            try:
                queue.forget_done()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next time comes
                _log.error("Jobs that are done were not forgotten: %s", type(error).__name__)

    def _watch(self, find: Find, wake: Event) -> None:
        """Keep looking for jobs that others have left, at once when woken."""
        known: set[str] = set()
        while not self._stopping.is_set():
            wake.clear()
            try:
                found = {job.key: job for job in find()}
                if len(known) > _MOST_KNOWN:
                    known &= found.keys()
                for key, job in found.items():
                    if key not in known and self._enqueued(job):
                        known.add(key)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is looked for again
                _log.error("Looking for jobs failed: %s", type(error).__name__)
            wake.wait(_WATCH_SECONDS)

    def _enqueued(self, job: Job) -> bool:
        """False where one that waits does as well."""
        if job.kind not in self._together:
            self.enqueue(job)
            return True
        waiting = (job.kind, job.subject)
        if waiting in self._waiting:
            return False
        self._waiting.add(waiting)
        try:
            self.enqueue(job)
        except BaseException:
            self._waiting.discard(waiting)
            raise
        return True

    def _begin(self, kind: str, work: Work, subject: str, again: bool) -> None:
        # First: what happens from here on may be too late for this job.
        self._waiting.discard((kind, subject))
        work(subject, again)
