"""Measures search on a retrieval set: how often, and how high, it finds a gold passage."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bot.wiring import Zeroji
from evals.corpora import Query, RetrievalSet
from evals.indexing import IndexedSet, publish
from evals.ranking import ndcg_at, recall_at, reciprocal_rank_at
from evals.summary import percentiles
from knowledge.model import SearchRequest
from knowledge.projection import Progress

#: Chunks to search for, so that ten different passages are among them.
_CHUNKS = 30

_MEASURES: dict[str, Callable[[list[str], frozenset[str]], float]] = {
    "recall@1": lambda ranked, gold: recall_at(1, ranked, gold),
    "recall@5": lambda ranked, gold: recall_at(5, ranked, gold),
    "recall@10": lambda ranked, gold: recall_at(10, ranked, gold),
    "mrr@10": lambda ranked, gold: reciprocal_rank_at(10, ranked, gold),
    "ndcg@10": lambda ranked, gold: ndcg_at(10, ranked, gold),
}


def section_hashes(retrieval_set: RetrievalSet) -> dict[str, str]:
    """Hash of the section that is made of each passage, by the passage's id."""
    return {passage.id: passage.as_section().hash for passage in retrieval_set.corpus}


def measure_retrieval(
    zeroji: Zeroji, retrieval_set: RetrievalSet, indexing: Progress, searching: Progress
) -> dict[str, Any]:
    """Index the corpus in this (empty) Zeroji and search it for every query."""
    started = time.perf_counter()
    indexed = publish(zeroji, retrieval_set, indexing)
    index_seconds = time.perf_counter() - started
    milliseconds: list[float] = []
    scores: list[list[float]] = []
    for number, query in enumerate(retrieval_set.queries, start=1):
        ranked, spent = _search(zeroji, indexed, query)
        milliseconds.append(spent)
        scores.append([measure(ranked, query.gold) for measure in _MEASURES.values()])
        searching(number, len(retrieval_set.queries))
    means = np.mean(scores, axis=0)
    return {
        "queries": len(retrieval_set.queries),
        "corpus": len(retrieval_set.corpus),
        **{name: round(float(mean), 4) for name, mean in zip(_MEASURES, means, strict=True)},
        **percentiles(milliseconds),
        "index_seconds": round(index_seconds, 2),
    }


def _search(zeroji: Zeroji, indexed: IndexedSet, query: Query) -> tuple[list[str], float]:
    started = time.perf_counter()
    found = zeroji.searcher.search(SearchRequest(query=query.text, top=_CHUNKS))
    spent = (time.perf_counter() - started) * 1000
    return indexed.ranked(found.passages), spent
