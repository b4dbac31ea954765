"""A library of any size within minutes: each article says half of what two real ones say.

Its vector is mixed of theirs too, so that vectors crowd as those of real texts do. Some manuals
are for other readers than everyone: a tenth, a hundredth and a thousandth of all chunks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.benchmarks.home import Knowledge
from evals.benchmarks.library import write_library
from evals.progress import Advance
from ingest.chunking import TARGET
from ingest.chunking import chunks as chunks_of
from ingest.isolation import DocumentReader
from ingest.recording import SourceFile
from knowledge.embedding import Embedder, Vectors
from knowledge.embedding.protocol import unit
from knowledge.model import EVERYONE, Block, Chunk, Document, ManualMeta, Section

#: Share of the chunks by audience; the rest is for everyone.
SHARES = {"tenth": 0.1, "hundredth": 0.01, "thousandth": 0.001}

#: How many real chunks there are to be mixed.
_REAL = 1500
_BATCH = 64
_ARTICLES = 100
#: How much of each of the two vectors is in the mixture.
_FIRST, _SECOND = 0.8, 0.5


class Mixture:
    """An embedder that is told the vectors of passages; questions it embeds once."""

    def __init__(self, real: Embedder) -> None:
        self.name = f"mixed:{real.name}"
        self.known: dict[str, Vectors] = {}
        self._real = real
        self._asked: dict[str, Vectors] = {}

    def passages(self, texts: list[str]) -> Vectors:
        return np.stack([self.known[text] for text in texts])

    def query(self, text: str) -> Vectors:
        if text not in self._asked:
            self._asked[text] = self._real.query(text)
        return self._asked[text]


@dataclass(frozen=True, kw_only=True)
class Material:
    """Real chunks with their vectors, shape (chunks, dimensions)."""

    chunks: Sequence[Chunk]
    vectors: Vectors


def material(real: Embedder, corpus: Path | None, size: int) -> Material:
    """For a library of a size, from the sample company's articles or from a ``corpus.jsonl`` with
    id, title, text and group.

    Raises InvalidInput when the corpus is none, or has too little.
    """
    count = min(size, _REAL)
    with tempfile.TemporaryDirectory() as folder, DocumentReader() as reader:
        library = write_library(Path(folder), reader, count, corpus)
    sections = [section for _, document in library for section in document.sections]
    found = [chunk for section in sections for chunk in chunks_of(section, 0)][:count]
    texts = [chunk.embedded_text for chunk in found]
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    vectors = np.concatenate([real.passages(batch) for batch in batches])
    return Material(chunks=found, vectors=vectors)


def fill(
    knowledge: Knowledge, mixture: Mixture, made_of: Material, size: int, progress: Advance
) -> None:
    """Publish so many chunks, as any manual is published. ``knowledge`` uses the mixture."""
    count = len(made_of.chunks)
    pairs = np.random.default_rng(0).choice(count * count, size, replace=False)
    done = 0
    for number, (audience, length) in enumerate(_manuals(size), start=1):
        mixture.known.clear()
        articles = []
        for first, second in (divmod(int(pair), count) for pair in pairs[done : done + length]):
            article = _article(made_of.chunks[first], made_of.chunks[second])
            (chunk,) = chunks_of(article, 0)
            mixture.known[chunk.embedded_text] = unit(
                _FIRST * made_of.vectors[first] + _SECOND * made_of.vectors[second]
            )
            articles.append(article)
        title = f"規程{number:05}"
        knowledge.publisher.publish(
            Document(meta=ManualMeta(title=title, audience=audience), sections=tuple(articles)),
            SourceFile(path=f"{title}.md", source=f"/{title}.md", hash=title),
            author="benchmark",
        )
        done += length
        progress(done, size)


def _manuals(size: int) -> Iterator[tuple[str, int]]:
    """The audience of each manual and how many articles it has, ``size`` in all."""
    shares = {name: max(1, round(size * share)) for name, share in SHARES.items()}
    for audience, left in {EVERYONE: size - sum(shares.values()), **shares}.items():
        for start in range(0, left, _ARTICLES):
            yield audience, min(_ARTICLES, left - start)


def _article(first: Chunk, second: Chunk) -> Section:
    half = TARGET // 2 - 1
    said = [chunk.text.replace("\n", " ")[:half] for chunk in (first, second)]
    return Section(
        heading_path=first.heading_path[-1:], blocks=(Block(kind="text", text="\n".join(said)),)
    )
