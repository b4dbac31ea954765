"""``zeroji ingest``: manuals into the knowledge, with a progress bar."""

from __future__ import annotations

import getpass
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.following import follow
from bot.cli.output import PLAIN, JsonOption, note, print_json
from bot.cli.watching import keep_watching
from bot.runs.run import counted
from ingest.fetching.addresses import is_url
from knowledge.errors import InvalidInput

app = typer.Typer(**PLAIN)

_BAR = 24


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(help="Files, folders and https:// addresses.")],
    audience: Annotated[str | None, typer.Option(help="Who may see them.")] = None,
    owner: Annotated[str | None, typer.Option(help="Department that keeps them.")] = None,
    effective_from: Annotated[
        str | None, typer.Option(help="Day on which they take effect: 2027-04-01.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read, but publish nothing.")] = False,
    retire_missing: Annotated[
        bool,
        typer.Option("--retire-missing", help="Retire manuals whose file is gone, however many."),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: ingest what changes in the folders.")
    ] = False,
    poll: Annotated[
        bool, typer.Option("--poll", help="With --watch: for shares, which report no changes.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ingest manuals; what did not change is not read again."""
    given = {"audience": audience, "owner": owner, "effective_from": effective_from}
    params = {
        "paths": paths,
        "folder": str(Path.cwd()),
        "overrides": {key: value for key, value in given.items() if value is not None},
        "dry_run": dry_run,
        "retire_missing": retire_missing,
        "author": getpass.getuser(),
    }
    if watch:
        _check_watchable(paths, as_json or dry_run or retire_missing)
        keep_watching(
            [Path(path) for path in paths], lambda path: _ingest_quietly(params, path), poll
        )
    report = follow("ingest", params, show_step, clear_step)
    if as_json:
        print_json(report)
    else:
        show_report(report)
        if dry_run:
            _show_ignored(report)
            print("Nothing was published: this was a dry run.")
    if report["manuals"]["failed"] or report.get("status") == "cancelled":
        raise typer.Exit(1)


def _check_watchable(paths: list[str], otherwise: bool) -> None:
    """Raise InvalidInput for what cannot be kept up."""
    if otherwise:
        raise InvalidInput("--watch goes on: leave out --json, --dry-run and --retire-missing.")
    for path in paths:
        if is_url(path) or not Path(path).is_dir():
            raise InvalidInput(f"--watch needs folders, and {path} is none.")


def _ingest_quietly(params: dict[str, Any], folder: Path) -> None:
    """Ingest a folder, and tell only what is new."""
    report = follow("ingest", {**params, "paths": [str(folder)]}, show_step, clear_step)
    if any(items for status, items in report["manuals"].items() if status != "unchanged"):
        show_report(report)


def show_step(step: dict[str, Any]) -> None:
    """Draw the progress of a run over itself; only where somebody watches."""
    if not sys.stderr.isatty():
        return
    share = step["done"] / step["total"] if step["total"] else 0.0
    done = (step["number"] - 1 + share) / max(step["of"], 1)
    bar = "█" * int(done * _BAR) + "░" * (_BAR - int(done * _BAR))
    count = f" {step['done']}/{step['total']}" if step["total"] else ""
    document = one_line(step["document"])
    text = f"{bar} {step['number']}/{step['of']} {document}: {step['stage']}{count}"
    print(f"\r\x1b[2K{text}", end="", file=sys.stderr, flush=True)


def one_line(path: str) -> str:
    """A file's name may hold line breaks and what moves a terminal's cursor."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in path)


def clear_step() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def _show_ignored(report: dict[str, Any]) -> None:
    for ignored in report["ignored"]:
        note(f"ignored   {one_line(ignored['path'])} (by {ignored['by']})")


def show_report(report: dict[str, Any]) -> None:
    manuals, chunks = report["manuals"], report["chunks"]
    for status in ("added", "updated", "removed"):
        for path in manuals[status]:
            print(f"{status:9} {one_line(path)}")
    for move in report.get("moved", []):
        print(f"moved     {one_line(move['from'])} → {one_line(move['to'])}")
    for error, failures in groupby(manuals["failed"], key=itemgetter("error")):
        for failure in failures:
            state = "missing" if "ask" in failure else "failed"
            print(f"{state:9} {one_line(failure['path'])}")
        print(f"          {error}")
    for warning in report["warnings"]:
        note(f"warning   {one_line(warning['path'])}\n          {warning['warning']}")
    found = counted(report)
    counts = ", ".join(f"{found.get(status, 0)} {status}" for status in manuals)
    missing = f", {found['missing']} missing" if "missing" in found else ""
    print(
        f"{counts}{missing}; chunks: {chunks['embedded']} embedded, {chunks['reused']} reused, "
        f"{chunks['deleted']} deleted; {report['seconds']:.1f} s"
    )
