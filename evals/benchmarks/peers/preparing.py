"""The task of a measurement: chunks of real text, the questions that come with it, vectors."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from evals.benchmarks.peers.harness import Task
from evals.corpora import CorpusPassage, RetrievalSet
from ingest.chunking import LONGEST, chunks
from knowledge import japanese
from knowledge.embedding import Embedder
from knowledge.embedding.protocol import Vectors, unit
from knowledge.model import heading_label
from knowledge.projection import Progress

_BATCH = 64
#: How much of a made-up chunk's vector is chance, so that no two are equal.
_NOISE = 0.1


def prepare(
    folder: Path, real: RetrievalSet, embedder: Embedder, size: int, asked: int, progress: Progress
) -> Task:
    """A task of so many chunks; what real text lacks is recombined from its sentences."""
    texts, of_passage = _texts(real.corpus, size)
    numbers: dict[str, list[int]] = {}
    for number, passage in enumerate(of_passage):
        numbers.setdefault(passage, []).append(number)
    queries = [q for q in real.sample(asked).queries if q.gold & numbers.keys()]
    vectors = _embedded(texts, embedder, progress)
    made, mixed = _recombined(texts, vectors, size - len(texts))
    return Task(
        folder=folder,
        texts=texts + made,
        tokens=[_tokens(text) for text in texts + made],
        vectors=np.concatenate([vectors, mixed]),
        queries=[query.text for query in queries],
        query_tokens=[_tokens(query.text) for query in queries],
        query_vectors=np.array(
            [embedder.query(japanese.normalize(q.text)) for q in queries], dtype=np.float32
        ),
        gold=[[n for p in sorted(q.gold) for n in numbers.get(p, [])] for q in queries],
    )


def _texts(corpus: Sequence[CorpusPassage], size: int) -> tuple[list[str], list[str]]:
    """Different chunks, each below its heading, and the passages that they are of."""
    found: dict[str, str] = {}
    for text, passage in itertools.islice(_chunks(corpus), size * 2):
        found.setdefault(text, passage)
    chosen = list(found.items())[:size]
    return [text for text, _ in chosen], [passage for _, passage in chosen]


def _chunks(corpus: Sequence[CorpusPassage]) -> Iterator[tuple[str, str]]:
    for passage in corpus:
        section = passage.as_section()
        label = heading_label(section.heading_path[-1])
        if label != heading_label(label) or "\n" in label:
            continue
        for chunk in chunks(section, 0):
            if len(chunk.text) <= LONGEST:
                yield f"{label}\n{chunk.text}", passage.id


def _embedded(texts: list[str], embedder: Embedder, progress: Progress) -> Vectors:
    parts = []
    for start in range(0, len(texts), _BATCH):
        parts.append(embedder.passages(texts[start : start + _BATCH]))
        progress(min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(parts).astype(np.float32)


def _recombined(texts: Sequence[str], vectors: Vectors, count: int) -> tuple[list[str], Vectors]:
    """Chunks that begin as one real chunk and end as another, with vectors in between."""
    chance, noise = random.Random(0), np.random.default_rng(0)
    made: list[str] = []
    mixed: list[Vectors] = []
    for number in range(max(count, 0)):
        first, second = chance.randrange(len(texts)), chance.randrange(len(texts))
        beginning, ending = texts[first], texts[second]
        made.append(f"{beginning[: len(beginning) // 2]}{number}{ending[len(ending) // 2 :]}")
        spread = noise.standard_normal(vectors.shape[1]) * _NOISE / vectors.shape[1] ** 0.5
        mixed.append(vectors[first] + vectors[second] + spread)
    empty = np.zeros((0, vectors.shape[1]), dtype=np.float32)
    return made, unit(np.array(mixed)) if mixed else empty


def _tokens(text: str) -> str:
    return " ".join(japanese.words(text)) or "-"
