"""Work that survives a crash: kept in a database before it is promised, done once in effect.

A job is a kind of work and a key. Its kind's function may be called again after a crash or a
failure; it is told so, and sees to it that the effect comes once. Of one lane, one job runs at a
time, the oldest first; what came within one second may change places.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Event, Thread

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from knowledge.database import sqlite_url

_log = logging.getLogger(__name__)

_QUEUE = "zeroji"
#: How many jobs run at a time in one process.
_WORKERS = 4
_POLL_SECONDS = 0.2
_WATCH_SECONDS = 1.0
#: The workflows' own version: a release that can still do the jobs of the one before keeps it.
_VERSION = "1"
_LONGEST_DELAY = 3600.0
#: With the delays below, two days.
_MOST_TRIES = 50
_SECONDS_TO_FINISH = 5


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
_Workflow = Callable[[str, str, str, int], None]


class Jobs:
    """The jobs of one Zeroji. They run between :meth:`launch` and :meth:`destroy`."""

    def __init__(self, settings: Settings, kinds: Mapping[str, Work]) -> None:
        self._config = _config(settings)
        self._kinds = kinds
        self._workflows: dict[str, _Workflow] = {}
        self._stopping = Event()
        self._watchers: list[Thread] = []

    def launch(self) -> None:
        """Go on with what was interrupted, and begin to take jobs."""
        DBOS(config=self._config)
        self._workflows = {kind: self._workflow(kind, work) for kind, work in self._kinds.items()}
        DBOS.launch()
        DBOS.register_queue(
            _QUEUE,
            worker_concurrency=_WORKERS,
            partition_concurrency=1,
            polling_interval_sec=_POLL_SECONDS,
            on_conflict="always_update",
        )

    def destroy(self) -> None:
        """Stop; what has not finished goes on at the next launch."""
        self._stopping.set()
        for watcher in self._watchers:
            watcher.join()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=_SECONDS_TO_FINISH)

    def enqueue(self, job: Job, delay: float | None = None) -> None:
        """Promise to do a job. Once this returns, a crash does not lose it."""
        name = f"{job.key}~{job.failures}" if job.failures else job.key
        options = SetEnqueueOptions(queue_partition_key=job.lane, delay_seconds=delay)
        with SetWorkflowID(name), options:
            workflow = self._workflows[job.kind]
            DBOS.enqueue_workflow(_QUEUE, workflow, job.key, job.subject, job.lane, job.failures)

    def watch(self, find: Callable[[], Iterable[Job]]) -> None:
        """Keep looking for jobs that others have left in the database."""
        watcher = Thread(target=self._watch, args=(find,), name="zeroji-watch", daemon=True)
        self._watchers.append(watcher)
        watcher.start()

    def _watch(self, find: Callable[[], Iterable[Job]]) -> None:
        known: set[str] = set()
        while not self._stopping.wait(_WATCH_SECONDS):
            try:
                jobs = list(find())
                for job in jobs:
                    if job.key not in known:
                        self.enqueue(job)
            except SQLAlchemyError as error:
                _log.error("Looking for jobs failed: %s", type(error).__name__)
            else:
                known = {job.key for job in jobs}

    def _workflow(self, kind: str, work: Work) -> _Workflow:
        @DBOS.step(name=f"{kind}.attempt")
        def attempt(subject: str, failures: int) -> bool:
            return _attempt(kind, work, subject, failures)

        @DBOS.workflow(name=kind)
        def run(key: str, subject: str, lane: str, failures: int) -> None:
            if attempt(subject, failures):
                return
            if failures + 1 == _MOST_TRIES:
                _log.error("%s %s is given up", kind, key)
                return
            job = Job(kind=kind, key=key, subject=subject, lane=lane)
            self.enqueue(replace(job, failures=failures + 1), pause_after(failures))

        return run


def pause_after(failures: int) -> float:
    """Seconds from a failure to the next try: 5, 20, 80 … at most an hour."""
    return min(5.0 * 4.0 ** min(failures, 10), _LONGEST_DELAY)


def _attempt(kind: str, work: Work, subject: str, failures: int) -> bool:
    try:
        work(subject, failures > 0 or _interrupted())
    except JobFailed as failure:
        _log.error("%s %s failed: %s", kind, DBOS.workflow_id, failure)
        return False
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the job must not be lost
        # The type alone: an error of the database quotes what people wrote.
        _log.error("%s %s failed: %s", kind, DBOS.workflow_id, type(error).__name__)
        return False
    return True


def _interrupted() -> bool:
    """Whether this is a job that a process began and did not finish."""
    status = DBOS.get_workflow_status(str(DBOS.workflow_id))
    return status is not None and (status.recovery_attempts or 0) > 1


def _config(settings: Settings) -> DBOSConfig:
    url = settings.database_url
    shared = url.startswith("postgres")
    return DBOSConfig(
        name="zeroji",
        system_database_url=url if shared else sqlite_url(settings.home / "dbos.sqlite3"),
        application_version=_VERSION,
        # A process takes up again what was begun under its own name.
        executor_id=socket.gethostname() if shared else "zeroji",
        log_level="WARNING",
    )
