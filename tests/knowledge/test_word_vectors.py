"""Words as vectors."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.word_vectors import UNKNOWN, WordVectors, word_vectors


def similarity(one: str, other: str) -> float:
    vectors = word_vectors()
    return float(vectors.similarities(vectors.rows([one]), vectors.rows([other]))[0, 0])


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("ホテル", "宿泊", "賃金"),
        ("ボーナス", "賞与", "自転車"),
        ("ネクタイ", "服装", "病院"),
        ("引っ越す", "転居", "残業"),
    ],
)
def test_words_of_similar_meaning_are_near_each_other(word: str, near: str, far: str) -> None:
    assert similarity(word, near) > 0.55 > 0.35 > similarity(word, far)


def test_a_word_is_most_similar_to_itself() -> None:
    assert similarity("宿泊", "宿泊") == pytest.approx(1)


def test_a_word_without_a_vector_is_unknown() -> None:
    assert word_vectors().rows(["宿泊", "ぬるぽんた", "", "宿泊\n宿"]).tolist()[1:] == [UNKNOWN] * 3


def test_several_words_may_share_a_row() -> None:
    vectors = WordVectors(
        "いす\n机\n椅子\n".encode(),
        np.array([1, 0, 1], dtype=np.uint16),
        np.array([[127, 0], [0, 5]], dtype=np.int8),
    )
    assert vectors.rows(["机", "椅子", "いす", "窓"]).tolist() == [0, 1, 1, UNKNOWN]
    rows = vectors.rows(["机", "椅子"])
    assert vectors.similarities(rows, rows).tolist() == [[1, 0], [0, 1]]
