"""Questions as vectors, by the embedder of the moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np

from knowledge import japanese, thesaurus
from knowledge.dense import Dense
from knowledge.embedding import Vectors
from knowledge.embedding.protocol import unit

#: Dimensions of the vectors of words, where there is no embedder.
_WORDS = 1024


def embedding(dense: Callable[[], Dense | None]) -> Callable[[Sequence[str]], Vectors]:
    """Gives vectors of the length 1; by the questions' words where there is no embedder.

    A question is put in the words of rules: 有休 and 年次有給休暇 are one thing.
    """

    def embed(texts: Sequence[str]) -> Vectors:
        current = dense()
        if current is None:
            return np.stack([_of_words(text) for text in texts])
        asked = [japanese.normalize(text) for text in texts]
        formal = [thesaurus.formal(text) for text in asked]
        wordings = list(dict.fromkeys(asked + formal))
        vectors = dict(zip(wordings, current.embedder.passages(wordings), strict=True))
        return unit([vectors[a] + vectors[f] for a, f in zip(asked, formal, strict=True)])

    return embed


def _of_words(text: str) -> Vectors:
    vector = np.zeros(_WORDS, dtype=np.float32)
    for term in japanese.terms(text):
        vector[crc32(term.encode()) % _WORDS] += 1
    return unit(vector) if vector.any() else vector
