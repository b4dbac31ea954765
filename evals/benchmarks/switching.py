"""Switches embedders back and forth under questions and publications, and kills the process.

``python -m evals.benchmarks.switching``: a process asks and publishes without a pause while it
goes over from the built-in embedder to another and, once that is done, back. It is killed with
SIGKILL at random moments; the next process goes on. Each question must be answered with vectors,
by the passage that it is about, and each publication that was acknowledged must be found.
"""

from __future__ import annotations

import json
import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Annotated, Any

import numpy as np
import typer

from bot.migrations import migrate
from evals.progress import bars
from evals.summary import percentiles
from ingest.publishing import Publisher
from ingest.recording import SourceFile
from knowledge import japanese, switching
from knowledge.database import connect, sqlite_url
from knowledge.embedders import Embedders
from knowledge.embedding import Embedder, Vectors, embedder
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import Block, Document, ManualMeta, SearchRequest, Section
from knowledge.search import Searcher
from knowledge.vectors import open_client

_SHORTEST, _LONGEST = 0.5, 6.0
_PUBLISH_SECONDS = 0.3
#: Instead of half a minute, so that vectors are deleted while questions are asked.
_GRACE_SECONDS = 5.0


class Half:
    """The built-in embedder's first 256 dimensions: real vectors that fit with no others."""

    name = "openai:half"

    def __init__(self, whole: Embedder) -> None:
        self._whole = whole

    def passages(self, texts: list[str]) -> Vectors:
        half = self._whole.passages(texts)[:, :256]
        return np.asarray(half / np.linalg.norm(half, axis=1, keepdims=True), dtype=np.float32)

    def query(self, text: str) -> Vectors:
        return np.asarray(self.passages([text])[0])


class Counting:
    """An embedder that says how many passages it reads."""

    def __init__(self, counted: Embedder, tell: Any) -> None:
        self.name = counted.name
        self._counted = counted
        self._tell = tell

    def passages(self, texts: list[str]) -> Vectors:
        vectors = self._counted.passages(texts)
        self._tell(read=len(texts))
        return vectors

    def query(self, text: str) -> Vectors:
        return self._counted.query(text)


@dataclass(kw_only=True)
class Tally:
    """What the processes said."""

    kills: int = 0
    switches: int = 0
    read: int = 0
    published: int = 0
    needed: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    wanted: int = 1

    def note(self, said: dict[str, Any], chunks: int) -> None:
        self.read += said.get("read", 0)
        if "answer" in said:
            self.answers[said["answer"]] += 1
            self.milliseconds.append(said["ms"])
        if "published" in said:
            self.published = said["published"] + 1
            self.needed += 1
        if "switched" in said:
            self.switches += 1
            self.wanted = 1 - self.wanted
            self.needed += chunks + self.published

    def as_json(self, seconds: float) -> dict[str, Any]:
        return {
            "kills": self.kills,
            "switches": self.switches,
            "questions": sum(self.answers.values()),
            "answered": dict(self.answers),
            "publications": self.published,
            "texts_needed": self.needed,
            "texts_embedded": self.read,
            **percentiles(self.milliseconds),
            "max_ms": round(max(self.milliseconds, default=0.0), 1),
            "seconds": round(seconds, 1),
        }


