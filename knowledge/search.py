"""Hybrid search: Chroma's vectors and the lexical index, filtered first, ranked together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from knowledge import japanese
from knowledge.dense import Dense
from knowledge.embedding import Vectors
from knowledge.errors import ModelUnavailable
from knowledge.index import Entry, Index, Snapshot
from knowledge.library import Library
from knowledge.model import Passage, SearchRequest, Section
from knowledge.question_vectors import Asked, QuestionVectors
from knowledge.ranking import FEATURES, Candidates, Model, Ranking, rank
from knowledge.reranking import Reranker
from knowledge.sections import Sections
from knowledge.similarity import Similar, Similarity

log = logging.getLogger(__name__)

#: How many candidates each ranker gives.
_CANDIDATES = 60
#: How many of the best a reranker orders anew.
_RERANKED = 20


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search found, best first, and how long its steps took."""

    passages: tuple[Passage, ...]
    embed_ms: float
    search_ms: float


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A candidate in its place, with all that the ranking knows of it."""

    position: int
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    similarity: float
    bm25: float
    features: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The candidates of a question, before they are ranked."""

    snapshot: Snapshot
    #: Of the question, shape (dimensions,); None where it is searched by its words only.
    vector: Vectors | None
    candidates: Candidates


class Searcher:
    """Searches the manuals that may be seen, as they are in force on a day."""

    def __init__(
        self,
        index: Index,
        dense: Callable[[], Dense | None],
        library: Library,
        reranker: Reranker | None = None,
        similarity: Similarity | None = None,
    ) -> None:
        """``dense`` gives the embedder of the moment, or None: then words alone are compared.

        ``similarity`` is how vectors are compared where it is not as usual.
        """
        self.index = index
        self._questions = QuestionVectors(dense)
        self._sections = Sections(library)
        self._reranker = reranker
        self._similarity = similarity or Similarity(index)
        self._model: Model | None = None
        self._gone: frozenset[str] = frozenset()

    def ranked_by(self, model: Model) -> Searcher:
        """The same search, ranked by another model than the one that comes with Zeroji."""
        other = copy(self)
        other._model = model
        return other

    def without(self, sections: Collection[str]) -> Searcher:
        """The same search, as if no manual had the sections with these hashes.

        The others are found and ranked anew, so they get the shares that they have alone. Only
        how rare a word is still counts the sections that are gone.
        """
        other = copy(self)
        other._gone = self._gone.union(sections)
        return other

    def search(self, request: SearchRequest) -> Found:
        started = time.perf_counter()
        asked = self._questions.of(request.query)
        embedded = time.perf_counter()
        on = request.on or date.today()
        gathered = self._gathered(request, asked, on)
        ranking = rank(
            request.query, gathered.vector, gathered.snapshot, gathered.candidates, self._model
        )
        top = max(request.top, _RERANKED) if self._reranker else request.top
        places = _placed(gathered, ranking, top)
        places = self._reranked(request.query, gathered.snapshot, places)
        passages = self._passages(gathered.snapshot, places[: request.top], on)
        done = time.perf_counter()
        return Found(
            passages=passages,
            embed_ms=(embedded - started) * 1000,
            search_ms=(done - embedded) * 1000,
        )

    def candidates(self, request: SearchRequest) -> Gathered:
        """What :meth:`search` ranks."""
        asked = self._questions.of(request.query)
        return self._gathered(request, asked, request.on or date.today())

    def _gathered(self, request: SearchRequest, asked: Asked | None, on: date) -> Gathered:
        """The nearest of each kind among what may be seen, with both scores of each."""
        similar = self._similar(asked, request.audiences, on)
        snapshot = similar.snapshot
        bm25 = snapshot.lexical.scores(japanese.query_terms(request.query))
        shown = self._shown(snapshot, request.audiences, on)
        bm25 = bm25 * shown
        positions = np.union1d(
            _highest(similar.values, among=np.flatnonzero(~np.isnan(similar.values) & shown)),
            _highest(bm25, among=np.flatnonzero(bm25)),
        )
        similarity = (
            self._similarity.at(positions, asked, similar)
            if asked
            else np.zeros(len(positions), dtype=np.float32)
        )
        return Gathered(
            snapshot=snapshot,
            vector=asked.vector if asked else None,
            candidates=Candidates(positions=positions, similarity=similarity, bm25=bm25[positions]),
        )

    def _shown(
        self, snapshot: Snapshot, audiences: frozenset[str], on: date
    ) -> npt.NDArray[np.bool_]:
        """Which entries take part, shape (entries,)."""
        visible = snapshot.visible(audiences, on)
        if not self._gone:
            return visible
        gone = [entry.chunk.section_hash in self._gone for entry in snapshot.entries]
        return visible & ~np.array(gone, dtype=np.bool_)

    def _similar(self, asked: Asked | None, audiences: frozenset[str], on: date) -> Similar:
        if asked is not None:
            return self._similarity.nearest(asked, audiences, on, _CANDIDATES)
        snapshot = self.index.snapshot()
        unknown = np.full(len(snapshot.entries), np.nan, dtype=np.float32)
        return Similar(snapshot=snapshot, values=unknown)

    def _reranked(self, query: str, snapshot: Snapshot, places: list[_Place]) -> list[_Place]:
        """The best in the reranker's order, each with the score of its new place."""
        if self._reranker is None or not places:
            return places
        best, rest = places[:_RERANKED], places[_RERANKED:]
        texts = [snapshot.entries[place.position].chunk.embedded_text for place in best]
        try:
            relevance = self._reranker.relevance(query, texts)
        except ModelUnavailable as unavailable:
            log.warning("%s The passages keep their order.", unavailable)
            return places
        order = np.argsort(-relevance, kind="stable")
        placed = zip(order.tolist(), best, strict=True)
        return [replace(best[n], score=place.score) for n, place in placed] + rest

    def _passages(
        self, snapshot: Snapshot, places: Sequence[_Place], on: date
    ) -> tuple[Passage, ...]:
        entries = [snapshot.entries[place.position] for place in places]
        revisions = [snapshot.revision(entry.manual_id, on) for entry in entries]
        sections = self._sections.at(
            [(r.id, e.chunk.section_hash) for r, e in zip(revisions, entries, strict=True)],
            snapshot.generation,
        )
        return tuple(
            Passage(
                chunk=entry.chunk,
                section=section,
                manual=snapshot.manuals[entry.manual_id],
                revision=revision,
                page=_page(section, entry),
                score=place.score,
                dense_rank=place.dense_rank,
                lexical_rank=place.lexical_rank,
                similarity=place.similarity,
                bm25=place.bm25,
                features=place.features,
            )
            for place, entry, revision, section in zip(
                places, entries, revisions, sections, strict=True
            )
            # Nothing is left of a section that only commands a machine.
            if section.blocks
        )


