"""The floor: exact vectors in numpy, BM25 as a sparse matrix, reciprocal rank fusion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.benchmarks.peers.harness import TOP, Search, Task, measure, reciprocal

_K1, _B = 1.2, 0.75


_MODULES = ("scipy.sparse",)


def _index(task: Task, modules: Sequence[Any]) -> Search:
    (sparse,) = modules
    numbers: dict[str, int] = {}
    rows, columns, values = [], [], []
    texts = [Counter(text.split()) for text in task.tokens]
    lengths = np.array([sum(counts.values()) for counts in texts], dtype=np.float32)
    norms = _K1 * (1 - _B + _B * lengths / lengths.mean())
    for row, counts in enumerate(texts):
        for term, count in counts.items():
            rows.append(row)
            columns.append(numbers.setdefault(term, len(numbers)))
            values.append(count * (_K1 + 1) / (count + norms[row]))
    shape = (len(texts), len(numbers))
    matrix = sparse.csc_array((np.array(values, np.float32), (rows, columns)), shape=shape)
    holding = np.diff(matrix.indptr)
    idf = np.log1p((len(texts) - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    starts, places, weights = matrix.indptr, matrix.indices, matrix.data

    def search(query: int) -> list[int]:
        scores = np.zeros(len(texts), dtype=np.float32)
        for term in set(task.query_tokens[query].split()):
            column = numbers.get(term)
            if column is not None:
                part = slice(starts[column], starts[column + 1])
                scores[places[part]] += idf[column] * weights[part]
        return reciprocal([_best(task.vectors @ task.query_vectors[query]), _best(scores)])

    return search


def _best(scores: Any) -> list[int]:
    best = np.argpartition(-scores, min(TOP * 2, len(scores) - 1))[: TOP * 2]
    return [int(n) for n in best[np.argsort(-scores[best])]]


if __name__ == "__main__":
    measure(_MODULES, _index)
