"""Where the results of an eval run go: files, standard output, the terminal."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals import markdown, report, tables
from evals.comparison import Comparison
from evals.judging import Judged
from evals.run import EvalRun
from knowledge.errors import InvalidInput

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


@dataclass(frozen=True, kw_only=True)
class Targets:
    """What is written where; None is not written.

    Raises InvalidInput for what cannot be written: better before a long run than after it.
    """

    json: Path | None = None
    html: Path | None = None
    markdown: Path | None = None

    def __post_init__(self) -> None:
        given = [path for path in (self.json, self.html, self.markdown) if path]
        if len(set(given)) < len(given):
            raise InvalidInput("--json, --html and --markdown each need a file of their own.")
        for path in given:
            check_writable(path)

    @property
    def use_stdout(self) -> bool:
        return STDOUT in (self.json, self.html, self.markdown)


def publish(outcome: Reported, targets: Targets) -> None:
    """Write the files that are wanted; tell the terminal unless a file takes standard output."""
    done, comparison, judged = outcome.run, outcome.comparison, outcome.judged
    if targets.html:
        write(targets.html, report.page(done, comparison, judged))
    if targets.json:
        document = json.dumps(outcome.as_json(), ensure_ascii=False, indent=1)
        write(targets.json, document + "\n")
    if targets.markdown:
        write(targets.markdown, markdown.summary(done, comparison, judged))
    if not targets.use_stdout:
        _print_report(outcome)


def check_writable(path: Path) -> None:
    """Raise InvalidInput when a file could not be written there."""
    if path == STDOUT:
        return
    if path.is_dir():
        raise InvalidInput(f"{path} is a folder. Name a file to write.")
    if not path.parent.is_dir():
        raise InvalidInput(f"{path} cannot be written: there is no folder {path.parent}.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InvalidInput(f"{path} cannot be written: no permission.")


def write(path: Path, text: str) -> None:
    """Write a file, or standard output. Raises InvalidInput when that fails."""
    if path == STDOUT:
        print(text, end="")
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror}.") from error


def console() -> Console:
    """The terminal; a pipe or a file has no width: nothing is cut there."""
    made = Console(highlight=False)
    return made if made.is_terminal else Console(highlight=False, width=160)


def _print_report(outcome: Reported) -> None:
    done, comparison, judged = outcome.run, outcome.comparison, outcome.judged
    out = console()
    for table in (tables.quality(done), tables.outcomes(done), tables.checks(done)):
        out.print(_drawn(table))
    _print_lines(out, tables.remarks(done))
    if judged:
        _print_lines(out, tables.opinions(judged))
    if comparison:
        out.print(_drawn(tables.changes(comparison)))
        _print_lines(out, tables.verdict(comparison))


def _print_lines(out: Console, lines: Iterable[str]) -> None:
    for line in lines:
        out.print(line, markup=False, soft_wrap=True)


def _drawn(table: tables.TextTable) -> Table:
    made = Table(title=table.title, title_justify="left")
    first, *others = table.headings
    made.add_column(first)
    for heading in others:
        made.add_column(heading, justify="right")
    for group in table.groups:
        for row in group:
            made.add_row(*map(escape, row))
        made.add_section()
    return made
