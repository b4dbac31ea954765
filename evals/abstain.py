"""Measures whether the engine knows what it does not know.

Each query is asked twice: of the whole corpus, and of the corpus without the passages that answer
it. A good confidence is high the first time and low the second.
"""

from __future__ import annotations

from typing import Any

from bot.answering.deciding.examining import SEARCHED
from bot.wiring import Zeroji
from evals.corpora import RetrievalSet
from evals.indexing import publish
from evals.ranking import auroc, false_rate_at_coverage
from evals.retrieval import section_hashes
from knowledge.model import SearchRequest
from knowledge.projection import Progress
from knowledge.search import Searcher


def measure_abstaining(
    zeroji: Zeroji, retrieval_set: RetrievalSet, indexing: Progress, asking: Progress
) -> dict[str, Any]:
    """Index the corpus in this (empty) Zeroji and see how confident it is with and without gold."""
    publish(zeroji, retrieval_set, indexing)
    hashes = section_hashes(retrieval_set)
    known: list[float] = []
    unknown: list[float] = []
    for query in retrieval_set.queries:
        without = zeroji.searcher.without({hashes[passage] for passage in query.gold})
        known.append(_confidence(zeroji, zeroji.searcher, query.text))
        unknown.append(_confidence(zeroji, without, query.text))
        asking(len(known), len(retrieval_set.queries))
    return {
        "queries": len(retrieval_set.queries),
        "corpus": len(retrieval_set.corpus),
        "auroc": round(auroc(known, unknown), 4),
        "false_answer_rate@90": round(false_rate_at_coverage(0.9, known, unknown), 4),
        "false_answer_rate@50": round(false_rate_at_coverage(0.5, known, unknown), 4),
    }


def _confidence(zeroji: Zeroji, searcher: Searcher, question: str) -> float:
    found = searcher.search(SearchRequest(query=question, top=SEARCHED))
    return zeroji.engine.confidence(question, found.passages)
