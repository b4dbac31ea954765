"""Where the results of an eval run go: files, standard output, the terminal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from evals import markdown, report
from evals.calibration import calibration_error
from evals.comparison import Comparison
from evals.judging import Judged
from evals.run import EvalRun

#: A file name that means standard output.
STDOUT = Path("-")


@dataclass(frozen=True, kw_only=True)
class Reported:
    """Everything that there is to report of a run."""

    run: EvalRun
    comparison: Comparison | None
    judged: Judged | None

    def as_json(self) -> dict[str, Any]:
        compared = {"comparison": self.comparison.as_json()} if self.comparison else {}
        opinions = {"judge": self.judged.as_json()} if self.judged else {}
        return self.run.as_json() | compared | opinions


def publish(
    outcome: Reported, json_file: Path | None, html: Path | None, markdown_file: Path | None
) -> None:
    done, comparison = outcome.run, outcome.comparison
    if html:
        report.write_html(html, done, comparison, outcome.judged)
    if json_file:
        document = json.dumps(outcome.as_json(), ensure_ascii=False, indent=1)
        _write(json_file, document + "\n")
    if markdown_file:
        _write(markdown_file, markdown.summary(done, comparison))
    if STDOUT not in (json_file, markdown_file):
        _print_report(outcome)


def _write(path: Path, text: str) -> None:
    if path == STDOUT:
        print(text, end="")
    else:
        path.write_text(text, encoding="utf-8")


def _print_report(outcome: Reported) -> None:
    done, comparison, judged = outcome.run, outcome.comparison, outcome.judged
    out = console()
    out.print(report.table(done))
    latency = done.latency_ms
    out.print(f"Latency: p50 {latency['p50_ms']:.0f} ms, p95 {latency['p95_ms']:.0f} ms.")
    wrong = [result.case.id for result in done.results if result.score.wrong]
    out.print(f"Wrong answers: {', '.join(wrong) or 'none'}.")
    out.print(f"Calibration error: {calibration_error(done.reliability):.3f}.")
    if judged:
        out.print(report.judge_line(judged))
    if comparison:
        out.print(report.change_table(comparison))
        out.print(report.change_line(comparison))
        out.print(f"Worse: {', '.join(comparison.worse) or 'none'}.")
        out.print(f"Better: {', '.join(comparison.better) or 'none'}.")


def console() -> Console:
    """The terminal; a pipe or a file has no width: nothing is cut there."""
    made = Console(highlight=False)
    return made if made.is_terminal else Console(highlight=False, width=160)
