"""Learns from what stands around a number whether it is personal.

What is personal is known from the messages of ``evals.benchmarks.masking``; what is not, from them
too and from the manuals and questions of the companies that may be learned from, as far as the
rules mask nothing there.

Run it as ``python -m evals.training.masking [--without unseen_12.txt] [--to FILE]``.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from bot.masking.finding import findings
from bot.masking.kinds import Kind
from bot.masking.learned import FILE, LOOKED_AT
from bot.masking.plain import plain
from bot.masking.shapes import Shape, next_shape
from bot.masking.signals import signals
from evals.benchmarks.masking import BLIND, FOLDER, Message, load
from evals.training.companies import companies_to_learn_from

Floats = npt.NDArray[np.float64]
#: Numbers taken of each company, chosen by chance.
_OF_A_COMPANY, _SEED = 700, 1
#: Rows in which a signal has to be, and the least weight that is kept.
_SEEN, _LEAST = 4, 0.06
_RIDGE = 0.1
#: Endings of the documents that are read as they are.
_TEXTS = (".md", ".txt", ".csv", ".html")


@dataclass(frozen=True, kw_only=True)
class Row:
    signals: frozenset[str]
    personal: bool


@dataclass(frozen=True, kw_only=True)
class Fitted:
    bias: float
    weights: dict[str, float]


def of_messages(messages: Sequence[Message]) -> Iterator[Row]:
    """The numbers of messages; those of addresses are the rules' matter alone."""
    for message in messages:
        own = {at for mark in message.marks for at in range(mark.start, mark.end)}
        homes = {
            at
            for mark in message.marks
            if mark.kind == Kind.ADDRESS
            for at in range(mark.start, mark.end)
        }
        for shape, view in _numbers(message.text):
            if shape.start not in homes:
                yield _row(view, shape, shape.start in own)


def of_company(folder: Path) -> list[Row]:
    """Numbers of a company's manuals and questions, none of which is personal."""
    texts = [
        file.read_text(encoding="utf-8", errors="ignore")
        for file in sorted(folder.glob("documents/**/*"))
        if file.suffix in _TEXTS
    ]
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    texts += [str(json.loads(line).get("question", "")) for line in lines if line.strip()]
    rows = [row for text in texts for row in _impersonal(text)]
    random.Random(_SEED).shuffle(rows)
    return rows[:_OF_A_COMPANY]


def _impersonal(text: str) -> Iterator[Row]:
    masked = {at for found in findings(text) for at in range(found.start, found.end)}
    for shape, view in _numbers(text):
        if shape.start not in masked:
            yield _row(view, shape, False)


def _numbers(text: str) -> Iterator[tuple[Shape, str]]:
    view, at = plain(text), 0
    while shape := next_shape(view, at):
        at = shape.end
        if shape.name in LOOKED_AT and len(shape.digits) > 1:
            yield shape, view


def _row(view: str, shape: Shape, personal: bool) -> Row:
    return Row(signals=frozenset(signals(view, shape)), personal=personal)


def fit(rows: Sequence[Row]) -> Fitted:
    """A logistic model of the signals that are seen often enough, with a ridge penalty."""
    seen = Counter(name for row in rows for name in row.signals)
    names = sorted(name for name, count in seen.items() if count >= _SEEN)
    place = {name: at for at, name in enumerate(names)}
    known = [sorted(place[name] for name in row.signals if name in place) for row in rows]
    shares = [1 / math.sqrt(len(row.signals)) for row in rows]
    matrix = csr_matrix(
        (
            np.repeat(shares, [len(one) for one in known]),
            np.concatenate([np.asarray(one, dtype=np.int32) for one in known]),
            np.cumsum([0, *(len(one) for one in known)]),
        ),
        shape=(len(rows), len(names)),
    )
    solved = _solve(matrix, np.array([row.personal for row in rows], dtype=np.float64))
    weights = zip(names, (round(float(one), 2) for one in solved[1:]), strict=True)
    return Fitted(
        bias=round(float(solved[0]), 3),
        weights={name: weight for name, weight in weights if abs(weight) >= _LEAST},
    )


def _solve(matrix: csr_matrix, right: Floats) -> Floats:
    """The bias and the weights, shape (1 + columns,)."""

    def loss(solved: Floats) -> tuple[float, Floats]:
        odds = matrix @ solved[1:] + solved[0]
        value = (
            np.sum(np.logaddexp(0.0, odds) - right * odds) + _RIDGE / 2 * solved[1:] @ solved[1:]
        )
        slope = expit(odds) - right
        return float(value), np.concatenate([[slope.sum()], matrix.T @ slope + _RIDGE * solved[1:]])

    start = np.zeros(matrix.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x, dtype=np.float64)


def main(
    without: Annotated[
        str, typer.Option(help="More files of the benchmark to leave out, by commas.")
    ] = "",
    to: Annotated[Path, typer.Option(help="Where the model is written.")] = FILE,
) -> None:
    """Fit the model and write it."""
    left_out = {BLIND, *without.split(",")}
    files = [file for file in sorted(FOLDER.glob("*.txt")) if file.name not in left_out]
    rows = [row for file in files for row in of_messages(list(load(file)))]
    for folder in companies_to_learn_from():
        rows += of_company(folder)
    fitted = fit(rows)
    shown = {"bias": fitted.bias, "weights": dict(sorted(fitted.weights.items()))}
    to.write_text(json.dumps(shown, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    personal = sum(row.personal for row in rows)
    print(f"{len(rows)} numbers, {personal} of them personal; {len(fitted.weights)} signals")


if __name__ == "__main__":
    typer.run(main)
