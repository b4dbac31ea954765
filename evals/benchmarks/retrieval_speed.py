"""How long a search takes, how much of it is what, and how much memory the library needs.

``python -m evals.benchmarks.retrieval_speed`` asks for what everyone may see today: nine chunks of
ten. Candidates come with the analysis of the question, a search with the ranking and ten passages;
to embed the question comes on top. Each size is measured in a process of its own, and beside the
floor (see :mod:`.floor`).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.floor import Floor
from evals.benchmarks.home import Knowledge, opened
from evals.benchmarks.memory import memory
from evals.benchmarks.mixing import Mixture, fill, material
from evals.benchmarks.questions import questions
from evals.progress import bars
from evals.summary import percentiles
from knowledge import japanese, store
from knowledge.embedding import embedder
from knowledge.errors import ZerojiError
from knowledge.index import Snapshot
from knowledge.model import EVERYONE, SearchRequest
from knowledge.ranking import rank

_WARM_UP = "有給休暇の申請期限"
_AUDIENCES = frozenset({EVERYONE})
_STEPS = ("floor", "candidates", "ranking", "search", "asked again")

Clock = Callable[[], float]
T = TypeVar("T")


def main(
    sizes: Annotated[
        list[int] | None, typer.Option("--chunks", help="Sizes of the library, one by one.")
    ] = None,
    count: Annotated[int, typer.Option("--questions", min=1, help="How many to ask.")] = 300,
    corpus: Annotated[
        Path | None, typer.Option(help="Real text: a corpus.jsonl with id, title, text, group.")
    ] = None,
    kept: Annotated[
        Path | None, typer.Option(help="A folder for the libraries, to be used again.")
    ] = None,
    cpu: Annotated[
        bool, typer.Option("--cpu", help="Count the processor's time: on a machine that is busy.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per size.")
    ] = False,
) -> None:
    """Measure searches of questions that are new, from the embedded question to ten passages."""
    try:
        with tempfile.TemporaryDirectory(prefix="zeroji-speed-") as folder:
            rows = [
                _apart((kept or Path(folder)) / str(size), size, count, corpus, cpu)
                for size in sizes or [5000, 20000, 100000]
            ]
    except ZerojiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if as_json:
        for row in rows:
            print(json.dumps(row))
    else:
        _print(rows)


def _apart(home: Path, size: int, count: int, corpus: Path | None, cpu: bool) -> dict[str, Any]:
    """Fill a home, unless it is there, and search it; each in a process of its own."""
    # As the command line does: more threads are many times slower where cores are shared.
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
        if not home.exists():
            processes.apply(fill_home, (home, size, corpus))
        return processes.apply(measure, (home, count, cpu))


def fill_home(home: Path, size: int, corpus: Path | None) -> None:
    """Publish a library of so many chunks."""
    real = embedder("builtin")
    mixture = Mixture(real)
    with opened(home, mixture) as knowledge, bars() as bar:
        fill(knowledge, mixture, material(real, corpus, size), size, bar(f"{size} chunks"))


def measure(home: Path, count: int, cpu: bool = False) -> dict[str, Any]:
    """Times by step, seconds to load, and MiB of memory before and after."""
    mixture = Mixture(embedder("builtin"))
    with opened(home, mixture) as knowledge:
        mixture.query(_WARM_UP)
        japanese.terms(_WARM_UP)
        before = memory()
        started = time.perf_counter()
        knowledge.searcher.search(SearchRequest(query=_WARM_UP))
        loading = time.perf_counter() - started
        loaded = memory()
        asked = questions(count)
        clock = time.thread_time if cpu else time.perf_counter
        times = _times(knowledge, mixture, asked, clock)
        snapshot = knowledge.index.snapshot()
        return {
            "chunks": len(snapshot.entries),
            "floor": percentiles(_floor(knowledge, snapshot, mixture, asked, clock)),
            **{name: percentiles(spent) for name, spent in times.items()},
            "load_seconds": round(loading, 2),
            "MiB_before": before.resident,
            "MiB": loaded.resident,
            "MiB_mapped": loaded.mapped,
        }


def _times(
    knowledge: Knowledge, mixture: Mixture, asked: Sequence[str], clock: Clock
) -> dict[str, list[float]]:
    """Milliseconds of questions that were embedded before and are new otherwise.

    Every other question is searched; the rest is taken step by step.
    """
    found: dict[str, list[float]] = {step: [] for step in _STEPS[1:]}

    def timed(step: str, work: Callable[[], T]) -> T:
        started = clock()
        done = work()
        found[step].append((clock() - started) * 1000)
        return done

    for number, question in enumerate(asked):
        mixture.query(japanese.normalize(question))
        request = SearchRequest(query=question, audiences=_AUDIENCES)
        if number % 2:
            g = timed("candidates", partial(knowledge.searcher.candidates, request))
            timed("ranking", partial(rank, question, g.vector, g.snapshot, g.candidates))
        else:
            timed("search", partial(knowledge.searcher.search, request))
            timed("asked again", partial(knowledge.searcher.search, request))
    return found


def _floor(
    knowledge: Knowledge,
    snapshot: Snapshot,
    mixture: Mixture,
    asked: Sequence[str],
    clock: Clock,
) -> list[float]:
    """Milliseconds of the floor for the same questions, their terms and vectors given."""
    hashes = [entry.text_hash for entry in snapshot.entries]
    with knowledge.database.connect() as tx:
        known = store.vectors_of(tx, mixture.name, hashes)
    floor = Floor([text.terms for text in snapshot.lines], np.stack([known[h] for h in hashes]))
    visible = np.array(snapshot.visible(_AUDIENCES, date.today()))
    spent = []
    for question in asked:
        numbers = map(snapshot.lexical.vocabulary.number, japanese.query_terms(question))
        terms = np.array(sorted({n for n in numbers if n is not None}), dtype=np.int32)
        vector = mixture.query(japanese.normalize(question))
        started = clock()
        floor.search(terms, vector, visible)
        spent.append((clock() - started) * 1000)
    return spent


def _print(rows: Sequence[dict[str, Any]]) -> None:
    table = Table("chunks", *(f"{step}, p50 / p95 ms" for step in _STEPS), "load s", "MiB (mapped)")
    for row in rows:
        table.add_row(
            f"{row['chunks']:,}",
            *(f"{row[step]['p50_ms']:.2f} / {row[step]['p95_ms']:.2f}" for step in _STEPS),
            f"{row['load_seconds']:.1f}",
            f"{row['MiB']:,} ({row['MiB_mapped']:,})",
        )
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
