"""``zeroji runs``: what was ingested when, what became of it, and what is left to do."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer

from bot.cli.following import follow
from bot.cli.ingest import clear_step, one_line, show_report, show_step
from bot.cli.output import PLAIN, JsonOption, print_json, print_table
from bot.cli.performing import perform
from bot.runs.run import counted

app = typer.Typer(**PLAIN, no_args_is_help=True, help="See, stop and resume runs of ingestion.")

#: How many files, folders and URLs of a run are named.
_SOURCES = 3


@app.command("list")
def list_runs(
    limit: Annotated[int, typer.Option(min=1, max=100)] = 20, as_json: JsonOption = False
) -> None:
    """List the last runs, the newest first."""
    found = perform("runs.list", {"limit": limit})
    if as_json:
        print_json(found)
        return
    rows = [
        (r["id"], r["status"], _counts(r["report"]), r["author"], _sources(r["sources"]))
        for r in found["runs"]
    ]
    print_table(("RUN", "STATUS", "DOCUMENTS", "AUTHOR", "SOURCES"), rows)


@app.command()
def show(run: str, as_json: JsonOption = False) -> None:
    """Show a run; one that is under way is followed to its end."""
    found = perform("runs.show", {"id": run, "follow": not as_json}, show_step)
    clear_step()
    if as_json:
        print_json(found)
        return
    print(f"{found['status']:9} {_sources(found['sources'])} ({found['author']})")
    if found["error"]:
        print(f"          {found['error']['en']}")
    if found["report"]:
        show_report(found["report"])


@app.command()
def cancel(run: str, as_json: JsonOption = False) -> None:
    """Stop a run before its next document. What has been published stays."""
    found = perform("runs.cancel", {"id": run, "by": getpass.getuser()})
    if as_json:
        print_json(found)
        return
    print(f"Run {run} is {'stopping' if found['status'] == 'running' else found['status']}.")


@app.command()
def resume(run: str, as_json: JsonOption = False) -> None:
    """Go on with a run that failed, was cancelled or interrupted."""
    report = follow("runs.resume", {"id": run, "author": getpass.getuser()}, show_step, clear_step)
    if as_json:
        print_json(report)
    else:
        show_report(report)
    if report["manuals"]["failed"] or report["status"] != "done":
        raise typer.Exit(1)


def _counts(report: dict[str, Any] | None) -> str:
    counts = counted(report) if report else {}
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _sources(sources: list[str]) -> str:
    """The first few; --json has all of them."""
    shown = ", ".join(one_line(source) for source in sources[:_SOURCES])
    more = len(sources) - _SOURCES
    return f"{shown} and {more} more" if more > 0 else shown
