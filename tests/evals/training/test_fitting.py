"""The fitting of the ranking, on made-up questions."""

from __future__ import annotations

import numpy as np
import pytest

from evals.training.fitting import Strength, fit, fit_answered, signals_of
from evals.training.pools import Pool
from knowledge.ranking.features import NAMES
from knowledge.ranking.model import Model

TELLING = NAMES.index("similarity")
LENGTH = NAMES.index("question_length")


def pool(seed: int, *, sign: int = 1, answered: bool = True) -> Pool:
    """Eight candidates; the one with the highest (sign 1) or lowest similarity answers."""
    features = np.random.default_rng(seed).normal(size=(8, len(NAMES))).astype(np.float32)
    features[:, LENGTH] = sign
    best = int(np.argmax(sign * features[:, TELLING]))
    features[best, TELLING] += sign * (2 if answered else 0)
    gold = np.arange(8) == best if answered else np.zeros(8, dtype=np.bool_)
    return Pool(
        source="made up",
        group=str(seed),
        kind="answerable",
        features=features,
        gold=gold,
        sections=np.arange(8),
    )


def found(model: Model, pools: list[Pool]) -> float:
    return float(np.mean([p.gold[int(np.argmax(model.logits(p.features)))] for p in pools]))


def test_what_tells_is_learned() -> None:
    model = fit([pool(n) for n in range(100)], [1.0] * 100, Strength(weights=1))
    assert found(model, [pool(n) for n in range(100, 150)]) > 0.9


def test_what_tells_may_depend_on_the_question() -> None:
    some = [pool(n, sign=1 if n % 2 else -1) for n in range(300)]
    model = fit(some[:200], [1.0] * 200, Strength(weights=1, following=1))
    assert found(model, some[200:]) > 0.8


def test_a_question_of_more_weight_counts_more() -> None:
    some = [pool(n, sign=1 if n % 2 else -1) for n in range(200)]
    for one in some:
        one.features[:, LENGTH] = 0
    weights = [10.0 if n % 2 else 1.0 for n in range(200)]
    model = fit(some, weights, Strength(weights=1))
    assert found(model, some[1::2]) > 0.9


def test_the_same_questions_give_the_same_model() -> None:
    pools = [pool(n) for n in range(30)]
    one, other = (fit(pools, [1.0] * 30, Strength()) for _ in range(2))
    assert one.as_json({}) == other.as_json({})


def test_a_question_whose_answer_is_not_found_teaches_nothing() -> None:
    pools = [pool(n) for n in range(20)]
    lost = [pool(n, answered=False) for n in range(20, 40)]
    with_lost = fit([*pools, *lost], [1.0] * 40, Strength())
    assert with_lost.as_json({}) == fit(pools, [1.0] * 20, Strength()).as_json({})


def test_whether_anything_answers_is_learned() -> None:
    pools = [pool(n, answered=n % 2 == 0) for n in range(300)]
    model = fit(pools, [1.0] * 300, Strength(weights=1))
    rows = [signals_of(model, p) for p in pools]
    signals, right = np.stack([row[0] for row in rows]), np.array([row[1] for row in rows])
    learned = fit_answered(model, signals, right, np.ones(300), decay=0.1)
    expected = 1 / (1 + np.exp(-(signals @ learned.answered)))
    assert expected[right].mean() > expected[~right].mean() + 0.2
    assert expected.mean() == pytest.approx(right.mean(), abs=0.02)
