"""How many of the truly nearest chunks search finds when few of all may be seen, and how fast.

``python -m evals.benchmarks.filtered_recall`` compares search (exact in memory, as libraries of up
to 131,072 chunks are searched) and Chroma (as larger ones are) with all distances computed.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.home import Knowledge, opened
from evals.benchmarks.mixing import SHARES, Mixture, fill, material
from evals.benchmarks.questions import questions
from evals.progress import bars
from evals.summary import percentiles
from knowledge import store
from knowledge.dense import Dense
from knowledge.embedding import Vectors, embedder
from knowledge.errors import ZerojiError
from knowledge.index import Snapshot
from knowledge.model import EVERYONE
from knowledge.question_vectors import Asked
from knowledge.similarity import Similarity

_TOP = 60
_RECALLED = (10, 60)
_AUDIENCES = (EVERYONE, *SHARES)


def main(
    sizes: Annotated[
        list[int] | None, typer.Option("--chunks", help="Sizes of the library, one by one.")
    ] = None,
    count: Annotated[int, typer.Option("--questions", min=1, help="How many to ask.")] = 60,
    corpus: Annotated[
        Path | None, typer.Option(help="Real text: a corpus.jsonl with id, title, text, group.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per row.")] = False,
) -> None:
    """Measure recall and time by the share of chunks that may be seen."""
    try:
        rows = [
            row for size in sizes or [5000, 20000, 100000] for row in measure(size, count, corpus)
        ]
    except ZerojiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if as_json:
        for row in rows:
            print(json.dumps(row))
    else:
        _print(rows)


def measure(size: int, count: int, corpus: Path | None) -> list[dict[str, Any]]:
    """One row for each audience and each way of searching."""
    real = embedder("builtin")
    mixture = Mixture(real)
    with (
        tempfile.TemporaryDirectory(prefix="zeroji-recall-") as home,
        bars() as bar,
        opened(Path(home), mixture) as knowledge,
    ):
        fill(knowledge, mixture, material(real, corpus, size), size, bar(f"{size} chunks"))
        vectors = [real.query(question) for question in questions(count)]
        return [
            {"chunks": size, "audience": audience, "by": name}
            | _compare(knowledge, mixture, by, vectors, audience)
            for name, by in (
                ("search", Similarity(knowledge.index)),
                ("Chroma", Similarity(knowledge.index, max_bytes=0, few=0)),
            )
            for audience in _AUDIENCES
        ]


def _compare(
    knowledge: Knowledge,
    mixture: Mixture,
    similarity: Similarity,
    vectors: Sequence[Vectors],
    audience: str,
) -> dict[str, Any]:
    """Recall by number of results, and milliseconds."""
    snapshot = knowledge.index.snapshot()
    seen, matrix = _seen(knowledge, snapshot, mixture.name, audience)
    dense = Dense(embedder=mixture, vectors=knowledge.vectors)
    spent: list[float] = []
    recalled: dict[int, list[float]] = {top: [] for top in _RECALLED}
    for vector in vectors:
        asked = Asked(dense=dense, vector=vector)
        started = time.perf_counter()
        similar = similarity.nearest(asked, frozenset({audience}), date.today(), _TOP)
        spent.append((time.perf_counter() - started) * 1000)
        found = np.argsort(-np.nan_to_num(similar.values, nan=-2.0), kind="stable")
        known = [int(n) for n in found[:_TOP] if not np.isnan(similar.values[n])]
        nearest = seen[np.argsort(-(matrix @ vector), kind="stable")]
        for top in _RECALLED:
            wanted = set(nearest[:top].tolist())
            recalled[top].append(len(wanted.intersection(known[:top])) / len(wanted))
    recalls = {f"recall@{top}": round(float(np.mean(r)), 4) for top, r in recalled.items()}
    return {"seen": len(seen), **recalls, **percentiles(spent[1:])}


def _seen(
    knowledge: Knowledge, snapshot: Snapshot, model: str, audience: str
) -> tuple[Any, Vectors]:
    """Positions that an audience may see, and their vectors, read past what is measured."""
    seen = np.array(
        [
            n
            for n, entry in enumerate(snapshot.entries)
            if snapshot.manuals[entry.manual_id].audience == audience
        ]
    )
    hashes = [snapshot.entries[n].text_hash for n in seen]
    with knowledge.database.connect() as tx:
        known = store.vectors_of(tx, model, sorted(set(hashes)))
    return seen, np.stack([known[key] for key in hashes])


def _print(rows: Sequence[dict[str, Any]]) -> None:
    table = Table("chunks", "may see", "by", "recall@10", "recall@60", "p50 ms", "p95 ms")
    for row in rows:
        table.add_row(
            f"{row['chunks']:,}",
            f"{row['seen']:,}",
            row["by"],
            *(f"{row[name]:.3f}" for name in ("recall@10", "recall@60")),
            *(f"{row[name]:.2f}" for name in ("p50_ms", "p95_ms")),
        )
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
