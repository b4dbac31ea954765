"""Measures whether the engine knows what it does not know.

The gold passages of half of the queries are taken out of the corpus. A good confidence is high
where the gold is still there and low where it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.wiring import Zeroji
from evals.corpora import Query, RetrievalSet, scatter
from evals.indexing import publish
from evals.ranking import auroc, false_rate_at_coverage
from knowledge.errors import InvalidInput
from knowledge.model import SearchRequest
from knowledge.projection import Progress

#: Passages that the engine searches for when it answers.
_SEARCHED = 12


@dataclass(frozen=True, kw_only=True)
class Halves:
    """The queries whose gold stays and those whose gold goes, with the corpus that is left."""

    kept: tuple[Query, ...]
    removed: tuple[Query, ...]
    left: RetrievalSet


def halves(retrieval_set: RetrievalSet) -> Halves:
    """Split the queries so that no passage is needed on one side and removed on the other."""
    groups = _groups(retrieval_set.queries)
    removed_groups = set(sorted(set(groups.values()), key=scatter)[::2])
    gone = {passage for passage, group in groups.items() if group in removed_groups}
    left = tuple(passage for passage in retrieval_set.corpus if passage.id not in gone)
    kept = tuple(query for query in retrieval_set.queries if not query.gold & gone)
    removed = tuple(query for query in retrieval_set.queries if query.gold & gone)
    if not kept or not removed or not left:
        raise InvalidInput(
            "The queries cannot be halved: give at least two that have different gold passages."
        )
    return Halves(kept=kept, removed=removed, left=RetrievalSet(corpus=left, queries=kept))


def measure_abstaining(
    zeroji: Zeroji, retrieval_set: RetrievalSet, indexing: Progress, asking: Progress
) -> dict[str, Any]:
    """Index what is left of the corpus in this (empty) Zeroji and see how confident it is."""
    split = halves(retrieval_set)
    publish(zeroji, split.left, indexing)
    total = len(split.kept) + len(split.removed)
    confidences: list[float] = []
    for query in (*split.kept, *split.removed):
        confidences.append(_confidence(zeroji, query))
        asking(len(confidences), total)
    known, unknown = confidences[: len(split.kept)], confidences[len(split.kept) :]
    return {
        "queries": total,
        "with_gold": len(known),
        "without_gold": len(unknown),
        "corpus": len(split.left.corpus),
        "auroc": round(auroc(known, unknown), 4),
        "false_answer_rate@90": round(false_rate_at_coverage(0.9, known, unknown), 4),
        "false_answer_rate@50": round(false_rate_at_coverage(0.5, known, unknown), 4),
    }


def _confidence(zeroji: Zeroji, query: Query) -> float:
    found = zeroji.searcher.search(SearchRequest(query=query.text, top=_SEARCHED))
    return zeroji.engine.confidence(query.text, found.passages)


def _groups(queries: tuple[Query, ...]) -> dict[str, str]:
    """Gold passages that share a query, directly or over others, have the same group."""
    group: dict[str, str] = {}

    def root(passage: str) -> str:
        while group.setdefault(passage, passage) != passage:
            passage = group[passage]
        return passage

    for query in queries:
        first, *others = sorted(query.gold)
        for other in others:
            group[root(other)] = root(first)
        root(first)
    return {passage: root(passage) for passage in list(group)}
