"""How long a question takes until its outcome, how much of it is what, and how much memory.

``python -m evals.benchmarks.answer_speed`` asks the questions of the invented companies that are
not held out, each once, of a library of their documents and their subsidiaries'. The outcome is
extractive, and is recorded as every outcome. The library is made, and asked, in processes of their
own. ``--kept`` keeps it for the next time.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.answering.deciding.examining import SEARCHED, weighed_by
from bot.answering.understanding import understand
from bot.outcomes import Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.benchmarks.subsidiaries import companies, publish_until
from evals.progress import bars
from evals.summary import percentiles
from knowledge.errors import ZerojiError
from knowledge.model import SearchRequest

_ASKER = "benchmark"

Clock = Callable[[], float]


def main(
    size: Annotated[int, typer.Option("--chunks", min=100, help="Of the library.")] = 5000,
    count: Annotated[int, typer.Option("--questions", min=2, help="How many to ask.")] = 300,
    kept: Annotated[Path | None, typer.Option(help="A folder to keep the library in.")] = None,
    cpu: Annotated[
        bool, typer.Option("--cpu", help="Count the processor's time: on a machine that is busy.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure the way from a question to its outcome."""
    # As the command line does: more threads are many times slower where cores are shared.
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        with tempfile.TemporaryDirectory(prefix="zeroji-answers-") as folder:
            home = kept or Path(folder) / "home"
            if not home.exists():
                _apart(fill_home, home, size)
            figures = _apart(measure, home, count, cpu) | {"memory": _memory(home)}
    except ZerojiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if as_json:
        print(json.dumps(figures))
    else:
        _print(figures)


def _apart(work: Any, *arguments: Any) -> Any:
    """Do it in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
        return processes.apply(work, arguments)


def _memory(home: Path) -> dict[str, Any]:
    """MiB that the engine takes, without what measures it."""
    command = [sys.executable, "-m", "evals.benchmarks.loading", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def fill_home(home: Path, size: int) -> None:
    """Publish a library of at least so many chunks."""
    group = companies()
    with _opened(home) as zeroji, bars() as bar:
        publish_until(zeroji, group, size, bar(f"{size} chunks"))


def measure(home: Path, count: int, cpu: bool = False) -> dict[str, Any]:
    """Milliseconds to the outcome, and by step. Every question is new.

    Every other question is asked of the engine, the rest step by step: their times are never the
    processor's.
    """
    asked = _questions(count)
    clock = time.thread_time if cpu else time.perf_counter
    with _opened(home) as zeroji:
        zeroji.warm_up()
        whole, steps = [], []
        for question, other in zip(asked[::2], asked[1::2], strict=False):
            whole.append(_outcome(zeroji, question, clock))
            steps.append(_steps(zeroji, other))
        return {
            "chunks": len(zeroji.searcher.index.snapshot().entries),
            "outcome": percentiles(whole),
            "steps": _by_step(steps),
        }


def _questions(count: int) -> list[str]:
    """In an order that mixes the companies."""
    asked = list(dict.fromkeys(said for company in companies() for said in company.questions))
    random.Random(0).shuffle(asked)
    return asked[:count]


def _opened(home: Path) -> AbstractContextManager[Zeroji]:
    return open_zeroji(Settings(home=home, database_url="", chroma_url="", embedder="builtin"))


def _outcome(zeroji: Zeroji, question: str, clock: Clock) -> float:
    started = clock()
    zeroji.engine.ask(Question(text=question, asker=_ASKER))
    return (clock() - started) * 1000


def _steps(zeroji: Zeroji, question: str) -> dict[str, float]:
    """Milliseconds by step. What is known when the engine is asked costs it nothing again."""
    asked = Question(text=question, asker=_ASKER)
    reading = understand(asked, None, date.today())
    request = SearchRequest(query=reading.standalone, on=reading.on, top=SEARCHED)
    found = zeroji.searcher.search(request)
    started = time.perf_counter()
    weighed_by(zeroji.searcher, reading, found.passages)
    weighed = time.perf_counter()
    told = zeroji.engine.ask(asked).timings_ms
    done = time.perf_counter()
    return {
        "understand": told["understand"],
        "embed": found.embed_ms,
        "search": found.search_ms,
        "weigh": (weighed - started) * 1000,
        "decide": told["decide"],
        "compose": told["compose"],
        "record": (done - weighed) * 1000 - told["total"],
    }


def _by_step(spent: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """Of each step its percentiles and its share of all the time."""
    whole = sum(sum(steps.values()) for steps in spent)
    by_step = {step: [steps[step] for steps in spent] for step in spent[0]}
    return {
        step: percentiles(times) | {"share": round(sum(times) / whole, 3)}
        for step, times in by_step.items()
    }


def _print(figures: Mapping[str, Any]) -> None:
    console = Console(highlight=False)
    outcome = figures["outcome"]
    console.print(
        f"{figures['chunks']:,} chunks: question to outcome "
        f"{outcome['p50_ms']:.1f} / {outcome['p95_ms']:.1f} ms (p50 / p95)"
    )
    table = Table("step", "p50 / p95 ms", "share")
    for step, spent in figures["steps"].items():
        table.add_row(
            step, f"{spent['p50_ms']:.1f} / {spent['p95_ms']:.1f}", f"{spent['share']:.0%}"
        )
    console.print(table)
    for when, held in figures["memory"].items():
        console.print(f"{when}: {held['resident']} MiB, {held['mapped']} of them mapped files")


if __name__ == "__main__":
    typer.run(main)
