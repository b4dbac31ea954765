"""Groups questions into needs: small, exact groups around the most typical question of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from bot.gaps.likeness import ALIKE, Wording, read, same_need, similarities
from knowledge.embedding import Vectors

#: Rows that are compared with all others at a time: 512 x 5,000 cosines are 10 MB.
_BLOCK = 512


class Needs:
    """Groups questions; what was read of a text once costs nothing the next time.

    Not to be shared between threads.
    """

    def __init__(self, embed: Callable[[Sequence[str]], Vectors]) -> None:
        """``embed`` gives vectors of the length 1, shape (texts, dimensions)."""
        self._embed = embed
        self._vectors: dict[str, Vectors] = {}
        self._wordings: dict[str, Wording] = {}

    def group(self, texts: Sequence[str], weights: Sequence[int]) -> list[list[int]]:
        """Indexes of texts by need, the most typical first in each.

        Greedy: the text that is like most others (by ``weights``, how often each was asked) takes
        them with it, then the next of what is left. The same texts always give the same groups.
        """
        if not texts:
            return []
        near = self._neighbours(texts)
        counts = np.asarray(weights)
        drawn = [int(counts[[n, *near[n]]].sum()) for n in range(len(texts))]
        free = set(range(len(texts)))
        groups = []
        for centre in sorted(range(len(texts)), key=lambda n: (-drawn[n], texts[n], n)):
            if centre in free:
                members = [centre, *sorted(free & near[centre])]
                free.difference_update(members)
                groups.append(members)
        return groups

    def _neighbours(self, texts: Sequence[str]) -> list[set[int]]:
        vectors, wordings = self._read(texts)
        near: list[set[int]] = [set() for _ in texts]
        for n, other, cosine in _near_pairs(vectors):
            if same_need(wordings[n], wordings[other], cosine):
                near[n].add(other)
                near[other].add(n)
        return near

    def _read(self, texts: Sequence[str]) -> tuple[Vectors, list[Wording]]:
        """Vectors and wordings of these texts; those of other texts are forgotten."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        for start in range(0, len(new), _BLOCK):
            some = new[start : start + _BLOCK]
            self._vectors |= dict(zip(some, self._embed(some), strict=True))
            self._wordings |= {text: read(text) for text in some}
        wanted = set(texts)
        self._vectors = {t: v for t, v in self._vectors.items() if t in wanted}
        self._wordings = {t: w for t, w in self._wordings.items() if t in wanted}
        vectors = np.stack([self._vectors[text] for text in texts])
        return vectors, [self._wordings[text] for text in texts]


def _near_pairs(vectors: Vectors) -> Iterator[tuple[int, int, float]]:
    for start in range(0, len(vectors), _BLOCK):
        cosines = similarities(vectors, slice(start, start + _BLOCK))
        rows, columns = np.nonzero(cosines >= ALIKE)
        for row, other in zip(rows.tolist(), columns.tolist(), strict=True):
            if other > start + row:
                yield start + row, other, float(cosines[row, other])
