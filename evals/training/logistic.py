"""Fits logistic models over named signals; deterministic."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from bot.answering.weights import Logistic

Floats = npt.NDArray[np.float64]

#: Smaller weights are left out.
_LEAST = 1e-4


def fit(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[bool],
    weights: Sequence[float],
    *,
    penalty: float,
    rising: Collection[str] = (),
    falling: Collection[str] = (),
) -> Logistic:
    """Weights of standardised signals with a ridge penalty.

    What speaks for an answer is never learned to speak against it: signals that are ``rising``
    get no weight below 0, those that are ``falling`` none above. A signal that is missing in a
    row is 0 there; one that never varies is left out.
    """
    names = sorted({name for row in rows for name in row})
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    shares = np.asarray(weights) / np.sum(weights)
    means = shares @ matrix
    scales = np.sqrt(shares @ (matrix - means) ** 2)
    varying = [n for n, scale in enumerate(scales) if scale > 1e-6]
    standard = (matrix[:, varying] - means[varying]) / scales[varying]
    bounds = [_bounds(names[n], rising, falling) for n in varying]
    solved = _solve(
        standard, np.asarray(labels, float), np.asarray(weights, float), penalty, bounds
    )
    return Logistic(
        bias=round(float(solved[0]), 5),
        signals={
            names[n]: (round(means[n], 5), round(scales[n], 5), round(float(weight), 5))
            for n, weight in zip(varying, solved[1:], strict=True)
            if abs(weight) >= _LEAST
        },
    )


def _bounds(
    name: str, rising: Collection[str], falling: Collection[str]
) -> tuple[float | None, float | None]:
    return (0.0 if name in rising else None, 0.0 if name in falling else None)


def _solve(
    matrix: Floats,
    labels: Floats,
    weights: Floats,
    penalty: float,
    bounds: Sequence[tuple[float | None, float | None]],
) -> Floats:
    """Bias and weights, shape (columns + 1,)."""
    columns = np.hstack([np.ones((len(matrix), 1)), matrix])
    ridge = np.full(columns.shape[1], penalty)
    ridge[0] = 0.0

    def loss(solved: Floats) -> tuple[float, Floats]:
        odds = columns @ solved
        value = weights @ (np.logaddexp(0.0, odds) - labels * odds) + ridge @ solved**2 / 2
        return float(value), columns.T @ (weights * (expit(odds) - labels)) + ridge * solved

    start = np.zeros(columns.shape[1])
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *bounds],
        options={"maxiter": 2000, "ftol": 1e-12, "gtol": 1e-7},
    )
    return np.asarray(found.x)
