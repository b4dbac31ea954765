"""BM25 over index terms."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.lexical import LexicalIndex

TEXTS = [["日当", "円"], ["宿泊費", "円"], ["宿泊費", "上限", "東京", "円"]]


def order(index: LexicalIndex, *query: str) -> list[int]:
    scores = index.scores(query)
    return [int(n) for n in np.argsort(-scores, kind="stable") if scores[n] > 0]


def test_only_texts_with_a_term_of_the_query_score() -> None:
    assert order(LexicalIndex.of(TEXTS), "日当") == [0]


def test_more_terms_score_higher_and_so_do_shorter_texts() -> None:
    index = LexicalIndex.of(TEXTS)
    assert order(index, "宿泊費", "東京") == [2, 1]
    assert order(index, "宿泊費") == [1, 2]


def test_a_rare_term_says_more_than_a_common_one() -> None:
    index = LexicalIndex.of(TEXTS)
    assert index.idf("日当") > index.idf("宿泊費") > index.idf("円") > 0


def test_a_term_that_no_text_has_says_as_much_as_the_rarest() -> None:
    index = LexicalIndex.of(TEXTS)
    assert index.idf("慶弔") >= index.idf("日当")


def test_scores_are_bm25() -> None:
    index = LexicalIndex.of([["a", "a"], ["b", "b"]])
    idf = np.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert index.scores(["a"]) == pytest.approx([idf * 2 * 2.2 / (2 + 1.2), 0])


def test_a_word_counts_more_than_a_concept_and_a_bigram_least() -> None:
    index = LexicalIndex.of([["日当"], ["@日当"], ["#日当"]])
    word, concept, bigram = index.scores(["日当", "@日当", "#日当"])
    assert word > concept > bigram > 0


def test_saying_a_term_twice_does_not_double_its_score() -> None:
    once, twice = LexicalIndex.of([["a", "b"], ["a", "a"]]).scores(["a"])
    assert once < twice < 2 * once


def test_unknown_terms_score_nothing() -> None:
    assert LexicalIndex.of(TEXTS).scores(["慶弔"]).tolist() == [0, 0, 0]


def test_there_may_be_no_texts_at_all() -> None:
    assert LexicalIndex.of([]).scores(["日当"]).tolist() == []
    assert LexicalIndex.of([[]]).scores(["日当"]).tolist() == [0]