def main(
    kills: Annotated[int, typer.Option(min=1, help="How often to kill.")] = 30,
    chunks: Annotated[int, typer.Option(min=10, help="Chunks to embed anew.")] = 1000,
    seed: Annotated[int, typer.Option(help="Other moments.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Exit code 1 when a question was not answered well."""
    started = time.monotonic()
    chance, tally = random.Random(seed), Tally()
    whole = embedder("builtin")
    whole.query("日当")
    japanese.terms("日当")
    with tempfile.TemporaryDirectory(prefix="zeroji-switching-") as folder, bars() as bar:
        progress = bar("Killing")
        _live(Path(folder), whole, tally, chunks, limit=None, prepare=True)
        tally.needed = chunks
        while tally.kills < kills:
            limit = chance.uniform(_SHORTEST, _LONGEST)
            tally.kills += _live(Path(folder), whole, tally, chunks, limit)
            progress(tally.kills, kills)
        _live(Path(folder), whole, tally, chunks, limit=None)
    report = tally.as_json(time.monotonic() - started)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        for name, value in report.items():
            print(f"{name:16} {value}")
    raise typer.Exit(0 if set(tally.answers) <= {"right"} else 1)


def _live(
    home: Path,
    whole: Embedder,
    tally: Tally,
    chunks: int,
    limit: float | None,
    prepare: bool = False,
) -> bool:
    """One process, killed ``limit`` seconds after its first answer, or left until it has gone
    over; whether it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            _serve(home, whole, out, tally, chunks, prepare)
        os._exit(0)
    os.close(writing)
    killer = threading.Timer(limit or 0, os.kill, (child, signal.SIGKILL))
    with os.fdopen(reading, encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                said = json.loads(line)
                tally.note(said, chunks)
                if "answer" in said and limit is not None and killer.ident is None:
                    killer.start()
    killer.cancel()
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError("a process ended by itself")
    return os.WIFSIGNALED(status)


def _serve(
    home: Path, whole: Embedder, out: IO[str], tally: Tally, chunks: int, prepare: bool
) -> None:
    """Ask and publish until the switch is done."""
    telling = threading.Lock()

    def tell(**said: Any) -> None:
        with telling:
            print(json.dumps(said), file=out, flush=True)

    embedders = {e.name: Counting(e, tell) for e in (whole, Half(whole))}
    wanted = list(embedders.values())[0 if prepare else tally.wanted]
    switching.GRACE_SECONDS = _GRACE_SECONDS
    with ExitStack() as closing:
        database = connect(sqlite_url(home / "zeroji.sqlite3"))
        closing.callback(database.dispose)
        migrate(database)
        client = open_client(home, None)
        closing.callback(client.close)
        chosen = Embedders(database, client, wanted, lambda name: embedders[name])
        switch = switching.Switch(database, chosen)
        closing.callback(switch.stop)
        switch.begin()
        publisher = Publisher(database, chosen.publishing)
        if prepare:
            _publish(publisher, "規程", range(chunks))
            return
        searcher = Searcher(Index(database), chosen.serving, Library(database))
        switch.start(lambda done, total: None)
        chance, published, due = random.Random(time.time_ns()), tally.published, 0.0
        while switch.is_pending():
            number = chance.choice([chance.randrange(chunks), *_latest(chunks, published)])
            tell(**_ask(searcher, number))
            if time.monotonic() > due:
                _publish(publisher, f"追加規程{published}", [chunks + published])
                tell(published=published)
                published, due = published + 1, time.monotonic() + _PUBLISH_SECONDS
        tell(switched=wanted.name)
        for number in [*_latest(chunks, published, 20), *range(0, chunks, max(1, chunks // 20))]:
            tell(**_ask(searcher, number))


def _latest(chunks: int, published: int, most: int = 3) -> list[int]:
    return [chunks + number for number in range(max(0, published - most), published)]


def _publish(publisher: Publisher, title: str, numbers: Any) -> None:
    sections = tuple(
        Section(heading_path=(f"第{n}条（手当{n}号）",), blocks=(_block(n),)) for n in numbers
    )
    document = Document(meta=ManualMeta(title=title), sections=sections)
    file = SourceFile(path=f"{title}.md", source=f"/{title}.md", hash=title)
    publisher.publish(document, file, author="switching")


def _block(number: int) -> Block:
    text = f"手当{number}号は、1か月につき{number}円とし、毎月{number % 28 + 1}日に支給する。"
    return Block(kind="text", text=text)


def _ask(searcher: Searcher, number: int) -> dict[str, Any]:
    """Whether vectors took part, and the passage was found that the question is about."""
    started = time.perf_counter()
    request = SearchRequest(query=f"手当{number}号はいくらですか", top=10)
    passages = searcher.search(request).passages
    milliseconds = (time.perf_counter() - started) * 1000
    found = any(f"手当{number}号は、" in passage.chunk.text for passage in passages)
    dense = any(passage.dense_rank is not None for passage in passages)
    answer = "right" if found and dense else "without vectors" if found else "not found"
    return {"answer": answer, "ms": round(milliseconds, 2)}


if __name__ == "__main__":
    typer.run(main)
