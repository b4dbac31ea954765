"""An embedder that costs nothing: a vector drawn from the hash of the text."""

from __future__ import annotations

import hashlib

import numpy as np

from knowledge.embedding import Vectors

_DIMENSIONS = 512


class HashingEmbedder:
    """Equal texts have equal vectors; any others are about at right angles."""

    name = "benchmark:hashing"

    def __init__(self) -> None:
        #: Passages that were asked for.
        self.count = 0

    def passages(self, texts: list[str]) -> Vectors:
        self.count += len(texts)
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        drawn = np.random.default_rng(seed).normal(size=_DIMENSIONS)
        return np.asarray(drawn / np.linalg.norm(drawn), dtype=np.float32)
