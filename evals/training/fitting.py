"""Fits the model of the ranking.

Of a question's candidates those that answer shall have a large share of the softmax of all; the
loss is the negative logarithm of that share. It is convex, so the same data give the same model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from evals.training.pools import Pool
from knowledge.ranking.candidates import Floats
from knowledge.ranking.features import NAMES, QUESTION_NAMES
from knowledge.ranking.model import Model, Standard, best_signals, shares

Doubles = npt.NDArray[np.float64]

_TINY = 1e-12
#: Candidates that a question is learned from, beside those that answer: the hardest.
_HARDEST = 40


@dataclass(frozen=True, kw_only=True)
class Strength:
    """How much weights are pulled towards 0, in questions."""

    weights: float = 20.0
    #: Those of the features of the question.
    following: float = 200.0
    answered: float = 10.0


def fit(pools: Sequence[Pool], weights: Sequence[float], strength: Strength) -> Model:
    """The model without :attr:`Model.answered`, which :func:`fit_answered` adds.

    ``weights`` tell how much each question counts.
    """
    found = [(pool, weight) for pool, weight in zip(pools, weights, strict=True) if pool.found]
    hard = [_hardest(pool) for pool, _ in found]
    standard = Standard.of(np.concatenate([features for features, _ in hard]))
    batch = _Batch.of(
        [(standard(features), gold) for features, gold in hard], [weight for _, weight in found]
    )
    return Model(
        features=NAMES,
        question_features=QUESTION_NAMES,
        standard=standard,
        weights=_fitted(batch, strength).astype(np.float32),
        answered=np.zeros(len(NAMES) + 2, dtype=np.float32),
    )


def fit_answered(
    model: Model, signals: Floats, right: npt.NDArray[np.bool_], weights: Doubles, decay: float
) -> Model:
    """Logistic regression of whether the best candidate answers; see :func:`signals_of`."""
    sign = np.where(right, 1.0, -1.0)
    pulled = np.full(signals.shape[1], decay)
    pulled[-1] = 0  # the constant

    def objective(answered: Doubles) -> tuple[float, Doubles]:
        margins = sign * (signals @ answered)
        loss = float(weights @ np.logaddexp(0, -margins) + pulled @ answered**2)
        slope = -weights * sign / (1 + np.exp(margins))
        return loss, slope @ signals + 2 * pulled * answered

    start = np.zeros(signals.shape[1])
    found = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return replace(model, answered=found.x.astype(np.float32))


def signals_of(model: Model, pool: Pool) -> tuple[Floats, bool]:
    """What tells whether the best candidate answers, and whether it does."""
    logits = model.logits(pool.features)
    share = shares(logits, pool.sections)
    best = int(np.lexsort((-logits, -share))[0])
    signals = best_signals(model.standard, pool.features[best], float(share[best]))
    of_section = pool.sections == pool.sections[best]
    return signals, bool(pool.gold[of_section].any())


@dataclass(frozen=True, kw_only=True, eq=False)
class _Batch:
    """All pools one after the other."""

    features: Floats
    gold: npt.NDArray[np.bool_]
    #: 1 and the features of each question, shape (questions, 1 + question features).
    questions: Floats
    #: First candidate of each question, and the question of each candidate.
    starts: npt.NDArray[np.int64]
    question_of: npt.NDArray[np.int64]
    #: How much each question counts; 1 on average.
    weights: Doubles

    @classmethod
    def of(
        cls, pools: Sequence[tuple[Floats, npt.NDArray[np.bool_]]], weights: Sequence[float]
    ) -> _Batch:
        sizes = np.array([len(gold) for _, gold in pools])
        features = np.concatenate([features for features, _ in pools])
        starts = np.cumsum(sizes) - sizes
        asked = features[starts][:, [NAMES.index(name) for name in QUESTION_NAMES]]
        return cls(
            features=features,
            gold=np.concatenate([gold for _, gold in pools]),
            questions=np.concatenate([np.ones((len(pools), 1), np.float32), asked], axis=1),
            starts=starts,
            question_of=np.repeat(np.arange(len(pools)), sizes),
            weights=np.array(weights) / np.mean(weights),
        )


def _fitted(batch: _Batch, strength: Strength) -> Doubles:
    """Weights, shape (1 + question features, features)."""
    shape = (batch.questions.shape[1], batch.features.shape[1])
    pull = np.full(shape, strength.following)
    pull[0] = strength.weights

    def objective(flat: Doubles) -> tuple[float, Doubles]:
        weights = flat.reshape(shape)
        loss, gradient = _loss(batch, weights.astype(np.float32))
        loss += float((pull * weights**2).sum())
        return loss, (gradient + 2 * pull * weights).ravel()

    start = np.zeros(shape[0] * shape[1])
    limits = {"maxiter": 200, "maxfun": 400}
    found = minimize(objective, start, jac=True, method="L-BFGS-B", options=limits)
    fitted: Doubles = found.x.reshape(shape)
    return fitted


def _loss(batch: _Batch, weights: Floats) -> tuple[float, Doubles]:
    """The loss of all questions and its gradient by the weights."""
    by_question = batch.questions @ weights
    logits = np.einsum("ij,ij->i", batch.features, by_question[batch.question_of])
    highest = np.maximum.reduceat(logits, batch.starts)
    odds = np.exp((logits - highest[batch.question_of]).astype(np.float64))
    total = np.add.reduceat(odds, batch.starts)
    gold = np.add.reduceat(odds * batch.gold, batch.starts) + _TINY
    loss = float(batch.weights @ (np.log(total) - np.log(gold)))
    wrong = odds / total[batch.question_of] - odds * batch.gold / gold[batch.question_of]
    pull = (wrong * batch.weights[batch.question_of]).astype(np.float32)
    by_question = np.add.reduceat(batch.features * pull[:, None], batch.starts, axis=0)
    return loss, (batch.questions.T @ by_question).astype(np.float64)


def _hardest(pool: Pool) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Features and gold of the candidates that answer and of those that seem to most."""
    columns = [NAMES.index(name) for name in ("similarity_deviation", "bm25_deviation")]
    seeming = pool.features[:, columns]
    seeming = 0.7 * seeming.max(axis=1) + 0.3 * seeming.sum(axis=1)
    kept = pool.gold.copy()
    kept[np.argsort(-seeming, kind="stable")[:_HARDEST]] = True
    return pool.features[kept], pool.gold[kept]
