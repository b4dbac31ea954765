"""How long a question takes until its outcome, how much of it is what, and how much memory.

``python -m evals.benchmarks.answer_speed`` asks the questions of the invented companies that are
not held out, each once, of a library of their documents and their subsidiaries'. The outcome is
extractive, and is recorded as every outcome. The library is made, and asked, in processes of their
own. ``--kept`` keeps it for the next time. With ``--model`` a model on this machine writes the
answers at once, over HTTP as any does; the time that it takes itself is not counted.
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
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.answering.deciding.examining import SEARCHED, weighed_by
from bot.answering.understanding import understand
from bot.outcomes import Answer, Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.benchmarks.subsidiaries import companies, publish_until
from evals.loopback.behaviours import Scripted
from evals.loopback.chat_completions import OpenAIServer, openai_server
from evals.loopback.prompts import Prompt
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
    model: Annotated[bool, typer.Option("--model", help="With a language model.")] = False,
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
            figures = _apart(measure, home, count, cpu, model) | {"memory": _memory(home)}
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


def measure(home: Path, count: int, cpu: bool = False, model: bool = False) -> dict[str, Any]:
    """Milliseconds to the outcome, and by step. Every question is new.

    Every other question is asked of the engine, the rest step by step: their times are never the
    processor's.
    """
    asked = _questions(count)
    with ExitStack() as closing:
        server = closing.enter_context(openai_server()) if model else None
        zeroji = closing.enter_context(_opened(home, server))
        zeroji.warm_up()
        clock = _clock(server, cpu)
        _outcome(zeroji, asked[-1], clock)  # the first connection, and what it loads
        whole, steps = [], []
        for question, other in zip(asked[::2], asked[1::2], strict=False):
            whole.append(_outcome(zeroji, question, clock))
            steps.append(_steps(zeroji, other, server))
        return {
            "chunks": len(zeroji.searcher.index.snapshot().entries),
            "outcome": percentiles([ms for ms, _composed in whole]),
            "composed": percentiles([ms for ms, composed in whole if composed]),
            "steps": _by_step(steps),
        }


def _clock(server: OpenAIServer | None, cpu: bool) -> Clock:
    """Seconds that the server did not spend: by the clock, or of the processor in all threads."""
    if server is None:
        return time.thread_time if cpu else time.perf_counter
    if cpu:
        return lambda: time.process_time() - server.cpu_seconds
    return lambda: time.perf_counter() - server.seconds


def _questions(count: int) -> list[str]:
    """In an order that mixes the companies."""
    asked = list(dict.fromkeys(said for company in companies() for said in company.questions))
    random.Random(0).shuffle(asked)
    return asked[:count]


def _opened(home: Path, server: OpenAIServer | None = None) -> AbstractContextManager[Zeroji]:
    given: dict[str, Any] = {"home": home, "database_url": "", "chroma_url": ""}
    if server is not None:
        server.will(Scripted(reply=_first_lines))
        given |= {"model": "scripted", "openai_base_url": server.url}
    return open_zeroji(Settings(**given, embedder="builtin"))


def _first_lines(prompt: Prompt) -> dict[str, Any]:
    """Three lines of the first passage as the sentences of a draft."""
    shown = prompt.passages[0]
    lines = [line for line in shown.text.splitlines() if line.strip()][:3]
    said = [{"text": line, "passage": shown.number, "quote": line} for line in lines]
    return {"answers": True, "sentences": said}


def _outcome(zeroji: Zeroji, question: str, clock: Clock) -> tuple[float, bool]:
    """Milliseconds to the outcome, and whether the model wrote it."""
    started = clock()
    outcome = zeroji.engine.ask(Question(text=question, asker=_ASKER)).outcome
    return (clock() - started) * 1000, isinstance(outcome, Answer) and outcome.composed


def _steps(zeroji: Zeroji, question: str, server: OpenAIServer | None) -> dict[str, float]:
    """Milliseconds by step. What is known when the engine is asked costs it nothing again."""
    asked = Question(text=question, asker=_ASKER)
    reading = understand(asked, None, date.today())
    request = SearchRequest(query=reading.standalone, on=reading.on, top=SEARCHED)
    found = zeroji.searcher.search(request)
    started = time.perf_counter()
    weighed_by(zeroji.searcher, reading, found.passages)
    weighed = time.perf_counter()
    replying = server.seconds if server else 0.0
    told = zeroji.engine.ask(asked).timings_ms
    done = time.perf_counter()
    replying = (server.seconds if server else 0.0) - replying
    steps = {
        "understand": told["understand"],
        "embed": found.embed_ms,
        "search": found.search_ms,
        "weigh": (weighed - started) * 1000,
        "decide": told["decide"],
        "compose": told["compose"] - replying * 1000,
        "record": (done - weighed) * 1000 - told["total"],
    }
    return steps | ({"ground": told["ground"]} if server else {})


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
    composed = figures["composed"]
    if composed["p50_ms"]:
        console.print(
            f"those that the model wrote: {composed['p50_ms']:.1f} / {composed['p95_ms']:.1f} ms"
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
