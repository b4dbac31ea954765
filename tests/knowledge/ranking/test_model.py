"""The arithmetic of the learned model."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.ranking import features
from knowledge.ranking.model import Model, Standard, model, shares


@pytest.fixture
def follows() -> Model:
    """Goes by the words for long questions, and by the similarity for short ones."""
    return Model(
        features=("words", "similarity", "length"),
        question_features=("length",),
        standard=Standard(
            mean=np.zeros(3, dtype=np.float32), deviation=np.ones(3, dtype=np.float32)
        ),
        weights=np.array([[1, 1, 0], [1, -1, 0]], dtype=np.float32),
        answered=np.array([0, 0, 0, 4, -2], dtype=np.float32),
    )


def test_the_weights_follow_the_question(follows: Model) -> None:
    long = follows.logits(np.array([[2, 0, 1], [0, 3, 1]], dtype=np.float32))
    short = follows.logits(np.array([[2, 0, -1], [0, 3, -1]], dtype=np.float32))
    assert long.tolist() == [4, 0]
    assert short.tolist() == [0, 6]


def test_whether_the_best_answers_depends_on_its_share(follows: Model) -> None:
    best = np.zeros(3, dtype=np.float32)
    assert follows.answerable(best, 0.5) == pytest.approx(0.5)
    assert follows.answerable(best, 0.9) > 0.8


def test_an_outlier_does_not_decide_alone(follows: Model) -> None:
    wild = follows.logits(np.array([[1e9, 0, 0], [0, 0, 0]], dtype=np.float32))
    assert wild[0] == 6


def test_a_section_has_the_shares_of_all_its_candidates() -> None:
    share = shares(np.log(np.array([1, 2, 5], dtype=np.float32)), np.array([0, 1, 0]))
    assert share.tolist() == pytest.approx([0.75, 0.25, 0.75])


def test_a_model_is_kept_as_text(follows: Model) -> None:
    again = Model.from_json(follows.as_json({"date": "2026-11-22"}))
    given = np.array([[0.3, 0.2, 0.1]], dtype=np.float32)
    assert again.logits(given).tolist() == pytest.approx(follows.logits(given).tolist())
    assert again.features == follows.features


def test_the_one_that_comes_with_zeroji_knows_the_features() -> None:
    assert model().features == features.NAMES
    assert model().question_features == features.QUESTION_NAMES
    assert model().weights.shape == (1 + len(features.QUESTION_NAMES), len(features.NAMES))
