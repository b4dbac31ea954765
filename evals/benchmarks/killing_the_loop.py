"""Kills ``zeroji serve`` hundreds of times while people work the loop, and looks what is lost.

``python -m evals.benchmarks.killing_the_loop``: over HTTP, people ask, claim, reply, note, hand
over, split, propose, approve what the gate has checked, withhold, take back, dismiss and reopen,
and what they are told of it is written down. The server is killed with SIGKILL (each second time
with the gate's process) in the middle of a certain request, of a gate, of its own start, or at a
random moment of several people's work. After each kill and each start the database, the log and
the files are looked through. Linux only.
"""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.killed_loop.closing import unequal
from evals.benchmarks.killed_loop.lives import AIMS, Lives
from evals.benchmarks.killed_loop.state import state_of
from evals.progress import bars

_COMPANY = "evals.benchmarks.killed_loop.company"


def main(
    kills: Annotated[int, typer.Option(min=1, help="How often to kill.")] = 200,
    seed: Annotated[int, typer.Option(help="Another history, other moments.")] = 1,
    minutes: Annotated[float, typer.Option(min=0, help="Stop after so long; 0 for never.")] = 0,
    database_url: Annotated[str, typer.Option(help="An empty Postgres; else SQLite.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Exit code 1 when something was lost, doubled or left half done."""
    os.environ["DATABASE_URL"] = database_url
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zeroji-killing-") as folder, bars() as bar:
        progress = bar("Killing")
        home = Path(folder) / "home"
        lives = Lives(home, _founded(home), random.Random(seed))
        latest = started + 60 * minutes if minutes else math.inf
        try:
            while lives.seen.kills < kills and time.monotonic() < latest:
                _live(lives)
                progress(lives.seen.kills, kills)
            lives.end()
        finally:
            lives.stop()
        lives.seen.broken.update(dict.fromkeys(unequal(home), "at the end"))
        report = _report(lives, time.monotonic() - started)
        if lives.seen.broken:
            print(lives.server.log.read_text()[-4000:], file=sys.stderr)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print(report)
    raise typer.Exit(1 if report["broken"] else 0)


def _live(lives: Lives) -> None:
    """One life; whatever goes wrong with it is reported with the rest."""
    try:
        lives.live()
    except Exception as error:  # noqa: BLE001 - the other lives are worth seeing
        traceback.print_exc()
        lives.seen.broken[f"{type(error).__name__}: {error}"] = f"kill {lives.seen.kills}"
        lives.stop()


def _founded(home: Path) -> dict[str, str]:
    """A new company, made by another process; the session cookies of its people."""
    command = [sys.executable, "-m", _COMPANY, str(home)]
    made = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=os.environ.copy())
    cookies: dict[str, str] = json.loads(made.stdout)
    return cookies


def _report(lives: Lives, seconds: float) -> dict[str, Any]:
    seen, state = lives.seen, state_of(lives.home)
    said = Counter(said for _, said in lives.people.done)
    done = Counter(move.kind for move, said in lives.people.done if said == "done")
    return {
        "kills": seen.kills,
        "gates_killed_alone": seen.gates_killed,
        "requests": {key: said[key] for key in ("done", "refused", "lost")},
        "acknowledged": dict(done.most_common()),
        "kept": {
            "tickets": len(state.tickets),
            "proposals": len(state.proposals),
            "published": len(state.proposals_in("published", "taken_back")),
            "taken_back": len(state.proposals_in("taken_back")),
            "gates": dict(Counter(p.gate_status for p in state.proposals)),
        },
        "left_half_done_by_a_kill": dict(seen.left),
        "copies_of_the_knowledge_left": len(_copies(lives)),
        "broken": [f"{one} ({when})" for one, when in seen.broken.items()],
        "killed_while": {aim: seen.while_[aim] for aim in AIMS},
        "seconds": round(seconds, 1),
    }


def _copies(lives: Lives) -> list[Path]:
    """What gates that were killed left of their copies of the knowledge."""
    places = (lives.server.temporary, lives.home / "gate")
    return [copy for place in places for copy in place.rglob("zeroji-eval-*")]


def _print(report: dict[str, Any]) -> None:
    table = Table(title="The loop, killed", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    requests, kept = report["requests"], report["kept"]
    table.add_row("kills of the server (SIGKILL)", f"{report['kills']:,}")
    table.add_row("kills of a gate alone", f"{report['gates_killed_alone']:,}")
    table.add_row("requests acknowledged", f"{requests['done']:,}")
    table.add_row("requests refused", f"{requests['refused']:,}")
    table.add_row("requests cut off", f"{requests['lost']:,}")
    for name in ("tickets", "proposals", "published", "taken_back"):
        table.add_row(name.replace("_", " "), f"{kept[name]:,}")
    for name, count in report["left_half_done_by_a_kill"].items():
        table.add_row(f"left by a kill, finished after: {name}", f"{count:,}")
    table.add_row("copies of the knowledge left", f"{report['copies_of_the_knowledge_left']:,}")
    table.add_row("lost, doubled or half done", f"{len(report['broken']):,}")
    table.add_row("seconds", f"{report['seconds']:,}")
    for name, count in report["killed_while"].items():
        table.add_row(f"killed while {name}", f"{count:,}")
    Console(width=100, highlight=False).print(table)
    for broken in report["broken"]:
        print(broken)


if __name__ == "__main__":
    typer.run(main)
