"""Fits logistic models over named signals; deterministic."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from bot.answering.weights import Logistic

Floats = npt.NDArray[np.float64]
#: Log odds of all rows → the loss and its slope by each of them.
Loss = Callable[[Floats], tuple[float, Floats]]

#: Smaller weights are left out.
_LEAST = 1e-4
_TINY = 1e-12


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
    return fit_matrix(
        names, matrix, labels, weights, penalty=penalty, rising=rising, falling=falling
    )


def fit_matrix(
    names: Sequence[str],
    matrix: Floats,
    labels: Sequence[bool],
    weights: Sequence[float],
    *,
    penalty: float,
    rising: Collection[str] = (),
    falling: Collection[str] = (),
    lists: Sequence[int] = (),
) -> Logistic:
    """The same of a matrix, shape (rows, names).

    ``lists`` are sizes of lists that the rows make up one after the other. In a list with a right
    row, the right rows' share of the softmax of all counts as much as all rows by themselves.
    """
    shares = np.asarray(weights) / np.sum(weights)
    means = shares @ matrix
    scales = np.sqrt(shares @ (matrix - means) ** 2)
    varying = [n for n, scale in enumerate(scales) if scale > 1e-6]
    right = np.asarray(labels, dtype=np.float64)
    weighted = np.asarray(weights, dtype=np.float64)
    solved = _solve(
        np.hstack(
            [np.ones((len(matrix), 1)), (matrix[:, varying] - means[varying]) / scales[varying]]
        ),
        [_single(right, weighted), *([_listed(right, weighted, lists)] if len(lists) else [])],
        penalty,
        [_bounds(names[n], rising, falling) for n in varying],
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


def _single(right: Floats, weights: Floats) -> Loss:
    """Each row by itself."""

    def loss(odds: Floats) -> tuple[float, Floats]:
        value = weights @ (np.logaddexp(0.0, odds) - right * odds)
        return float(value), weights * (expit(odds) - right)

    return loss


def _listed(right: Floats, weights: Floats, sizes: Sequence[int]) -> Loss:
    """The share of each list's right rows in its softmax."""
    lengths = np.asarray(sizes)
    starts = np.cumsum(lengths) - lengths
    of = np.repeat(np.arange(len(lengths)), lengths)
    some = np.add.reduceat(right, starts) > 0
    counted = np.where(some, weights[starts], 0.0)

    def loss(odds: Floats) -> tuple[float, Floats]:
        share = np.exp(odds - np.maximum.reduceat(odds, starts)[of])
        total = np.add.reduceat(share, starts)
        good = np.where(some, np.add.reduceat(share * right, starts), 1.0) + _TINY
        slope = counted[of] * (share / total[of] - share * right / good[of])
        return float(counted @ (np.log(total) - np.log(good))), slope

    return loss


def _solve(
    columns: Floats,
    losses: Sequence[Loss],
    penalty: float,
    bounds: Sequence[tuple[float | None, float | None]],
) -> Floats:
    """Weights of columns, the first of which is 1, shape (columns,)."""
    ridge = np.full(columns.shape[1], penalty)
    ridge[0] = 0.0

    def loss(solved: Floats) -> tuple[float, Floats]:
        odds = columns @ solved
        parts = [part(odds) for part in losses]
        value = sum(part[0] for part in parts) + float(ridge @ solved**2 / 2)
        return value, columns.T @ np.sum([part[1] for part in parts], axis=0) + ridge * solved

    found = minimize(
        loss,
        np.zeros(columns.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *bounds],
        options={"maxiter": 2000, "ftol": 1e-12, "gtol": 1e-7},
    )
    return np.asarray(found.x)
