"""Hybrid search: Chroma's vectors and the lexical index, filtered first, ranked together."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from knowledge import japanese
from knowledge.embedding import Embedder
from knowledge.index import Entry, Index, Snapshot
from knowledge.lexical import Scores
from knowledge.library import Library
from knowledge.model import Passage, SearchRequest, Section
from knowledge.vectors import VectorIndex

#: How many candidates each ranker gives.
_CANDIDATES = 60
#: Rank fusion: how slowly a rank loses weight, and what the lexical ranker's ranks count for.
_RANK_CONSTANT = 20
_LEXICAL_WEIGHT = 1.1


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search found, best first, and how long its steps took."""

    passages: tuple[Passage, ...]
    embed_ms: float
    search_ms: float


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    position: int
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    similarity: float
    bm25: float


class Searcher:
    """Searches the manuals that may be seen, as they are in force on a day."""

    def __init__(
        self, index: Index, vectors: VectorIndex, embedder: Embedder, library: Library
    ) -> None:
        self.index = index
        self._vectors = vectors
        self._embedder = embedder
        self._library = library

    def search(self, request: SearchRequest) -> Found:
        started = time.perf_counter()
        vector = self._embedder.query(japanese.normalize(request.query))
        embedded = time.perf_counter()
        on = request.on or date.today()
        snapshot = self.index.snapshot()
        similar = self._vectors.nearest(vector, request.audiences, on, _CANDIDATES)
        visible = snapshot.visible(request.audiences, on)
        scores = snapshot.lexical.scores(japanese.terms(request.query)) * visible
        candidates = _fuse(
            _positions(similar, snapshot, visible),
            {int(n): float(scores[n]) for n in _best(scores)},
        )
        passages = [self._passage(snapshot, c, on) for c in candidates[: request.top]]
        done = time.perf_counter()
        return Found(
            passages=tuple(passages),
            embed_ms=(embedded - started) * 1000,
            search_ms=(done - embedded) * 1000,
        )

    def _passage(self, snapshot: Snapshot, candidate: _Candidate, on: date) -> Passage:
        entry = snapshot.entries[candidate.position]
        revision = snapshot.revision(entry.manual_id, on)
        section = self._library.section_in(revision, entry.chunk.section_hash)
        return Passage(
            chunk=entry.chunk,
            section=section,
            manual=snapshot.manuals[entry.manual_id],
            revision=revision,
            page=_page(section, entry),
            score=candidate.score,
            dense_rank=candidate.dense_rank,
            lexical_rank=candidate.lexical_rank,
            similarity=candidate.similarity,
            bm25=candidate.bm25,
        )


def _positions(
    similar: Mapping[int, float], snapshot: Snapshot, visible: npt.NDArray[np.bool_]
) -> dict[int, float]:
    """Similarities by position; what Chroma still holds of another publication is dropped."""
    known = {snapshot.positions.get(entry): value for entry, value in similar.items()}
    return {n: value for n, value in known.items() if n is not None and visible[n]}


def _best(scores: Scores) -> Sequence[int]:
    count = min(_CANDIDATES, len(scores))
    if count == 0:
        return []
    best = np.argpartition(-scores, count - 1)[:count]
    ordered = best[np.argsort(-scores[best], kind="stable")]
    return [int(n) for n in ordered if scores[n] > 0]


def _fuse(dense: Mapping[int, float], lexical: Mapping[int, float]) -> list[_Candidate]:
    """Reciprocal rank fusion: best first, ties in reading order."""
    dense_ranks = {position: rank for rank, position in enumerate(dense, start=1)}
    lexical_ranks = {position: rank for rank, position in enumerate(lexical, start=1)}
    found = [
        _Candidate(
            position=position,
            score=_share(dense_ranks.get(position))
            + _LEXICAL_WEIGHT * _share(lexical_ranks.get(position)),
            dense_rank=dense_ranks.get(position),
            lexical_rank=lexical_ranks.get(position),
            similarity=dense.get(position, 0.0),
            bm25=lexical.get(position, 0.0),
        )
        for position in sorted(dense.keys() | lexical.keys())
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _share(rank: int | None) -> float:
    return 0.0 if rank is None else _RANK_CONSTANT / (_RANK_CONSTANT + rank)


def _page(section: Section, entry: Entry) -> int | None:
    """The page of the block that the chunk starts with."""
    first_line = entry.chunk.text.split("\n", 1)[0]
    pages = [block.page for block in section.blocks if first_line in block.text]
    return pages[0] if pages else section.page
