"""How quick the console is with very many tickets, alone and in a crowd.

``python -m evals.benchmarks.console_load [--tickets 50000] [--users 100] [--seconds 60]`` fills a
home, serves it in a process of its own, and measures milliseconds until the first byte: of the
queue and of every page alone, and of what a crowd does at the same time with 1 to 3 seconds between
two requests of a member. Then several members race for the same tickets. Exit code 1 when a request
failed, a ticket was answered twice, or what members were told is not what is kept. The floor is a
bare page with a table of as many tickets of the same database, measured in the same run.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

import knowledge
from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.benchmarks.console_load.filling import fill
from evals.benchmarks.console_load.measuring import Load

_MANUALS = Path(knowledge.__file__).parent / "sample_company"


def main(
    tickets: Annotated[int, typer.Option(min=100)] = 50_000,
    proposals: Annotated[int, typer.Option(min=1)] = 2_000,
    users: Annotated[int, typer.Option(min=2, max=500)] = 100,
    seconds: Annotated[float, typer.Option(min=1)] = 60.0,
    looks: Annotated[int, typer.Option(min=1, help="How often each page is looked at.")] = 20,
    kept: Annotated[Path | None, typer.Option(help="A home to make, or to use again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    # So that the servers end with the measurement, whatever ends it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="zeroji-load-") as folder:
        home = kept or Path(folder) / "home"
        if not home.exists():
            make(home, tickets, proposals, users)
        report = Load(home=home, users=users, seconds=seconds, looks=looks).measure()
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print(report)
    raise typer.Exit(1 if report["errors"] or report["broken"] else 0)


def make(home: Path, tickets: int, proposals: int, users: int) -> None:
    """A home with the sample company's manuals and so many tickets."""
    settings = Settings(home=home, database_url="", chroma_url="", embedder="builtin")
    with open_zeroji(settings) as zeroji:
        zeroji.ingest([_MANUALS])
        fill(zeroji, tickets, proposals, users)


def _print(report: dict[str, Any]) -> None:
    floor, crowd = report["floor"], report["crowd"]
    show = Console(width=110, highlight=False).print
    show(_table("Alone", {"the floor": floor["alone"], "the queue": report["queue"]}))
    show(_table("Each page, alone", report["pages"]))
    crowded = {"the floor": floor["crowd"], "everything": crowd["all"], **crowd["by"]}
    show(_table(f"A crowd, {crowd['per_second']} requests/s", crowded))
    show(_table("Races", report["races"]["by"]))
    queue_ms, crowd_ms = report["queue"]["processor_ms"], crowd["all"]["processor_ms"]
    print(f"ms of a processor: {queue_ms} for the queue, {crowd_ms} for a request of the crowd")
    print(f"queue to floor, p95: {report['queue_to_floor_p95']}")
    print(f"crowd: {crowd['claimed']} claims, {crowd['replied']} replies, {crowd['too_late']} late")
    print(f"races: {report['races']['won']} won, {report['races']['too_late']} too late")
    print(f"errors: {report['errors'] or 'none'}")
    print(f"broken: {report['broken'] or 'nothing'}")


def _table(title: str, rows: dict[str, dict[str, Any]]) -> Table:
    table = Table(title=f"{title}: ms until the first byte", title_justify="left")
    for name in ("", "requests", "p50", "p95", "p99", "longest"):
        table.add_column(name, justify="right" if name else "left")
    for name, of in rows.items():
        shown = (of["requests"], of["p50_ms"], of["p95_ms"], of["p99_ms"], of["most_ms"])
        table.add_row(name, *(f"{value:,}" for value in shown))
    return table


if __name__ == "__main__":
    typer.run(main)
