"""txtai: its hybrid index with vectors given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.benchmarks.peers.harness import TOP, Search, Task, measure

_MODULES = ("txtai",)


def _index(task: Task, modules: Sequence[Any]) -> Search:
    (txtai,) = modules
    known = dict(zip(task.tokens, task.vectors, strict=True))
    known |= dict(zip(task.query_tokens, task.query_vectors, strict=True))

    def transform(texts: list[str]) -> Any:
        return np.array([known[text] for text in texts], dtype=np.float32)

    words = {"regexp": r"\S+"}
    index = txtai.Embeddings(
        method="external",
        transform=transform,
        hybrid=True,
        scoring={"method": "bm25", "terms": True, "normalize": True, "tokenizer": words},
    )
    index.index((n, tokens, None) for n, tokens in enumerate(task.tokens))
    return lambda n: [int(number) for number, _ in index.search(task.query_tokens[n], TOP)]


if __name__ == "__main__":
    measure(_MODULES, _index)
