"""Which words of a question stand in which lines."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import japanese
from knowledge.lexical import CodedTexts, LexicalIndex, Vocabulary
from knowledge.ranking.matching import Lines, Matches, match
from knowledge.ranking.question import asked_words
from knowledge.ranking.vocabulary import known_terms

TEXTS = (
    (("第1条（宿泊費）",), "出張の宿泊費は実費とする。領収書を提出する。"),
    (("第2条（賞与）",), "賞与は、年2回支給する。"),
)


def matches(query: str) -> tuple[Matches, Lines]:
    vocabulary = Vocabulary()
    coded = CodedTexts.of(
        [
            vocabulary.code([line.split() for line in japanese.index_lines(*text).split("\n")[:-1]])
            for text in TEXTS
        ]
    )
    lines = Lines.of(coded, np.arange(len(TEXTS)))
    words = asked_words(query, LexicalIndex(vocabulary, coded), highest_idf=1.0)
    return match(words, lines, known_terms(vocabulary)), lines


def test_lines_are_told_apart() -> None:
    _, lines = matches("宿泊費")
    assert lines.counts.tolist() == [3, 2]
    assert lines.first.tolist() == [0, 3]
    assert lines.is_text.tolist() == [False, True, True, False, True]


def test_texts_are_taken_from_any_positions() -> None:
    vocabulary = Vocabulary()
    texts = [[["a"], ["b", "c"]], [["d"], []], [["e"], ["f"], ["a"]]]
    coded = CodedTexts.of([vocabulary.code(text) for text in texts])
    lines = Lines.of(coded, np.array([0, 2]))
    terms = vocabulary.terms()
    assert [terms[n] for n in lines.terms] == ["a", "b", "c", "e", "f", "a"]
    assert lines.line_of.tolist() == [0, 1, 1, 2, 3, 4]
    assert lines.candidate_of.tolist() == [0, 0, 1, 1, 1]
    assert lines.lengths.tolist() == [1, 2, 1, 1, 1]


def test_a_word_is_found_in_the_line_that_says_it() -> None:
    found, _ = matches("領収書")
    assert found.exact.max(axis=1).tolist() == [0, 0, 1, 0, 0]


def test_a_synonym_says_nearly_the_same() -> None:
    found, _ = matches("ボーナス")
    assert found.exact.max() == 0
    assert 0.5 < found.alike[4].max() < 1


def test_words_that_no_list_names_together_may_be_similar() -> None:
    found, _ = matches("旅館")
    by_line = found.near.max(axis=1)
    assert by_line[:2].max() > 0.2
    assert by_line[3:].max() == pytest.approx(0, abs=0.1)


def test_headings_count_for_each_line_of_their_text() -> None:
    found, lines = matches("宿泊費の領収書")
    in_context = lines.with_headings(found.exact).sum(axis=1)
    assert in_context[2] > found.exact[2].sum()


def test_occurrences_are_counted_for_each_candidate() -> None:
    found, _ = matches("賞与")
    assert found.frequencies.shape[0] == 2
    assert found.frequencies[0].max(initial=0) == 0
    assert found.frequencies[1].max() == 2


def test_a_question_without_words_matches_nothing() -> None:
    found, lines = matches("?")
    assert found.near.shape == (len(lines.is_text), 0)
    assert np.all(found.told == 0)
