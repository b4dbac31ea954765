"""Kills a publishing process hundreds of times and checks after each kill that nothing is lost.

``python -m evals.benchmarks.killing``: a process publishes additions, edits, announcements,
rollbacks, retirements and restorations, on a home with SQLite, Chroma and the built-in embedder.
It is killed with SIGKILL, in turn in each window of a publication, at a random moment of it. A new
process opens the home, checks it (:mod:`.endurance.invariants`), and publishes on.
"""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.endurance.victim import WINDOWS, live
from evals.progress import bars
from knowledge import japanese
from knowledge.embedding import Embedder, embedder

#: Longest time from the entry of a window to the kill, in seconds.
_DELAY = 0.03
_OPENING_DELAY = 0.6
#: What is killed while it opens, closes or seals need not publish much before.
_OPERATIONS = 25
_FEW = 4


@dataclass(kw_only=True)
class Tally:
    """What has been seen so far."""

    kills: int = 0
    #: Processes that closed their home before the kill came.
    closed: int = 0
    acknowledged: int = 0
    started: int = 0
    chunks: int = 0
    #: Operations under way when the process was killed: whole afterwards, or not there at all.
    completed: int = 0
    undone: int = 0
    broken: list[str] = field(default_factory=list)
    windows: Counter[str] = field(default_factory=Counter)

    def as_json(self, seconds: float) -> dict[str, Any]:
        return {
            "kills": self.kills,
            "closed_in_order": self.closed,
            "acknowledged_publications": self.acknowledged,
            "killed_in_a_publication": {"whole_after": self.completed, "undone": self.undone},
            "broken": self.broken,
            "chunks_checked_last": self.chunks,
            "killed_while": {name: self.windows[name] for name in WINDOWS},
            "seconds": round(seconds, 1),
        }


def main(
    kills: Annotated[int, typer.Option(min=1, help="How often to kill.")] = 500,
    seed: Annotated[int, typer.Option(help="Another history, other moments.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Exit code 1 when an invariant was broken."""
    started = time.monotonic()
    tally = Tally()
    chance = random.Random(seed)
    prepared = _prepared()
    with tempfile.TemporaryDirectory(prefix="zeroji-killing-") as folder, bars() as bar:
        progress = bar("Killing")
        home = Path(folder) / "home"
        with suppress(KeyboardInterrupt):  # what was seen until then is reported
            while tally.kills < kills and not tally.broken:
                window = WINDOWS[(tally.kills + tally.closed) % len(WINDOWS)]
                _let_live(home, prepared, seed, window, chance, tally)
                progress(tally.kills, kills)
            # The last one is checked too.
            if not tally.broken:
                _let_live(home, prepared, seed, None, chance, tally)
    report = tally.as_json(time.monotonic() - started)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print(report)
    raise typer.Exit(1 if tally.broken else 0)


def _prepared() -> Embedder:
    """Load what each process needs once: they are forks of this one."""
    loaded = embedder("builtin")
    loaded.query("日当")
    japanese.terms("日当")
    return loaded


def _let_live(
    home: Path,
    prepared: Embedder,
    seed: int,
    window: str | None,
    chance: random.Random,
    tally: Tally,
) -> None:
    """One process: it is killed in that window, or closes the home (window None)."""
    reading, writing = os.pipe()
    ending = window in (None, "closing", "sealing", "sealed")
    operations = 0 if window is None else chance.randint(1, _FEW) if ending else _OPERATIONS
    before = tally.acknowledged, tally.started
    child = os.fork()
    if child == 0:
        _be_victim(writing, home, prepared, seed, before, operations)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        last = _follow(child, lines, window, chance, tally)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        tally.kills += 1
        tally.windows[last] += 1
    elif last == "closed":
        tally.closed += 1
    else:
        tally.broken.append(f"The process ended by itself ({status}) while {last}.")


def _be_victim(
    writing: int,
    home: Path,
    prepared: Embedder,
    seed: int,
    before: tuple[int, int],
    operations: int,
) -> None:
    os.dup2(writing, 1)
    # That Chroma is made again is what each start after a kill says.
    logging.disable()
    try:
        live(home, prepared, seed, *before, operations)
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        # The parent's open files and exit handlers are not this process's.
        sys.stderr.flush()
        os._exit(0 if sys.exc_info()[0] is None else 1)


def _follow(
    child: int, lines: IO[str], window: str | None, chance: random.Random, tally: Tally
) -> str:
    """Read what a process says, and kill it in its window; what it did last."""
    visits = chance.randint(1, 4)
    last = "opening"
    for line in lines:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "window":
            last = rest
            visits -= rest == window
            if rest == window and (visits == 0 or rest in ("opening", "checking")):
                _wait(rest, chance)
                os.kill(child, signal.SIGKILL)
        else:
            last = "closed" if word == "closed" else last
            _note(word, rest, tally)
    return last


def _wait(window: str, chance: random.Random) -> None:
    """Into a window that is over soon at once, each second time; else some way into it."""
    if window == "opening":
        time.sleep(chance.uniform(0, _OPENING_DELAY))
    elif chance.random() < 0.5:
        time.sleep(chance.uniform(0, _DELAY))


def _note(word: str, rest: str, tally: Tally) -> None:
    match word:
        case "checked":
            done, chunks = map(int, rest.split())
            if tally.started > tally.acknowledged:
                whole = done == tally.started
                tally.completed += whole
                tally.undone += not whole
            tally.acknowledged = tally.started = done
            tally.chunks = chunks
        case "started":
            tally.started = int(rest)
        case "acknowledged":
            tally.acknowledged = int(rest)
        case "broken":
            tally.broken.append(rest)


def _print(report: dict[str, Any]) -> None:
    table = Table(title="Publishing, killed", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    under_way = report["killed_in_a_publication"]
    table.add_row("kills (SIGKILL)", f"{report['kills']:,}")
    table.add_row("publications acknowledged", f"{report['acknowledged_publications']:,}")
    table.add_row("killed in one: whole afterwards", f"{under_way['whole_after']:,}")
    table.add_row("killed in one: undone", f"{under_way['undone']:,}")
    table.add_row("lost, half-published, or not found", f"{len(report['broken']):,}")
    table.add_row("homes closed in good order between", f"{report['closed_in_order']:,}")
    table.add_row("seconds", f"{report['seconds']:,}")
    for name, count in report["killed_while"].items():
        table.add_row(f"killed while {name}", f"{count:,}")
    Console(width=100, highlight=False).print(table)
    for broken in report["broken"]:
        print(broken)


if __name__ == "__main__":
    typer.run(main)
