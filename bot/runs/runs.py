"""Starts runs of ingestion, carries them out, and goes on with those that were interrupted."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import Engine

from bot.runs import rows
from bot.runs.failures import why
from bot.runs.logbook import Cancelled, Logbook, Stopped, Tell
from bot.runs.reports import Report, completed
from bot.runs.run import Run, RunOptions, resolved
from bot.runs.uploads import Upload, Uploads
from ingest.report import Report as Counts
from knowledge.errors import Conflict, InvalidInput

_log = logging.getLogger(__name__)

_POLL_SECONDS = 0.2
_SECONDS_TO_STOP = 5.0

#: See :meth:`bot.wiring.Zeroji.ingest`.
Ingest = Callable[..., Report]
#: Has a run carried out soon, whatever happens to this process.
Promise = Callable[[Run], None]


def _nobody(step: dict[str, Any]) -> None:
    """Nobody watches."""


class Runs:
    """The runs of one Zeroji."""

    def __init__(
        self,
        database: Engine,
        ingest: Ingest,
        uploads: Uploads,
        *,
        worker: str,
        silence: timedelta,
    ) -> None:
        """``worker`` names this process; of those with one name, one lives at a time. Another one
        is taken for dead after a ``silence``."""
        self._database = database
        self._ingest = ingest
        self._uploads = uploads
        self._worker = worker
        self._silence = silence
        self._promise: Promise | None = None
        self._stopping = Event()
        #: Runs that this process is carrying out, or about to.
        self._own: set[str] = set()

    def attach(self, promise: Promise) -> None:
        """From now on runs are promised, not carried out by who starts them."""
        self._promise = promise
        unfinished = rows.with_status(self._database, "waiting", "running", "failed", "cancelled")
        self._uploads.tidy([run.id for run in unfinished])
        for run in self.waiting():
            promise(run)

    def start(
        self,
        sources: Sequence[str | Path],
        *,
        author: str,
        options: RunOptions | None = None,
        watch: Tell = _nobody,
    ) -> str:
        """Start a run of files, folders and URLs; its id. Raises InvalidInput.

        Once this returns, a crash does not lose the run. In a process without jobs it is carried
        out here and now, and ``watch`` is told how far it is.
        """
        chosen = (options or RunOptions()).checked()
        chosen = replace(chosen, folder=chosen.folder or str(Path.cwd()))
        named = [str(source) for source in sources]
        if not named:
            raise InvalidInput("Name at least one file, folder or URL.", "文書を選んでください。")
        run = self._interrupted(named, author, chosen)
        if run is None:
            run = rows.add(self._database, rows.new_id(), named, author, chosen)
        self._begin(run, watch)
        return run.id

    def upload(self, uploads: Sequence[Upload], *, author: str, urls: Sequence[str] = ()) -> str:
        """Start a run of uploaded documents and of URLs; its id. Raises InvalidInput."""
        if not uploads and not urls:
            raise InvalidInput("Choose a document first.", "文書を選んでください。")
        run_id = rows.new_id()
        staged = self._uploads.stage(run_id, uploads)
        sources = [*map(str, staged), *urls]
        self._begin(rows.add(self._database, run_id, sources, author, RunOptions()), _nobody)
        return run_id

    def run(self, run_id: str) -> Run:
        """Raises NotFound."""
        return rows.get(self._database, run_id)

    def runs(self, limit: int = 20) -> list[Run]:
        """The newest first."""
        return rows.newest(self._database, limit)

    def waiting(self) -> list[Run]:
        """Runs that nobody carries out: new ones, and those whose process has died."""
        rows.take_back(self._database, self._worker, self._own, self._silence)
        return rows.with_status(self._database, "waiting")

    def left_alone(self) -> list[Run]:
        """Runs that wait, and that nobody will begin as long as this process lives."""
        return [] if self._promise else self.waiting()

    def cancel(self, run_id: str, by: str) -> Run:
        """End a run before its next document; what it has published stays. Raises Conflict."""
        run = self.run(run_id)
        if run.over:
            raise Conflict(
                f"Run {run_id} is over already.", "この取り込みは、すでに終わっています。"
            )
        rows.cancel(self._database, run_id, by)
        return self.run(run_id)

    def go_on(self, run_id: str, *, watch: Tell = _nobody, retire_all: bool = False) -> Run:
        """Go on with a run that failed or was cancelled; with ``retire_all``, also with one that
        waits to be allowed to retire many manuals. Raises Conflict."""
        run = self.run(run_id)
        if run.status not in ("failed", "cancelled", "waiting") and not (retire_all and run.over):
            raise Conflict(
                f"Run {run_id} is {run.status}: there is nothing to go on with.",
                "この取り込みには、続きがありません。",
            )
        options = replace(
            run.options, retire_all_missing=run.options.retire_all_missing or retire_all
        )
        if run.over:
            fresh = {"cancelled_by": None, "error": None, "started_at": None, "interruptions": 0}
            rows.put_back(self._database, run_id, options=options.to_json(), **fresh)
        self._begin(self.run(run_id), watch)
        return self.run(run_id)

    def follow(self, run_id: str, watch: Tell = _nobody, seconds: float | None = None) -> Run:
        """Wait until a run is over, or as long as it is worth; the run as it is then."""
        deadline = None if seconds is None else time.monotonic() + seconds
        told: dict[str, Any] | None = None
        while not (run := self.run(run_id)).over:
            step = {**(run.step or _before(run)), "run": run_id}
            if step != told:
                watch(step)
                told = step
            if deadline is not None and time.monotonic() >= deadline:
                break
            time.sleep(_POLL_SECONDS)
        return run

    def carry_out(self, run_id: str, watch: Tell = _nobody) -> None:
        """Carry out a run that waits; nothing when it is being carried out, here or elsewhere."""
        if run_id in self._own:
            return
        self._own.add(run_id)
        try:
            run = rows.claim(self._database, run_id, self._worker)
            if run is not None:
                self._carry_out(run, watch)
        finally:
            self._own.discard(run_id)

    def carry_out_oldest(self) -> None:
        """Carry out the run that has waited longest."""
        for run in rows.with_status(self._database, "waiting")[:1]:
            self.carry_out(run.id)

    def stop(self) -> None:
        """Let what is under way wait for the next process."""
        self._stopping.set()
        deadline = time.monotonic() + _SECONDS_TO_STOP
        while self._own and time.monotonic() < deadline:
            time.sleep(0.02)

    def _begin(self, run: Run, watch: Tell) -> None:
        if self._promise is None:
            self.carry_out(run.id, watch)
        else:
            self._promise(run)

    def _interrupted(self, sources: list[str], author: str, options: RunOptions) -> Run | None:
        """The same run, killed before: who starts it once more wants it done once."""
        wanted = (tuple(sources), author, options)
        same = (r for r in self.waiting() if (r.sources, r.author, r.options) == wanted)
        return next((run for run in same if run.tries), None)

    def _carry_out(self, run: Run, watch: Tell) -> None:
        logbook = Logbook(self._database, run, self._worker, self._stopping, watch)
        try:
            self._ingest_all(run, logbook)
        except Stopped:
            self._stop(run, logbook)
        except Cancelled:
            self._end(run, logbook, "cancelled")
        except KeyboardInterrupt:
            self._end(run, logbook, "cancelled", cancelled_by=run.author)
            raise
        except Exception as error:  # noqa: BLE001 - whatever went wrong, people must be told
            if self._stopping.is_set():
                self._stop(run, logbook)
                return
            trace = "".join(traceback.format_tb(error.__traceback__))
            # The type alone: an error of the database quotes documents.
            _log.error("Run %s failed: %s\n%s", run.id, type(error).__name__, trace)
            self._end(run, logbook, "failed", error=why(error))
        else:
            self._end(run, logbook, "done")
            self._uploads.drop(run.id)

    def _ingest_all(self, run: Run, logbook: Logbook) -> None:
        staged = self._uploads.staged(run.id)
        report = self._ingest(
            resolved(run.sources, run.options.folder),
            author=run.author,
            watch=logbook.step,
            journal=logbook.journal,
            staged=staged,
            **run.options.for_ingestion(),
        )
        logbook.count(report)

    def _end(self, run: Run, logbook: Logbook, status: Any, **values: Any) -> None:
        report = self._settle(run, logbook)
        rows.finish(self._database, run.id, status, report=report, **values)

    def _stop(self, run: Run, logbook: Logbook) -> None:
        rows.put_back(self._database, run.id, report=self._settle(run, logbook))

    def _settle(self, run: Run, logbook: Logbook) -> Report:
        """The report so far; what it says is published is put in its place."""
        report = logbook.report or Counts().as_json(0.0)
        if run.tries:
            with self._database.connect() as tx:
                report = completed(tx, run, report)
        manuals = report["manuals"]
        published = {*manuals["added"], *manuals["updated"], *manuals["unchanged"]}
        self._uploads.settle(run.id, published)
        return report


def _before(run: Run) -> dict[str, Any]:
    """The step of a run that has not begun."""
    first = Path(run.sources[0]).name
    step = {"document": first, "number": 1, "of": len(run.sources)}
    return {**step, "stage": "waiting", "done": 0, "total": 0}
