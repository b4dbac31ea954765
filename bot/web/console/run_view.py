"""A run as its page shows it: document by document, without what the visitor may not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.runs.run import Run
from bot.web.reasons import reason_in
from bot.web.visitors import Visitor
from bot.wiring import Zeroji
from ingest.checking.readability import in_japanese
from knowledge import schema
from knowledge.model import Manual

_SHOWN = ("failed", "added", "updated", "removed", "unchanged")


@dataclass(frozen=True, kw_only=True)
class Line:
    """What became of one document."""

    #: added, updated, unchanged, removed or failed.
    status: str
    name: str
    manual: Manual | None = None
    #: The number of its newest revision.
    revision: int | None = None
    #: Why it failed and what to do.
    problem: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RunView:
    run: Run
    lines: tuple[Line, ...]
    #: Manuals whose source is gone: an owner decides whether they are retired.
    to_retire: tuple[Line, ...]
    #: Warnings about no document in particular: (what about, warning).
    remarks: tuple[tuple[str, str], ...]
    #: How many documents this visitor may not read.
    hidden: int

    @property
    def percent(self) -> int:
        return int(self.run.share * 100)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many documents were added, updated …, without those that there are none of."""
        counted = Counter(line.status for line in self.lines)
        return [(status, counted[status]) for status in _SHOWN if counted[status]]

    @property
    def unchanged(self) -> list[Line]:
        return [line for line in self.lines if line.status == "unchanged"]

    @property
    def may_go_on(self) -> bool:
        return self.run.status in ("failed", "cancelled")


def view(zeroji: Zeroji, visitor: Visitor, run: Run) -> RunView:
    report: dict[str, Any] = run.report or {"manuals": {}}
    failed = {failure["path"]: failure for failure in report["manuals"].get("failed", ())}
    statuses = [
        (status, path)
        for status in _SHOWN
        for path in (failed if status == "failed" else report["manuals"].get(status, ()))
    ]
    known = _manuals(zeroji, [path for _, path in statuses])
    open_to = {path for path, (manual, _) in known.items() if visitor.may_read(manual.audience)}
    # Who started the run knows what it was about; what was not read may be for anybody.
    shows_all = visitor.asker == run.author or visitor.may("administrate")
    warnings = report.get("warnings", ())
    lines = [
        Line(
            status=status,
            name=shown_name(zeroji, path),
            manual=known[path][0] if path in open_to else None,
            revision=known[path][1] if path in open_to else None,
            problem=reason_in(visitor.language, failed[path]) if status == "failed" else "",
            warnings=tuple(_warning(visitor, w) for w in warnings if w["path"] == path),
        )
        for status, path in statuses
        if shows_all or path in open_to
    ]
    asks = {shown_name(zeroji, path) for path, failure in failed.items() if "ask" in failure}
    about_documents = {path for _, path in statuses}
    return RunView(
        run=run,
        lines=tuple(line for line in lines if not (line.status == "failed" and line.name in asks)),
        to_retire=tuple(line for line in lines if line.status == "failed" and line.name in asks),
        remarks=tuple(
            (shown_name(zeroji, w["path"]), _warning(visitor, w))
            for w in warnings
            if shows_all and w["path"] not in about_documents
        ),
        hidden=len(statuses) - len(lines),
    )


def _warning(visitor: Visitor, warning: Mapping[str, str]) -> str:
    """In the visitor's language."""
    if visitor.language == "en":
        return warning["warning"]
    return warning.get("ja") or in_japanese(warning["warning"])


def shown_name(zeroji: Zeroji, source: str) -> str:
    """An upload by its file name; everything else as it was given."""
    path = Path(source)
    return path.name if path.parent == zeroji.settings.uploads else source


def _manuals(zeroji: Zeroji, paths: Sequence[str]) -> dict[str, tuple[Manual, int]]:
    """The manuals that were read from these paths, with the number of the last revision."""
    table = schema.revisions.c
    query = (
        select(table.path, func.max(table.manual_id).label("manual"), func.max(table.number))
        .where(table.path.in_(paths))
        .group_by(table.path)
    )
    manuals = {manual.id: manual for manual in zeroji.library.manuals(include_retired=True)}
    with zeroji.database.connect() as tx:
        return {path: (manuals[manual], number) for path, manual, number in tx.execute(query)}
