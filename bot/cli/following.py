"""Follows a run of ingestion from the command line to its end, or to Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer

from bot.cli.output import note
from bot.cli.performing import Performer, Report, performer


def follow(
    name: str, params: dict[str, Any], show_step: Report, clear_step: Callable[[], None]
) -> dict[str, Any]:
    """The report of the run that an operation starts.

    Ctrl-C ends the run before its next document, here as in a server. A run in a server goes on
    when this process is killed or loses its terminal.
    """
    run: str | None = None

    def watch(step: dict[str, Any], /) -> None:
        nonlocal run
        run = step.get("run")
        show_step(step)

    with performer() as perform:
        try:
            report: dict[str, Any] = perform(name, params, watch)
        except KeyboardInterrupt:
            clear_step()
            _cancel(perform, run, params.get("author"))
            raise typer.Exit(130) from None
    clear_step()
    _tell_how_it_ended(report)
    return report


def _cancel(perform: Performer, run: str | None, by: str | None) -> None:
    if run is None:
        note("Stopped. Nothing was published.")
        return
    status = perform("runs.show", {"id": run})["status"]
    if status in ("waiting", "running"):
        perform("runs.cancel", {"id": run, "by": by or "cli"})
    elif status == "done":
        note(f"Stopped. Run {run} was done by then.")
        return
    note(f"Stopped. What has been published stays; `zeroji runs resume {run}` does the rest.")


def _tell_how_it_ended(report: dict[str, Any]) -> None:
    if report.get("status") == "cancelled":
        note(
            "The run was cancelled. What has been published stays; "
            f"`zeroji runs resume {report['run']}` does the rest."
        )
    for other in report.get("interrupted") or ():
        note(
            f"Run {other} was interrupted earlier. `zeroji runs resume {other}` goes on with it, "
            "and so does the server when it starts."
        )
