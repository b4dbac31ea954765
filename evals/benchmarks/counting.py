"""An embedder that embeds each text once, and counts and times what is asked of it."""

from __future__ import annotations

import time

import numpy as np

from knowledge.embedding import Embedder, Vectors


class CountingEmbedder:
    """Embeds with another embedder, under its name. What it knows costs no time again."""

    def __init__(self, inner: Embedder) -> None:
        self.name = inner.name
        #: Passages that were asked for.
        self.count = 0
        #: Seconds that embedding took.
        self.seconds = 0.0
        self._inner = inner
        self._known: dict[str, Vectors] = {}

    def passages(self, texts: list[str]) -> Vectors:
        self.count += len(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            started = time.perf_counter()
            self._known |= dict(zip(new, self._inner.passages(new), strict=True))
            self.seconds += time.perf_counter() - started
        return np.stack([self._known[text] for text in texts])

    def query(self, text: str) -> Vectors:
        return self._inner.query(text)
