"""What every embedder is, whatever makes its vectors."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """What turns texts into vectors of length 1. Raises ModelUnavailable when it cannot."""

    @property
    def name(self) -> str:
        """Identity of the vectors: vectors of two names are never compared.

        The same embedder is made again from it.
        """

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of what is searched, shape (len(texts), dimensions), float32."""

    def query(self, text: str) -> Vectors:
        """Vector of what is asked, shape (dimensions,), float32."""


def unit(vectors: npt.ArrayLike) -> Vectors:
    """Vectors, or one of them, made as long as 1."""
    found = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(found, axis=-1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-12), dtype=np.float32)
