"""Damages Chroma's files in every way and measures whether they are made again from the database.

``python -m evals.benchmarks.reindexing``: files are deleted, cut, emptied and changed byte by
byte, while the home is closed and while it is open. Afterwards each search must find what it
found before, and nothing may have been embedded again.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypedDict

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.forking import in_child
from evals.benchmarks.hashing import HashingEmbedder
from evals.benchmarks.home import Knowledge, opened
from evals.progress import bars
from ingest.recording import SourceFile
from knowledge import projection
from knowledge.model import Block, Document, ManualMeta, SearchRequest, Section

Damage = Callable[[Path], None]

_SECTIONS = 50
_QUERIES = 20
_WORDS = ("damage", "home")


class Result(TypedDict):
    damage: str
    #: While the home was closed, or open.
    home: str
    #: It was noticed: it is said in the log that Chroma is made again.
    detected: bool
    #: Chroma holds again what the database says.
    rebuilt: bool
    #: Searches whose text was the best of both rankers: right afterwards, and before that while
    #: the home was open with what is damaged.
    right_answers: int
    searches: int
    #: To open the home until all can be searched.
    seconds: float
    re_embedded: int
    #: Processes that died of it before it was repaired.
    crashes: int


def main(
    chunks: Annotated[int, typer.Option(min=1500, help="Size of the index.")] = 5000,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Exit code 1 when a damage was not repaired, or a search did not find what it should."""
    with tempfile.TemporaryDirectory(prefix="zeroji-reindexing-") as folder, bars() as bar:
        progress = bar("Damaging")
        whole, copy = Path(folder) / "whole", Path(folder) / "copy"
        in_child(lambda: _fill(whole, chunks))
        cases = [(home, name) for home in ("closed", "open") for name in DAMAGES]
        results = []
        for number, (home, name) in enumerate(cases, start=1):
            shutil.copytree(whole, copy)
            results.append(_damaged(copy, home, name))
            shutil.rmtree(copy)
            progress(number, len(cases))
    if as_json:
        print(json.dumps({"chunks": chunks, "damages": results}))
    else:
        _print(chunks, results)
    raise typer.Exit(0 if all(_is_good(result) for result in results) else 1)


def _is_good(result: Result) -> bool:
    right = result["right_answers"] == result["searches"]
    return result["rebuilt"] and right and not result["re_embedded"]


