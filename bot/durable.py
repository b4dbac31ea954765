"""DBOS, which keeps jobs in a database and calls their kind's function until it has succeeded.

A module of its own: its library takes a second or two to load, which no server waits for.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from bot.jobs import Job, JobFailed, Work
from bot.masking.logs import MaskingFilter
from bot.settings import Settings
from knowledge.database import sqlite_url

_log = logging.getLogger(__name__)

_QUEUE = "zeroji"
#: How many jobs run at a time in one process. With a model they wait more than they work: eight
#: questions a second, each of which may wait eight seconds. Without, they wait for Slack alone.
_WORKERS_WITH_MODEL, _WORKERS = 72, 16
_POLL_SECONDS = 0.2
#: The workflows' own version: a release that can still do the jobs of the one before keeps it.
_VERSION = "1"
_LONGEST_DELAY = 3600.0
#: Of the process while a job is under way, after which the job is given up: it may be the cause.
_MOST_CRASHES = 1000
#: With the delays below, two days.
_MOST_TRIES = 50
#: So long a job that was done is known, and not done again; nobody looks for one that is older
#: than a week.
_KEPT = timedelta(days=14)
_ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
#: In one transaction: others write in between.
_FORGOTTEN_AT_A_TIME = 500

_Workflow = Callable[[str, str, str, int], None]


class DurableQueue:
    """The one queue of this process, from the time that it is made until :meth:`close`."""

    def __init__(self, settings: Settings, kinds: Mapping[str, Work]) -> None:
        DBOS(config=_config(settings))
        _mask_logs()
        self._workflows = {kind: self._workflow(kind, work) for kind, work in kinds.items()}
        try:
            _launch(_WORKERS_WITH_MODEL if settings.model else _WORKERS)
        except BaseException:
            self.close(0)
            raise

    def close(self, seconds: int) -> None:
        """End it; jobs under way have some seconds to finish."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=seconds)

    def enqueue(self, job: Job, delay: float | None = None) -> None:
        name = f"{job.key}~{job.failures}" if job.failures else job.key
        options = SetEnqueueOptions(queue_partition_key=job.lane, delay_seconds=delay)
        with SetWorkflowID(name), options:
            workflow = self._workflows[job.kind]
            DBOS.enqueue_workflow(_QUEUE, workflow, job.key, job.subject, job.lane, job.failures)

    @staticmethod
    def forget_done() -> None:
        """Forget jobs that were done, or given up, long ago."""
        until = (datetime.now(UTC) - _KEPT).isoformat()
        while True:
            done = DBOS.list_workflows(
                status=list(_ENDED),
                end_time=until,
                limit=_FORGOTTEN_AT_A_TIME,
                load_input=False,
                load_output=False,
            )
            DBOS.delete_workflows([one.workflow_id for one in done])
            if len(done) < _FORGOTTEN_AT_A_TIME:
                return

    def _workflow(self, kind: str, work: Work) -> _Workflow:
        @DBOS.step(name=f"{kind}.attempt")
        def attempt(subject: str, failures: int) -> bool:
            return _attempt(kind, work, subject, failures)

        @DBOS.workflow(name=kind, max_recovery_attempts=_MOST_CRASHES)
        def run(key: str, subject: str, lane: str, failures: int) -> None:
            if attempt(subject, failures):
                return
            if failures + 1 == _MOST_TRIES:
                _log.error("%s %s is given up", kind, key)
                return
            job = Job(kind=kind, key=key, subject=subject, lane=lane)
            self.enqueue(replace(job, failures=failures + 1), pause_after(failures))

        return run


def _mask_logs() -> None:
    """DBOS logs through a handler of its own, past the server's that masks."""
    for handler in logging.getLogger("dbos").handlers:
        if not any(isinstance(one, MaskingFilter) for one in handler.filters):
            handler.addFilter(MaskingFilter())


def _launch(workers: int) -> None:
    DBOS.launch()
    DBOS.register_queue(
        _QUEUE,
        worker_concurrency=workers,
        partition_concurrency=1,
        polling_interval_sec=_POLL_SECONDS,
        on_conflict="always_update",
    )


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
