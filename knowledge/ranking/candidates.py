"""What the two searches hand to the ranking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The best of each search, each candidate once, in reading order; all have shape (n,)."""

    #: In the snapshot's ``entries``.
    positions: Integers
    #: Cosine similarity in [-1, 1]; 0 where there is no vector of the question or of the entry.
    similarity: Floats
    #: >= 0; 0 where no term of the question stands in the entry.
    bm25: Floats

    def __len__(self) -> int:
        return len(self.positions)
