"""The report of a whole run, though a crash may have cut it in two.

The second half sees as unchanged what the first half published. What the first half reported is
kept; what it published in the instant before it was killed is found in the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.runs.run import Run
from ingest import sources
from knowledge import schema

Report = dict[str, Any]


def merged(first: Report | None, second: Report) -> Report:
    """What both halves of a run came to together; the second may still be under way.

    What failed in the first half is read again in the second, which then has the last word.
    """
    if first is None:
        return second
    one, two = first["manuals"], second["manuals"]
    added = _union(one["added"], two["added"])
    updated = [p for p in _union(one["updated"], two["updated"]) if p not in added]
    done = {*added, *updated}
    again = {*done, *two["unchanged"], *two["removed"], *(f["path"] for f in two["failed"])}
    chunks = {name: first["chunks"][name] + count for name, count in second["chunks"].items()}
    # What ingestion adds to its report besides: lists, which the second half makes longer.
    others = {name: _union(first.get(name) or [], value) for name, value in _lists(second)}
    return {
        **second,
        **others,
        "manuals": {
            "added": added,
            "updated": updated,
            "unchanged": [p for p in _union(one["unchanged"], two["unchanged"]) if p not in done],
            "removed": _union(one["removed"], two["removed"]),
            "failed": [f for f in one["failed"] if f["path"] not in again] + two["failed"],
        },
        "chunks": chunks,
        "seconds": round(first["seconds"] + second["seconds"], 3),
    }


def completed(tx: Connection, run: Run, report: Report) -> Report:
    """A report with what this run published or retired without having been able to say so."""
    manuals = report["manuals"]
    published = {row.path: row for row in _published(tx, run)}
    new = [p for p in manuals["unchanged"] if p in published]
    added = [p for p in new if published[p].created_at >= run.started_at]
    updated = [p for p in new if p not in added]
    retired = [p for p in _retired(tx, run) if p not in manuals["removed"]]
    return {
        **report,
        "manuals": {
            "added": manuals["added"] + added,
            "updated": manuals["updated"] + updated,
            "unchanged": [p for p in manuals["unchanged"] if p not in published],
            "removed": manuals["removed"] + retired,
            "failed": manuals["failed"],
        },
    }


def _lists(report: Report) -> Iterable[tuple[str, list[Any]]]:
    return ((name, value) for name, value in report.items() if isinstance(value, list))


def _union(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    return [*first, *(item for item in second if item not in first)]


def _published(tx: Connection, run: Run) -> Iterable[Row[Any]]:
    """Paths of the revisions that were published by this run, and when their manual was made."""
    revisions, manuals = schema.revisions.c, schema.manuals.c
    query = (
        select(revisions.path, manuals.created_at)
        .join(schema.manuals, manuals.id == revisions.manual_id)
        .where(revisions.published_at >= run.started_at)
        .where(revisions.author == run.author, revisions.note == run.options.note)
    )
    return tx.execute(query)


def _retired(tx: Connection, run: Run) -> list[str]:
    """Paths of the manuals of the run's folders that were retired since it began."""
    folders = [Path(run.options.folder) / source for source in run.sources if "://" not in source]
    query = select(schema.manuals.c.path, schema.manuals.c.source).where(
        schema.manuals.c.retired_at >= run.started_at
    )
    return [row.path for row in tx.execute(query) if sources.within(row.source, folders)]
