"""Runs as jobs of a server: one at a time, gone on with by whoever is left after a crash."""

from __future__ import annotations

from bot.jobs import Job, Jobs
from bot.runs.run import Run
from bot.runs.runs import Runs

INGEST = "ingest"


def add_runs(jobs: Jobs, runs: Runs) -> None:
    """Have jobs carry out the runs; those started before the launch begin with it."""

    def carry_out(run_id: str, again: bool) -> None:
        # Jobs of one second may change places. There is one for each run that waits, so let
        # the oldest run come first. A run knows itself what has been done of it.
        runs.carry_out_oldest()

    jobs.add(INGEST, carry_out, left=lambda: map(_job, runs.waiting()))
    runs.attach(lambda run: jobs.enqueue(_job(run)))


def _job(run: Run) -> Job:
    key = f"{INGEST}:{run.id}~{run.tries}"
    return Job(kind=INGEST, key=key, subject=run.id, lane=INGEST)
