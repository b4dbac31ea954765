"""Learns to notice that somebody tells of a sensitive matter.

Right are the messages of the benchmark's sets that may be learned from, wrong their look-alikes and
the questions of the learning companies. The threshold is the one at which, with every fold left out
once, a share of ``FALSE`` of the wrong ones is taken for sensitive; some of these are held back by
rules (see :mod:`bot.answering.understanding.sensitivity`).

Run it as ``python -m evals.training.care``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from bot.answering.understanding import telling
from evals.benchmarks import care
from knowledge import japanese

Floats = npt.NDArray[np.float64]

#: Share of ordinary questions that may be taken for sensitive.
FALSE = 0.015
_FOLDS = 8
_PENALTY = 0.3
#: A sensitive message that is missed weighs more than an ordinary one that is not answered.
_WEIGHT = 2.0
#: Of the direction, against signs that are 0 or 1.
_SCALE = 5.0
#: How messages end that tell of a matter and then ask.
_ENDS = (
    "どうしたらいいですか",
    "誰に言えばいいですか",
    "どこに相談すればいいですか",
    "このまま黙っていたほうがいいでしょうか",
    "何日くらいで対応してもらえますか",
    "会社には知られますか",
    "What should I do?",
)
#: Rarer signs are not learned, smaller weights not kept.
_SEEN = 3
_LEAST = 0.01


def main() -> None:
    told, asked = care.learnable()
    # A message and the same with a question behind it are left out together.
    numbers = [*range(len(told)), *range(0, len(told), 2), *range(len(asked))]
    told = [*told, *_asking(told)]
    texts = [japanese.normalize(text) for text in (*told, *asked)]
    right = np.array([True] * len(told) + [False] * len(asked))
    said = [telling.signs(text) for text in texts]
    counts = Counter(sign for signs in said for sign in signs)
    names = sorted(sign for sign, count in counts.items() if count >= _SEEN)
    matrix = np.hstack([_has(said, names), _SCALE * np.array([*map(telling.direction, texts)])])
    least, recall = _threshold(matrix, right, np.array(numbers) % _FOLDS)
    solved = _fit(matrix, right)
    words = solved[1 : len(names) + 1]
    stored = {
        "bias": round(float(solved[0]), 4),
        "least": round(least, 4),
        "signs": {
            name: round(float(weight), 3)
            for name, weight in zip(names, words, strict=True)
            if abs(weight) >= _LEAST
        },
        "direction": [round(float(_SCALE * weight), 3) for weight in solved[len(names) + 1 :]],
    }
    text = json.dumps(stored, ensure_ascii=False, indent=0)
    telling.FILE.write_text(text + "\n", encoding="utf-8")
    print(f"{len(told)} sensitive, {len(asked)} ordinary; left out: recall {recall:.3f}")


def _asking(told: Sequence[str]) -> list[str]:
    """Every other message with a question behind it, as many end."""
    return [f"{text}。{_ENDS[n % len(_ENDS)]}" for n, text in enumerate(told[::2])]


def _has(said: Sequence[frozenset[str]], names: Sequence[str]) -> Floats:
    place = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(said), len(names)))
    for row, signs in enumerate(said):
        matrix[row, [place[sign] for sign in signs if sign in place]] = 1.0
    return matrix


def _threshold(
    matrix: Floats, right: npt.NDArray[np.bool_], fold: npt.NDArray[np.int_]
) -> tuple[float, float]:
    """The log odds that so many wrong ones exceed when left out, and how many right ones do."""
    odds = np.zeros(len(right))
    for left_out in range(_FOLDS):
        solved = _fit(matrix[fold != left_out], right[fold != left_out])
        odds[fold == left_out] = solved[0] + matrix[fold == left_out] @ solved[1:]
    least = float(np.quantile(odds[~right], 1 - FALSE))
    return least, float(np.mean(odds[right] > least))


def _fit(matrix: Floats, right: npt.NDArray[np.bool_]) -> Floats:
    columns = np.hstack([np.ones((len(matrix), 1)), matrix])
    weights = np.where(right, _WEIGHT, 1.0)

    def loss(solved: Floats) -> tuple[float, Floats]:
        odds = columns @ solved
        penalty = np.concatenate([[0.0], solved[1:]])
        value = weights @ (np.logaddexp(0.0, odds) - right * odds) + _PENALTY * penalty @ penalty
        slope = columns.T @ (weights * (expit(odds) - right)) + 2 * _PENALTY * penalty
        return float(value), slope

    start = np.zeros(columns.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


if __name__ == "__main__":
    main()
