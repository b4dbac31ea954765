from __future__ import annotations

import pytest

from evals.abstain import halves
from evals.corpora import CorpusPassage, Query, RetrievalSet
from knowledge.errors import InvalidInput


def retrieval_set(*golds: set[str]) -> RetrievalSet:
    names = sorted({name for gold in golds for name in gold} | {"unasked"})
    return RetrievalSet(
        corpus=tuple(CorpusPassage(id=n, title=n, text=n) for n in names),
        queries=tuple(
            Query(id=f"q{n}", text="?", gold=frozenset(gold)) for n, gold in enumerate(golds)
        ),
    )


def test_half_of_the_queries_lose_their_gold_and_no_other_does() -> None:
    split = halves(retrieval_set(*({f"p{n}"} for n in range(10))))
    left = {passage.id for passage in split.left.corpus}
    assert (len(split.kept), len(split.removed)) == (5, 5)
    assert all(query.gold <= left for query in split.kept)
    assert not any(query.gold & left for query in split.removed)
    assert "unasked" in left


def test_passages_that_share_a_query_stay_or_go_together() -> None:
    chained = [{"a", "b"}, {"b", "c"}, {"c", "d"}, {"x", "y"}]
    split = halves(retrieval_set(*chained))
    sizes = sorted((len(split.kept), len(split.removed)))
    assert sizes == [1, 3]
    assert not {g for q in split.kept for g in q.gold} & {g for q in split.removed for g in q.gold}


def test_queries_on_one_passage_cannot_be_halved() -> None:
    with pytest.raises(InvalidInput, match="cannot be halved"):
        halves(retrieval_set({"a"}, {"a"}))
