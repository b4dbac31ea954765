"""An eval run for people: a table for the terminal, and one self-contained HTML page."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.table import Table

from evals.calibration import calibration_error
from evals.comparison import Comparison
from evals.judging import Judged
from evals.plots import HEIGHT, WIDTH, coverage_plot, latency_plot, reliability_plot
from evals.run import EvalRun
from evals.summary import Slice

_TEMPLATES = Path(__file__).with_name("templates")

#: Measure → column heading on the terminal.
_COLUMNS = {
    "outcome_ok": "outcome",
    "gold_cited": "cited",
    "facts_present": "facts",
    "must_not_absent": "must not",
    "options_ok": "options",
    "contact_named": "contact",
}
_SHARE = "{:.1%}"


def table(run: EvalRun) -> Table:
    """The summary by kind and difficulty; ``n/of`` where a measure applies to some cases only."""
    made = Table(title="Eval run", title_justify="left")
    made.add_column("slice")
    for heading in ("cases", "correct", "", "wrong", "", "answered", *_COLUMNS.values()):
        made.add_column(heading, justify="right", no_wrap=True)
    for part in run.slices:
        made.add_row(*_cells(part), end_section=part.by == "all")
    return made


def change_table(comparison: Comparison) -> Table:
    """What differs from the baseline, slice by slice."""
    made = Table(title="Compared with the baseline", title_justify="left")
    made.add_column("slice")
    for heading in ("correct before", "now", "wrong before", "now"):
        made.add_column(heading, justify="right")
    for change in comparison.slices:
        before, now = change.correct_before, change.correct_now
        wrong_before, wrong_now = change.wrong_before, change.wrong_now
        made.add_row(change.name, *map(_share, (before, now, wrong_before, wrong_now)))
    return made


def change_line(comparison: Comparison) -> str:
    verdict = "Worse than the baseline" if comparison.regressed else "No regression"
    return (
        f"{verdict}: correct {comparison.correct_change:+d}, wrong {comparison.wrong_change:+d} "
        f"(p = {comparison.p_value:.3f})."
    )


def judge_line(judged: Judged) -> str:
    counts = Counter(judged.verdicts.values())
    return (
        f"The judge {judged.model} finds {counts['right']} answers right, {counts['wrong']} wrong, "
        f"{counts['unclear']} unclear; {len(judged.failed)} without an opinion. It differs from "
        f"the score on: {', '.join(judged.differing) or 'none'}."
    )


def write_html(
    path: Path, run: EvalRun, comparison: Comparison | None, judged: Judged | None = None
) -> None:
    """One page without scripts or references to elsewhere."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html").render(
        run=run,
        comparison=comparison,
        judged=judged,
        plots=[
            reliability_plot(run.reliability),
            coverage_plot(run.coverage),
            latency_plot(run.milliseconds),
        ],
        width=WIDTH,
        height=HEIGHT,
        calibration_error=calibration_error(run.reliability),
        kinds=list(dict.fromkeys(result.case.kind for result in run.failures)),
        made_at=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
    )
    path.write_text(page, encoding="utf-8")


def _cells(part: Slice) -> list[str]:
    held = (part.held[measure] for measure in _COLUMNS)
    return [
        part.name,
        str(part.cases),
        str(part.correct),
        _share(part.correct_share),
        str(part.wrong),
        _share(part.wrong_share),
        str(part.answered),
        *(f"{n}/{of}" if of else "-" for n, of in held),
    ]


def _share(value: float | None) -> str:
    return "-" if value is None else _SHARE.format(value)
