"""Keeps what an embedder gets wrong out of the knowledge."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from knowledge.embedding.protocol import Embedder, Vectors
from knowledge.errors import ModelUnavailable

#: Seconds for which an embedder that failed is not asked again: nobody waits for the same
#: failure twice.
_REST_SECONDS = 15.0


class Guarded:
    """An embedder whose vectors are checked, and that is left alone for a while after a failure.

    ``dimensions`` is how long its vectors were before, if it has made any.
    """

    def __init__(self, embedder: Embedder, dimensions: int | None = None) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._dimensions = dimensions
        self._failure: ModelUnavailable | None = None
        self._rests_until = 0.0

    def passages(self, texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimensions or 0), dtype=np.float32)
        return self._attempt(lambda: self._embedder.passages(texts), len(texts))

    def query(self, text: str) -> Vectors:
        return np.asarray(self._attempt(lambda: self._embedder.query(text)[np.newaxis], 1)[0])

    def _attempt(self, embed: Callable[[], Vectors], count: int) -> Vectors:
        if self._failure is not None and time.monotonic() < self._rests_until:
            raise ModelUnavailable(str(self._failure)) from self._failure
        try:
            vectors = embed()
        except ModelUnavailable as failure:
            self._failure = failure
            self._rests_until = time.monotonic() + _REST_SECONDS
            raise
        self._failure = None
        # An odd text may be all that is wrong: it does not keep others waiting.
        self._check(vectors, count)
        return vectors

    def _check(self, vectors: Vectors, count: int) -> None:
        if vectors.ndim != 2 or len(vectors) != count:
            raise ModelUnavailable(
                f"The embedder {self.name} made vectors of shape {vectors.shape} of {count} texts."
            )
        if not np.isfinite(vectors).all() or not np.linalg.norm(vectors, axis=1).all():
            raise ModelUnavailable(
                f"The embedder {self.name} made vectors that are no numbers or only zeros. "
                "Choose another one."
            )
        dimensions = vectors.shape[1]
        if dimensions != (self._dimensions or dimensions):
            raise ModelUnavailable(
                f"The embedder {self.name} makes vectors of {dimensions} dimensions, but made "
                f"those of {self._dimensions} before: it is not the same model any more. Serve "
                "it under another name and set ZEROJI_EMBEDDER to that."
            )
        self._dimensions = dimensions
