"""Which of many texts say nearly the same, without comparing each with each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

#: Characters; five tell Japanese sentences apart and survive a changed word nearby.
_LENGTH = 5
_NOT_SAID = re.compile(r"[^\w%]|_")


def said(text: str) -> str:
    """What a text says, without width, case, spaces and punctuation."""
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text).lower())


def similar_pairs(texts: Sequence[str], threshold: float) -> Iterator[tuple[int, int]]:
    """Positions of texts whose shingles overlap (Jaccard) by ``threshold`` or more, in order.

    Two such texts share one of their rarest shingles (prefix filtering), so only texts that do
    are compared.
    """
    sets = [_shingles(said(text)) for text in texts]
    count = Counter(shingle for shingles in sets for shingle in shingles)
    rarity = {s: n for n, s in enumerate(sorted(count, key=lambda s: (count[s], s)))}
    holders: dict[int, list[int]] = {}
    for number, shingles in enumerate(sets):
        if not shingles:
            continue
        rarest = sorted(rarity[shingle] for shingle in shingles)
        prefix = rarest[: len(rarest) - ceil(threshold * len(rarest)) + 1]
        candidates = {other for shingle in prefix for other in holders.get(shingle, ())}
        for other in sorted(candidates):
            if _jaccard(sets[other], shingles) >= threshold:
                yield other, number
        for shingle in prefix:
            holders.setdefault(shingle, []).append(number)


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[n : n + _LENGTH] for n in range(max(len(text) - _LENGTH + 1, 0)))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