def _highest(values: Vectors, among: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The positions with the highest values among some, in any order."""
    if len(among) <= _CANDIDATES:
        return among
    best = np.argpartition(values[among], -_CANDIDATES)[-_CANDIDATES:]
    return np.asarray(among[best])


def _placed(gathered: Gathered, ranking: Ranking, top: int) -> list[_Place]:
    """The best, best first."""
    candidates = gathered.candidates
    dense_ranks = _ranks(candidates.similarity, found=gathered.vector is not None)
    lexical_ranks = _ranks(candidates.bm25, found=candidates.bm25 > 0)
    return [
        _Place(
            position=int(candidates.positions[n]),
            score=float(ranking.scores[n]),
            dense_rank=dense_ranks[n],
            lexical_rank=lexical_ranks[n],
            similarity=float(candidates.similarity[n]),
            bm25=float(candidates.bm25[n]),
            features=dict(zip(FEATURES, ranking.features[n].tolist(), strict=True)),
        )
        for n in ranking.order[:top].tolist()
    ]


def _ranks(values: Vectors, found: npt.NDArray[np.bool_] | bool) -> list[int | None]:
    """From 1; None for what a ranker did not find, or not among its best."""
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    among = found & (ranks <= _CANDIDATES)
    return [n if best else None for n, best in zip(ranks.tolist(), among.tolist(), strict=True)]


def _page(section: Section, entry: Entry) -> int | None:
    """The page of the block that the chunk starts with."""
    first_line = entry.chunk.text.split("\n", 1)[0]
    pages = [block.page for block in section.blocks if first_line in block.text]
    return pages[0] if pages else section.page
