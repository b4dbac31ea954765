"""Notes how far a run is, so that any process can show it and the next one can go on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from threading import Event
from typing import Any

from sqlalchemy import Engine

from bot.runs import rows
from bot.runs.reports import Report, merged
from bot.runs.run import Run
from ingest.report import Report as Counts
from ingest.report import Step

#: Steps come hundreds a second; people and disks want a few.
_PAUSE = 0.2

#: Told about each step: the fields of Step, and the run's id as ``run``.
Tell = Callable[[dict[str, Any]], None]


class Stopped(Exception):
    """The process ends: the run waits for the next one."""


class Cancelled(Exception):
    """Somebody does not want the run any more."""


class Logbook:
    """Of one run in this process. What it raises ends the run between two steps."""

    def __init__(
        self, database: Engine, run: Run, worker: str, stopping: Event, tell: Tell
    ) -> None:
        self._database = database
        self._run = run
        self._worker = worker
        self._stopping = stopping
        self._tell = tell
        self._noted = 0.0
        self._step: dict[str, Any] | None = None
        self._began = time.monotonic()
        #: What the run came to so far, in all its tries.
        self.report = run.report

    def step(self, step: Step) -> None:
        """Raises Stopped or Cancelled."""
        if self._stopping.is_set():
            raise Stopped
        self._step = asdict(step)
        self._tell({**self._step, "run": self._run.id})
        if time.monotonic() - self._noted >= _PAUSE:
            self._note(step=self._step)

    def journal(self, counts: Counts) -> None:
        """A document is done. Raises Stopped or Cancelled."""
        self.count(counts.as_json(time.monotonic() - self._began))

    def count(self, report: Report) -> None:
        """Note what this try came to so far. Raises Stopped or Cancelled.

        What was published is noted at once: the count of its chunks is known nowhere else.
        """
        before, self.report = self.report, merged(self._run.report, report)
        published = before is None or before["chunks"] != self.report["chunks"]
        if published or time.monotonic() - self._noted >= _PAUSE:
            self._note(step=self._step, report=self.report, interruptions=0)

    def _note(self, **values: Any) -> None:
        noted = rows.note(self._database, self._run.id, self._worker, **values)
        self._noted = time.monotonic()
        if noted is None:
            raise Stopped
        if noted.cancelled_by is not None:
            raise Cancelled
