"""Runs of ingestion, as the command line has them done."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from bot.operations.shared import Json, Params, Report
from bot.runs.failures import RunFailed
from bot.runs.run import Run, RunOptions, resolved
from bot.wiring import Zeroji


def ingest(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """A run from start to end, or a dry run, of which nothing is kept."""
    author, sources = params.get("author") or "cli", params["paths"]
    options = RunOptions(
        overrides=dict(params.get("overrides") or {}),
        retire_all_missing=bool(params.get("retire_missing")),
        folder=params.get("folder") or str(Path.cwd()),
    )
    if not params.get("dry_run"):
        started = zeroji.runs.start(sources, author=author, options=options, watch=report)
        ended = _report(zeroji.runs.follow(started, report))
        return ended | {"interrupted": [run.id for run in zeroji.runs.left_alone()]}
    return zeroji.ingest(
        resolved(sources, options.folder),
        author=author,
        watch=lambda step: report(asdict(step)),
        dry_run=True,
        **options.for_ingestion(),
    )


def runs_show(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """A run; with ``follow``, once it is over."""
    run_id = params["id"]
    return zeroji.runs.follow(run_id, report) if params.get("follow") else zeroji.runs.run(run_id)


def runs_resume(zeroji: Zeroji, params: Params, report: Report) -> Json:
    zeroji.runs.go_on(params["id"], watch=report)
    return _report(zeroji.runs.follow(params["id"], report))


def _report(run: Run) -> Json:
    """What a run that is over came to. Raises RunFailed."""
    if run.error is not None:
        raise RunFailed(run.error["en"], run.error["ja"])
    return {**(run.report or {}), "run": run.id, "status": run.status}
