"""How long publishing takes: a first ingestion, and one edited article among thousands of chunks.

``python -m evals.benchmarks.publishing`` measures Zeroji and, on the same chunks with the same
embedder in the same run, LangChain's indexing API with Chroma (see :mod:`.peer`). A first
ingestion embeds the same texts on both sides, so they are embedded once and timed apart.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.counting import CountingEmbedder
from evals.benchmarks.home import Knowledge, opened
from evals.benchmarks.library import Library, edit, write_library
from evals.benchmarks.peer import MISSING, Peer
from evals.progress import Advance, bars
from ingest import sources
from ingest.chunking import chunks as chunks_of
from ingest.isolation import DocumentReader
from knowledge.embedding import embedder
from knowledge.errors import InvalidInput, ZerojiError
from knowledge.model import Document, SearchRequest

#: How many texts are embedded at a time, here as in publishing.
_BATCH = 64


class Side(Protocol):
    """What is measured."""

    def publish(self, path: Path, document: Document) -> None: ...
    def search(self, query: str) -> list[str]: ...
    def count(self) -> int: ...


class Zeroji:
    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def publish(self, path: Path, document: Document) -> None:
        self._knowledge.publisher.publish(document, sources.describe(path), author="benchmark")

    def search(self, query: str) -> list[str]:
        found = self._knowledge.searcher.search(SearchRequest(query=query))
        return [passage.chunk.text for passage in found.passages]

    def count(self) -> int:
        return sum(e.valid_until is None for e in self._knowledge.index.snapshot().entries)


def main(
    chunks: Annotated[int, typer.Option(min=50, help="Size of the library.")] = 5000,
    edits: Annotated[int, typer.Option(min=1, help="Articles to edit, one after another.")] = 10,
    corpus: Annotated[
        Path | None, typer.Option(help="Real text: a corpus.jsonl with id, title, text, group.")
    ] = None,
    alone: Annotated[bool, typer.Option("--alone", help="Without the peer.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure first ingestion and edits, from the file to the moment a search finds it."""
    if not alone and find_spec("langchain_chroma") is None:
        typer.echo(MISSING, err=True)
        raise typer.Exit(2)
    with tempfile.TemporaryDirectory(prefix="zeroji-publishing-") as folder:
        try:
            report = _measure(Path(folder), chunks, edits, corpus, alone)
        except ZerojiError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error
    if as_json:
        print(json.dumps(report))
    else:
        _print(report)


def _measure(
    folder: Path, chunks: int, edits: int, corpus: Path | None, alone: bool
) -> dict[str, dict[str, Any]]:
    manuals = folder / "manuals"
    manuals.mkdir()
    counting = CountingEmbedder(embedder("builtin"))
    with DocumentReader() as reader, bars() as bar:
        library = write_library(manuals, reader, chunks, corpus)
        if 2 * edits > len(library):
            raise InvalidInput(f"There are {len(library)} manuals only: ask for fewer --edits.")
        embedding = _embed(library, counting, bar("Embedding"))
        ours, theirs = library[:edits], library[edits : 2 * edits]
        with opened(folder / "home", counting) as knowledge:
            zeroji = Zeroji(knowledge)
            found = {"zeroji": _measure_side(zeroji, library, ours, counting, reader, embedding)}
        if not alone:
            with closing(Peer(folder / "peer", counting)) as peer:
                found["langchain"] = _measure_side(
                    peer, library, theirs, counting, reader, embedding
                )
    return found


def _embed(library: Library, counting: CountingEmbedder, progress: Advance) -> float:
    """Embed all chunks as publishing does, manual by manual; the seconds that it took."""
    counting.query("日当")  # loads the model
    for number, (_, document) in enumerate(library, start=1):
        texts = [c.embedded_text for section in document.sections for c in chunks_of(section, 0)]
        for start in range(0, len(texts), _BATCH):
            counting.passages(texts[start : start + _BATCH])
        progress(number, len(library))
    return counting.seconds


def _measure_side(
    side: Side,
    library: Library,
    edited: Library,
    counting: CountingEmbedder,
    reader: DocumentReader,
    embedding: float,
) -> dict[str, Any]:
    before = counting.count
    started = time.perf_counter()
    for path, document in library:
        side.publish(path, document)
    count = side.count()
    seconds = time.perf_counter() - started
    embedded = counting.count - before
    edits = [_edit(side, number, path, counting, reader) for number, (path, _) in enumerate(edited)]
    return {
        "chunks": count,
        "first": {
            "embedded": embedded,
            "embedding_seconds": round(embedding, 2),
            "other_seconds": round(seconds, 2),
            "chunks_per_second": round(count / (embedding + seconds)),
            "chunks_per_second_without_embedding": round(count / seconds),
        },
        "edit_median": {name: _median(edits, name) for name in edits[0]},
        "edit_worst": {name: max(edit[name] for edit in edits) for name in edits[0]},
    }


def _edit(
    side: Side, number: int, path: Path, counting: CountingEmbedder, reader: DocumentReader
) -> dict[str, float]:
    """Change one article and wait until it is found; milliseconds, and chunks embedded."""
    sentence = f"社内天文台ひまわり{number + 1}号館は、水曜の夜に望遠鏡を開放する。"
    edit(path, sentence)
    before = counting.count
    started = time.perf_counter()
    document = reader.read(path)
    read = time.perf_counter()
    side.publish(path, document)
    published = time.perf_counter()
    found = side.search(sentence)
    searched = time.perf_counter()
    if not any(sentence in text for text in found):
        raise InvalidInput(f"The edit of {path.name} was not found after it was published.")
    return {
        "read_ms": _ms(read - started),
        "publish_ms": _ms(published - read),
        "search_ms": _ms(searched - published),
        "total_ms": _ms(searched - started),
        "embedded_chunks": counting.count - before,
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _median(edits: Sequence[dict[str, float]], name: str) -> float:
    return round(statistics.median(edit[name] for edit in edits), 1)


def _print(report: dict[str, dict[str, Any]]) -> None:
    table = Table(title="Publishing", title_justify="left")
    table.add_column("")
    for name in report:
        table.add_column(name, justify="right")
    table.add_row("chunks", *(f"{side['chunks']:,}" for side in report.values()))
    for group, title in (
        ("first", "first ingestion"),
        ("edit_median", "one article edited, median"),
        ("edit_worst", "one article edited, worst"),
    ):
        for key in next(iter(report.values()))[group]:
            name = f"{title}: {key.replace('_', ' ')}"
            table.add_row(name, *(f"{side[group][key]:,}" for side in report.values()))
    Console(width=110, highlight=False).print(table)


if __name__ == "__main__":
    typer.run(main)
