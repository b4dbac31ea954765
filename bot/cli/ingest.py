"""``zeroji ingest``: manuals into the knowledge, with a progress bar."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.output import JsonOption, note, print_json
from bot.cli.performing import perform

app = typer.Typer()

_BAR = 24


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.")],
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
    as_json: JsonOption = False,
) -> None:
    """Ingest manuals; what did not change is not read again."""
    given = {"audience": audience, "owner": owner, "effective_from": effective_from}
    params = {
        "paths": [str(path) for path in paths],
        "folder": str(Path.cwd()),
        "overrides": {key: value for key, value in given.items() if value is not None},
        "dry_run": dry_run,
        "retire_missing": retire_missing,
        "author": getpass.getuser(),
    }
    report = perform("ingest", params, show_step)
    clear_step()
    if as_json:
        print_json(report)
    else:
        show_report(report)
    if report["manuals"]["failed"]:
        raise typer.Exit(1)


def show_step(step: dict[str, Any]) -> None:
    """Draw the progress of a run over itself; only where somebody watches."""
    if not sys.stderr.isatty():
        return
    share = step["done"] / step["total"] if step["total"] else 0.0
    done = (step["number"] - 1 + share) / max(step["of"], 1)
    bar = "█" * int(done * _BAR) + "░" * (_BAR - int(done * _BAR))
    count = f" {step['done']}/{step['total']}" if step["total"] else ""
    text = f"{bar} {step['number']}/{step['of']} {step['document']}: {step['stage']}{count}"
    print(f"\r\x1b[2K{text}", end="", file=sys.stderr, flush=True)


def clear_step() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def show_report(report: dict[str, Any]) -> None:
    manuals, chunks = report["manuals"], report["chunks"]
    for status in ("added", "updated", "removed"):
        for path in manuals[status]:
            print(f"{status:9} {path}")
    for failure in manuals["failed"]:
        print(f"failed    {failure['path']}\n          {failure['error']}")
    for warning in report["warnings"]:
        note(f"warning   {warning['path']}: {warning['warning']}")
    counts = ", ".join(f"{len(manuals[status])} {status}" for status in manuals)
    print(
        f"{counts}; chunks: {chunks['embedded']} embedded, {chunks['reused']} reused, "
        f"{chunks['deleted']} deleted; {report['seconds']:.1f} s"
    )
