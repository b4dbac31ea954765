"""The process that is killed: it checks what the one before left, and publishes on and on.

It tells its parent what it is doing through a pipe, whose content outlives it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from evals.benchmarks.endurance import invariants
from evals.benchmarks.endurance.history import Operation, operations, source_of
from evals.benchmarks.home import Knowledge, opened
from ingest.publishing import Publisher
from knowledge import chroma, projection, sealing, store
from knowledge.embedding import Embedder
from knowledge.vectors import VectorIndex

#: What a process may be doing when it is killed: the function, and what its start and end mean.
_WINDOWS: Mapping[Callable[..., Any], tuple[str | None, str | None]] = {
    Publisher._embed: ("embedding", None),
    store.lock: ("in the transaction", None),
    VectorIndex.upsert: ("adding to Chroma", "before the commit"),
    store.next_generation: (None, "committing"),
    projection.settle: ("between commit and Chroma", None),
    VectorIndex.update_metadata: ("changing audiences in Chroma", None),
    VectorIndex.delete: ("deleting from Chroma", "deleted from Chroma"),
    chroma.Chroma.close: ("closing", None),
    sealing.seal: ("sealing", "sealed"),
}
WINDOWS = (
    "opening",
    "checking",
    *(name for names in _WINDOWS.values() for name in names if name),
    "between publications",
)


def live(
    home: Path, embedder: Embedder, seed: int, acknowledged: int, started: int, close_after: int
) -> None:
    """Check the home, say so, and publish what comes next; close after so many operations.

    Lines on standard output: ``window NAME``, ``checked OPERATIONS CHUNKS``, ``started N``,
    ``acknowledged N``, ``broken WHY``, ``closed``.
    """
    _say("window opening")
    with opened(home, embedder) as knowledge:
        _say("window checking")
        try:
            done, chunks = _check(knowledge, embedder, seed, acknowledged, started)
        except invariants.Broken as broken:
            _say(f"broken {broken}")
            return
        _say(f"checked {done} {chunks}")
        _watch()
        for operation, _ in islice(operations(seed), done, done + close_after):
            _say(f"started {operation.number}")
            _perform(knowledge, operation)
            _say(f"acknowledged {operation.number}")
            _say("window between publications")
    _say("closed")


def _check(
    knowledge: Knowledge, embedder: Embedder, seed: int, acknowledged: int, started: int
) -> tuple[int, int]:
    """How many operations the home has seen, and its chunks. Raises Broken."""
    history = operations(seed)
    states = None
    for _ in range(acknowledged):
        _, states = next(history)
    if states is None or not invariants.matches(knowledge, states):
        if acknowledged == started == 0:
            return 0, 0
        # The one that was under way may have happened, if wholly.
        while started > acknowledged:
            acknowledged += 1
            _, states = next(history)
        if states is None or not invariants.matches(knowledge, states):
            if acknowledged == 1 and not knowledge.library.manuals(include_retired=True):
                return 0, 0
            raise invariants.Broken("The revisions are not those that were published.")
    return acknowledged, invariants.check(knowledge, states, embedder.name)


def _perform(knowledge: Knowledge, operation: Operation) -> None:
    if operation.document is not None:
        knowledge.publisher.publish(operation.document, operation.file, author="endurance")
        return
    manuals = knowledge.library.manuals(include_retired=True)
    (manual,) = (m for m in manuals if m.source == source_of(operation.manual))
    if operation.kind == "retire":
        knowledge.publisher.retire([manual.id])
    else:
        knowledge.publisher.restore(manual.id)


def _watch() -> None:
    """Tell which window is entered, from now on, on this thread."""
    names: dict[CodeType, tuple[str | None, str | None]] = {
        function.__code__: names for function, names in _WINDOWS.items()
    }

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "return") and frame.f_code in names:
            name = names[frame.f_code][event == "return"]
            if name:
                _say(f"window {name}")

    sys.setprofile(note)


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())
