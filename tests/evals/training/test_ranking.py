"""The models of the ranking that each leave a source out."""

from __future__ import annotations

import numpy as np

from evals.training.fitting import Strength, fit
from evals.training.pools import Pool
from evals.training.ranking import without
from knowledge.ranking.features import NAMES
from knowledge.ranking.model import Model

TELLING = NAMES.index("similarity")


def pools(source: str, *, turned: bool = False) -> list[Pool]:
    """The most similar of eight answers; turned, nothing is right at all."""
    return [_pool(source, seed, turned) for seed in range(60)]


def _pool(source: str, seed: int, turned: bool) -> Pool:
    features = np.random.default_rng(seed).normal(size=(8, len(NAMES))).astype(np.float32)
    best = int(np.argmax(features[:, TELLING]))
    features[best, TELLING] += 2
    gold = np.arange(8) == (-1 if turned else best)
    return Pool(
        source=source,
        group=str(seed),
        kind="unanswerable" if turned else "answerable",
        features=features,
        gold=gold,
        sections=np.arange(8),
    )


def left_out(*parts: list[Pool]) -> list[tuple[Model, Pool]]:
    """Each pool with a model of the other parts."""
    tested = []
    for part in parts:
        others = [pool for other in parts if other is not part for pool in other]
        learned = fit(others, [1.0] * len(others), Strength(weights=1))
        tested += [(learned, pool) for pool in part]
    return tested


def test_a_source_that_is_left_out_teaches_nothing() -> None:
    first, second = pools("first"), pools("second")
    odd, plain = pools("left out", turned=True), pools("left out")
    learned = [without("left out", left_out(first, second, part)) for part in (odd, plain)]
    assert learned[0].weights.tolist() == learned[1].weights.tolist()


def test_whether_anything_answers_is_not_learned_from_its_questions_either() -> None:
    first, second = pools("first"), pools("second")
    everything = [(model, pool) for model, pool in left_out(first, second, pools("left out"))]
    turned = [
        (model, _pool("left out", n, True) if pool.source == "left out" else pool)
        for n, (model, pool) in enumerate(everything)
    ]
    plain, other = (without("left out", one) for one in (everything, turned))
    assert plain.as_json({}) == other.as_json({})
