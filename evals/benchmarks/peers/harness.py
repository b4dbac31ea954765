"""What every peer is given, and what is measured of it.

This module and the peers import nothing of Zeroji: a peer runs in a Python of its own.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

#: Results asked for.
TOP = 10
#: Questions asked before the clock counts: caches and lazy imports are for the cold start.
_WARM_UP = 5
_MIB = 1024

#: Numbers of the texts found for the question of a number, best first.
Search = Callable[[int], Sequence[int]]


@dataclass(frozen=True, kw_only=True)
class Task:
    """Texts to index and questions to ask."""

    folder: Path
    texts: list[str]
    #: The same texts, and the questions, as words separated by spaces.
    tokens: list[str]
    #: Shape (texts, dimensions), of length 1.
    vectors: npt.NDArray[np.float32]
    queries: list[str]
    query_tokens: list[str]
    query_vectors: npt.NDArray[np.float32]
    #: Numbers of the texts that answer each question.
    gold: list[list[int]]


def load(folder: Path) -> Task:
    said = json.loads((folder / "task.json").read_text(encoding="utf-8"))
    arrays = np.load(folder / "vectors.npz")
    return Task(
        folder=folder,
        vectors=arrays["vectors"],
        query_vectors=arrays["query_vectors"],
        **said,
    )


def save(task: Task) -> None:
    said = {
        name: getattr(task, name) for name in ("texts", "tokens", "queries", "query_tokens", "gold")
    }
    (task.folder / "task.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    np.savez(task.folder / "vectors.npz", vectors=task.vectors, query_vectors=task.query_vectors)


def measure(modules: Sequence[str], index: Callable[[Task, Sequence[Any]], Search]) -> None:
    """Index the task of the folder on the command line, ask it, and print the figures as JSON.

    The modules are imported here, so that it is known how long that takes.
    """
    task = load(Path(sys.argv[1]))
    before = _resident()
    started = time.perf_counter()
    imported = [importlib.import_module(name) for name in modules]
    ready = time.perf_counter()
    search = index(task, imported)
    search(0)
    indexed = time.perf_counter()
    found, spent, processor = _asked(task, search)
    print(
        json.dumps(
            {
                "import_s": round(ready - started, 2),
                "index_s": round(indexed - ready, 2),
                "chunks_per_s": round(len(task.texts) / (indexed - ready)),
                "p50_ms": round(float(np.percentile(spent, 50)), 2),
                "p95_ms": round(float(np.percentile(spent, 95)), 2),
                "p50_cpu_ms": round(float(np.percentile(processor, 50)), 2),
                "hit@5": round(_hits(task, found), 4),
                "memory_mib": round(_resident() - before),
                "peak_mib": round(_peak()),
            }
        )
    )


def _asked(task: Task, search: Search) -> tuple[list[Sequence[int]], list[float], list[float]]:
    """What is found for each question, in how many milliseconds, and how many of the processor's.

    The latter, of all threads, are what can be compared on a machine that is busy.
    """
    for number in range(min(_WARM_UP, len(task.queries))):
        search(number)
    found: list[Sequence[int]] = []
    spent: list[float] = []
    processor: list[float] = []
    for number in range(len(task.queries)):
        worked, started = time.process_time(), time.perf_counter()
        found.append(search(number))
        spent.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return found, spent, processor


def _hits(task: Task, found: Sequence[Sequence[int]]) -> float:
    """Share of the questions with an answering text among the first five."""
    asked = [
        bool(set(gold) & set(numbers[:5]))
        for gold, numbers in zip(task.gold, found, strict=True)
        if gold
    ]
    return sum(asked) / len(asked) if asked else 0.0


def _resident() -> float:
    """Resident memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / _MIB / _MIB


def _peak() -> float:
    """The most resident memory of this process so far, in MiB."""
    status = Path("/proc/self/status").read_text()
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kib) / _MIB


def reciprocal(rankings: Sequence[Sequence[int]], constant: int = 60) -> list[int]:
    """Reciprocal rank fusion of rankings, for peers that leave it to their user."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (constant + rank)
    return sorted(scores, key=lambda number: -scores[number])[:TOP]
