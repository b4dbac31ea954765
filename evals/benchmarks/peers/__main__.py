"""Runs every peer on the same task, one process each, and prints their figures side by side."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.peers.harness import save
from evals.benchmarks.peers.preparing import prepare
from evals.corpora import RetrievalSet, load_retrieval_set
from evals.progress import bars
from knowledge.embedding import embedder
from knowledge.errors import InvalidInput, ZerojiError

#: Peer → module of this package.
_PEERS = {
    "zeroji": "zeroji",
    "floor": "floor",
    "langchain": "langchain_ensemble",
    "llamaindex": "llamaindex_fusion",
    "haystack": "haystack_join",
    "txtai": "txtai_hybrid",
}
_ROOT = Path(__file__).resolve().parents[3]
_COLUMNS = (
    "import_s", "index_s", "chunks_per_s", "p50_ms", "p95_ms", "p50_cpu_ms", "hit@5", "memory_mib",
    "peak_mib",
)  # fmt: skip

Figures = dict[str, Any]


def main(
    corpus: Annotated[list[Path], typer.Option(help="Folder of a retrieval set; repeatable.")],
    size: Annotated[list[int] | None, typer.Option(min=100, help="Chunks; repeatable.")] = None,
    python: Annotated[
        list[str] | None, typer.Option(help="NAME=PATH of the Python that has a peer's packages.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Peers to run; all without.")] = None,
    queries: Annotated[int, typer.Option(min=10, help="Questions to ask.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Index the same chunks with each peer and ask the same questions; embedding is not timed."""
    try:
        pythons = _pythons(python or [])
        chosen = _chosen(only)
        merged = _merged([load_retrieval_set(folder) for folder in corpus])
        figures = {n: _measured(merged, n, queries, chosen, pythons) for n in size or [5000]}
    except ZerojiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if as_json:
        print(json.dumps(figures))
        return
    for count, by_peer in figures.items():
        _print(count, by_peer)


def _measured(
    real: RetrievalSet,
    size: int,
    queries: int,
    peers: Sequence[str],
    pythons: Mapping[str, str],
) -> dict[str, Figures]:
    with tempfile.TemporaryDirectory(prefix="zeroji-peers-") as folder, bars() as bar:
        task = prepare(
            Path(folder), real, embedder("builtin"), size, queries, bar(f"Embedding {size}")
        )
        save(task)
        found: dict[str, Figures] = {}
        running = bar(f"Measuring {size}")
        for number, peer in enumerate(peers, start=1):
            found[peer] = _run(peer, pythons.get(peer, sys.executable), Path(folder))
            running(number, len(peers))
        return found


def _run(peer: str, python: str, folder: Path) -> Figures:
    """The figures of a peer, or why there are none."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    quiet = {"HAYSTACK_TELEMETRY_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False"}
    done = subprocess.run(
        [python, "-m", f"evals.benchmarks.peers.{_PEERS[peer]}", str(folder)],
        cwd=_ROOT,
        env=os.environ | one | quiet,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    figures: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _pythons(given: Sequence[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, _, path in pairs:
        if name not in _PEERS or not Path(path).exists():
            raise InvalidInput(
                f"--python {name}={path}: give one of {', '.join(_PEERS)} and a path."
            )
    return {name: path for name, _, path in pairs}


def _chosen(only: Sequence[str] | None) -> list[str]:
    unknown = set(only or ()) - _PEERS.keys()
    if unknown:
        raise InvalidInput(f"No such peer: {', '.join(sorted(unknown))}.")
    return list(only or _PEERS)


def _merged(sets: Sequence[RetrievalSet]) -> RetrievalSet:
    return RetrievalSet(
        corpus=tuple(passage for one in sets for passage in one.corpus),
        queries=sets[0].queries,
    )


def _print(size: int, by_peer: Mapping[str, Figures]) -> None:
    table = Table(title=f"{size:,} chunks", title_justify="left")
    table.add_column("")
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for peer, figures in by_peer.items():
        cells = [str(figures.get(column, "-")) for column in _COLUMNS]
        table.add_row(peer, *cells, figures.get("failed", ""))
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=160)).print(table)


if __name__ == "__main__":
    typer.run(main)
