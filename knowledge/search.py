"""Hybrid search: Chroma's vectors and the lexical index, filtered first, ranked together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from knowledge import japanese, recovery
from knowledge.dense import Dense
from knowledge.embedding import Vectors
from knowledge.errors import ModelUnavailable, VectorsUnavailable
from knowledge.index import Entry, Index, Snapshot
from knowledge.lexical import Scores
from knowledge.library import Library
from knowledge.model import Passage, SearchRequest, Section
from knowledge.reranking import Reranker

log = logging.getLogger(__name__)

#: How many candidates each ranker gives.
_CANDIDATES = 60
#: Rank fusion: how slowly a rank loses weight, and what the lexical ranker's ranks count for.
_RANK_CONSTANT = 20
_LEXICAL_WEIGHT = 1.1
#: How many of the best a reranker orders anew.
_RERANKED = 20


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


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A question as a vector, with where to compare it."""

    dense: Dense
    #: Shape (dimensions,).
    vector: Vectors


class Searcher:
    """Searches the manuals that may be seen, as they are in force on a day."""

    def __init__(
        self,
        index: Index,
        dense: Callable[[], Dense | None],
        library: Library,
        reranker: Reranker | None = None,
    ) -> None:
        """``dense`` gives the embedder of the moment, or None: then words alone are compared."""
        self.index = index
        self._dense = dense
        self._library = library
        self._reranker = reranker

    def search(self, request: SearchRequest) -> Found:
        started = time.perf_counter()
        asked = self._embedded(request.query)
        embedded = time.perf_counter()
        on = request.on or date.today()
        snapshot, similar = self._similar(asked, request.audiences, on)
        visible = snapshot.visible(request.audiences, on)
        scores = snapshot.lexical.scores(japanese.terms(request.query)) * visible
        candidates = _fuse(
            _positions(similar, snapshot, visible),
            {int(n): float(scores[n]) for n in _best(scores)},
        )
        candidates = self._reranked(request.query, snapshot, candidates)
        passages = [self._passage(snapshot, c, on) for c in candidates[: request.top]]
        done = time.perf_counter()
        return Found(
            passages=tuple(passages),
            embed_ms=(embedded - started) * 1000,
            search_ms=(done - embedded) * 1000,
        )

    def _embedded(self, query: str) -> _Asked | None:
        """The question as a vector; None where there is none to be had now."""
        dense = self._dense()
        if dense is None:
            return None
        try:
            return _Asked(dense=dense, vector=dense.embedder.query(japanese.normalize(query)))
        except ModelUnavailable as unavailable:
            log.warning("%s The question is searched by its words only.", unavailable)
            return None

    def _similar(
        self, asked: _Asked | None, audiences: frozenset[str], on: date
    ) -> tuple[Snapshot, Mapping[int, float]]:
        """Similar entries, and the snapshot that they are of.

        A publication in between may have taken the old entries out of Chroma: look again then.
        """
        snapshot = self.index.snapshot()
        while True:
            similar = self._nearest(snapshot, asked, audiences, on) if asked else {}
            newest = self.index.snapshot()
            if newest is snapshot:
                return snapshot, similar
            snapshot = newest

    def _nearest(
        self, snapshot: Snapshot, asked: _Asked, audiences: frozenset[str], on: date
    ) -> Mapping[int, float]:
        """By Chroma; while that is broken and made again, by comparing one by one."""
        try:
            return asked.dense.vectors.nearest(asked.vector, audiences, on, _CANDIDATES)
        except VectorsUnavailable as broken:
            log.error("%s The question is searched without it.", broken)
            model = asked.dense.name
            recovery.start(self.index.database, asked.dense.vectors, model)
            visible = snapshot.visible(audiences, on)
            return recovery.nearest(
                self.index.database, model, snapshot, visible, asked.vector, _CANDIDATES
            )

    def _reranked(
        self, query: str, snapshot: Snapshot, candidates: list[_Candidate]
    ) -> list[_Candidate]:
        """The best in the reranker's order, each with the score of its new place."""
        if self._reranker is None or not candidates:
            return candidates
        best, rest = candidates[:_RERANKED], candidates[_RERANKED:]
        texts = [snapshot.entries[c.position].chunk.embedded_text for c in best]
        try:
            relevance = self._reranker.relevance(query, texts)
        except ModelUnavailable as unavailable:
            log.warning("%s The passages keep their order.", unavailable)
            return candidates
        order = np.argsort(-relevance, kind="stable")
        placed = zip(order.tolist(), best, strict=True)
        return [replace(best[n], score=place.score) for n, place in placed] + rest

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
