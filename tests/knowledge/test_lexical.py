"""BM25 over index terms."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.lexical import CodedTexts, LexicalIndex, Vocabulary

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
    index = LexicalIndex.of([["部長"], ["@部長"], ["@<部長"], ["#部長"]])
    word, concept, broader, bigram = index.scores(["部長", "@部長", "@<部長", "#部長"])
    assert word > concept > broader > bigram > 0


def test_saying_a_term_twice_does_not_double_its_score() -> None:
    once, twice = LexicalIndex.of([["a", "b"], ["a", "a"]]).scores(["a"])
    assert once < twice < 2 * once


def test_unknown_terms_score_nothing() -> None:
    assert LexicalIndex.of(TEXTS).scores(["慶弔"]).tolist() == [0, 0, 0]


def test_there_may_be_no_texts_at_all() -> None:
    assert LexicalIndex.of([]).scores(["日当"]).tolist() == []
    assert LexicalIndex.of([[]]).scores(["日当"]).tolist() == [0]


def test_lines_are_coded_one_by_one() -> None:
    vocabulary = Vocabulary()
    coded = vocabulary.code([["日当"], [], ["日当", "円", "円"]])
    assert coded.terms.tolist() == [0, 0, 1, 1]
    assert coded.lengths.tolist() == [1, 0, 3]
    assert vocabulary.code([]).lengths.tolist() == []


def test_numbers_are_spelled_as_the_terms_that_they_stand_for() -> None:
    vocabulary = Vocabulary()
    first = vocabulary.code([["日当", "円"], [], ["円"]])
    assert [vocabulary.spelled(line) for line in first.lines] == [["日当", "円"], [], ["円"]]
    later = vocabulary.code([["宿泊", "円"]])
    assert [vocabulary.spelled(line) for line in later.lines] == [["宿泊", "円"]]


def test_a_vocabulary_only_grows() -> None:
    vocabulary = Vocabulary()
    vocabulary.code([["日当", "円"]])
    vocabulary.code([["円", "上限"]])
    assert vocabulary.terms() == ["日当", "円", "上限"]
    assert vocabulary.terms(start=2) == ["上限"]
    assert [vocabulary.number(term) for term in ("日当", "上限", "慶弔")] == [0, 2, None]


def test_terms_that_came_later_are_in_no_text() -> None:
    vocabulary = Vocabulary()
    index = LexicalIndex(vocabulary, CodedTexts.of([vocabulary.code([["日当"]])]))
    vocabulary.code([["慶弔"]])
    assert index.scores(["慶弔"]).tolist() == [0]
    assert index.idf("慶弔") >= index.idf("日当")
    assert len(index.idfs) == 1


def test_a_term_counts_wherever_it_stands_in_a_text() -> None:
    vocabulary = Vocabulary()
    lines, line = [["日当"], ["円", "日当"]], [["日当", "円", "日当"]]
    index = LexicalIndex(vocabulary, CodedTexts.of([vocabulary.code(lines), vocabulary.code(line)]))
    first, second = index.scores(["日当"])
    assert first == second > 0


def test_the_mean_length_is_that_of_the_texts() -> None:
    assert LexicalIndex.of([["a"], ["a", "b", "b"]]).mean_length == 2
    assert LexicalIndex.of([]).mean_length == 1