def _fill(home: Path, chunks: int) -> dict[str, Any]:
    with opened(home, HashingEmbedder()) as knowledge:
        for manual in range(chunks // _SECTIONS):
            sections = tuple(
                Section(
                    heading_path=(f"第{number + 1}条",),
                    blocks=(Block(kind="text", text=_text(manual * _SECTIONS + number)),),
                )
                for number in range(_SECTIONS)
            )
            name = f"/manuals/{manual}.md"
            knowledge.publisher.publish(
                Document(meta=ManualMeta(title=f"規程{manual}"), sections=sections),
                SourceFile(path=name, source=name, hash=f"{manual:064}"),
                author="benchmark",
            )
    return {"filled": True}


def _text(number: int) -> str:
    return f"整理番号{number:05}の書類は第{number % 97}書庫の{number % 13}段に置く。"


def _damaged(home: Path, when: str, name: str) -> Result:
    """Damage a home while nobody uses it, or under a process that goes on answering."""
    result = Result(
        damage=name,
        home=when,
        detected=False,
        rebuilt=False,
        right_answers=0,
        searches=0,
        seconds=0.0,
        re_embedded=0,
        crashes=0,
    )
    if when == "closed":
        DAMAGES[name](home / "chroma")
        phases = [lambda: _use(home)]
    else:
        phases = [lambda: _use(home, DAMAGES[name]), lambda: _use(home)]
    for phase in phases:
        seen = in_child(phase)
        if seen is None:
            result["crashes"] += 1
            seen = in_child(lambda: _use(home)) or {}
        result["detected"] |= seen["detected"]
        result["right_answers"] += seen["right_answers"]
        result["re_embedded"] += seen["re_embedded"]
        result["searches"] += _QUERIES
        result["rebuilt"], result["seconds"] = seen["rebuilt"], seen["seconds"]
    return result


def _use(home: Path, damage: Damage | None = None) -> dict[str, Any]:
    """Open a home, damage it then if told so, and search it."""
    said = _Said()
    logging.getLogger("knowledge").addHandler(said)
    logging.getLogger("knowledge").propagate = False
    embedder = HashingEmbedder()
    started = time.perf_counter()
    with opened(home, embedder) as knowledge:
        seconds = time.perf_counter() - started
        if damage is not None:
            _by_itself(damage, home / "chroma")
        right = _right_answers(knowledge)
        with knowledge.vectors.changing:  # until it has been made again
            rebuilt = projection.is_equal(knowledge.database, knowledge.vectors)
    return {
        "detected": said.count > 0,
        "rebuilt": rebuilt,
        "right_answers": right,
        "seconds": round(seconds, 2),
        "re_embedded": embedder.count,
    }


def _by_itself(damage: Damage, chroma: Path) -> None:
    """As a disk fails: no file was written when it changes."""
    written = {path: path.stat().st_mtime_ns for path in chroma.rglob("*") if path.is_file()}
    damage(chroma)
    for path, moment in written.items():
        if path.exists():
            os.utime(path, ns=(moment, moment))


class _Said(logging.Handler):
    """Counts warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


def _right_answers(knowledge: Knowledge) -> int:
    """Searches whose text is the best of both rankers."""
    entries = knowledge.index.snapshot().entries
    asked = [entries[n].chunk for n in np.linspace(0, len(entries) - 1, _QUERIES, dtype=int)]
    return sum(_finds(knowledge, chunk.embedded_text, chunk.text) for chunk in asked)


def _finds(knowledge: Knowledge, query: str, text: str) -> bool:
    best = knowledge.searcher.search(SearchRequest(query=query)).passages[0]
    return best.chunk.text == text and best.dense_rank == 1


def _sqlite(chroma: Path) -> Path:
    return chroma / "chroma.sqlite3"


def _segment(chroma: Path) -> Path:
    return next(path for path in chroma.iterdir() if path.is_dir())


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _flip(path: Path, count: int) -> None:
    """Invert so many bytes, spread over the file."""
    content = bytearray(path.read_bytes())
    for place in np.linspace(len(content) // 7, len(content) - 1, count, dtype=int):
        content[place] ^= 0xFF
    path.write_bytes(content)


_SEGMENT_FILES = (
    "data_level0.bin",
    "header.bin",
    "length.bin",
    "link_lists.bin",
    "index_metadata.pickle",
)


def _of_segment(name: str, damage: Damage) -> Damage:
    return lambda chroma: damage(_segment(chroma) / name)


DAMAGES: dict[str, Damage] = {
    "folder deleted": shutil.rmtree,
    "database file deleted": lambda chroma: _sqlite(chroma).unlink(),
    "database file emptied": lambda chroma: os.truncate(_sqlite(chroma), 0),
    "database file cut": lambda chroma: _cut(_sqlite(chroma)),
    "database file, 1 byte": lambda chroma: _flip(_sqlite(chroma), 1),
    "database file, 500 bytes": lambda chroma: _flip(_sqlite(chroma), 500),
    "segment folder deleted": lambda chroma: shutil.rmtree(_segment(chroma)),
    **{
        f"{name} {what}": _of_segment(name, damage)
        for name in _SEGMENT_FILES
        for what, damage in {
            "deleted": lambda path: path.unlink(),
            "cut": _cut,
            "1 byte": lambda path: _flip(path, 1),
            "100 bytes": lambda path: _flip(path, 100),
        }.items()
    },
}


def _print(chunks: int, results: list[Result]) -> None:
    table = Table(title=f"Chroma damaged, {chunks:,} chunks", title_justify="left")
    names = [name for name in Result.__annotations__ if name != "searches"]
    for name in names:
        table.add_column(name.replace("_", " "), justify="left" if name in _WORDS else "right")
    for result in results:
        shown: dict[str, Any] = {**result}
        shown["right_answers"] = f"{result['right_answers']}/{result['searches']}"
        table.add_row(*(_shown(shown[name]) for name in names))
    Console(width=120, highlight=False).print(table)


def _shown(value: object) -> str:
    return ("yes" if value else "NO") if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    typer.run(main)
