"""An eval run in Markdown, short enough for a pull request."""

from __future__ import annotations

from evals import tables
from evals.comparison import Comparison
from evals.judging import Judged
from evals.run import EvalRun
from evals.tables import TextTable


def summary(run: EvalRun, comparison: Comparison | None, judged: Judged | None = None) -> str:
    """What changed since the baseline, the slices, and the wrong answers."""
    quality, *others = tables.quality(run), tables.outcomes(run), tables.checks(run)
    parts = [f"## {quality.title}"]
    if comparison:
        headline, *lines = tables.verdict(comparison)
        parts += [f"**{headline}**", *lines]
    parts.append(_table(quality))
    for table in others:
        parts += [f"### {table.title}", _table(table)]
    parts += tables.remarks(run)
    if judged:
        parts += tables.opinions(judged)
    return "\n\n".join(parts) + "\n"


def _table(table: TextTable) -> str:
    rows = [
        table.headings,
        ["---"] + ["---:"] * (len(table.headings) - 1),
        *(row for group in table.groups for row in group),
    ]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
