"""Questions as vectors; one that is asked again costs nothing.

A vector is halfway between that of the question and that of the same question in the words of
rules, as the thesaurus has them: employees say 有休, and rules 年次有給休暇.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from knowledge import japanese, thesaurus
from knowledge.dense import Dense
from knowledge.embedding import Vectors
from knowledge.embedding.builtin import UniversalSentenceEncoder
from knowledge.embedding.protocol import unit
from knowledge.errors import ModelUnavailable

log = logging.getLogger(__name__)

#: How many are kept: 4 MB of 512 numbers each. A question may need two.
_KEPT = 2048
#: Embedders that find more with formal words too. For others that is not known, and a service
#: would have to be called twice. These embed what is asked as they embed what is searched.
_HELPED = frozenset({UniversalSentenceEncoder.name})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as a vector, with where to compare it."""

    dense: Dense
    #: Shape (dimensions,).
    vector: Vectors


class QuestionVectors:
    """Embeds questions with the embedder of the moment, which ``dense`` gives."""

    def __init__(self, dense: Callable[[], Dense | None]) -> None:
        self._dense = dense
        self._lock = threading.Lock()
        #: By embedder and text, the one asked last at the end.
        self._kept: OrderedDict[tuple[str, str], Vectors] = OrderedDict()

    def of(self, question: str) -> Asked | None:
        """The question as a vector; None where there is none to be had now."""
        dense = self._dense()
        if dense is None:
            return None
        try:
            vectors = self._vectors(dense, _wordings(question, dense.name))
        except ModelUnavailable as unavailable:
            log.warning("%s The question is searched by its words only.", unavailable)
            return None
        vector = vectors[0] if len(vectors) == 1 else unit(np.sum(vectors, axis=0))
        return Asked(dense=dense, vector=vector)

    def _vectors(self, dense: Dense, texts: list[str]) -> list[Vectors]:
        """Of each text, shape (dimensions,)."""
        kept = {text: self._recalled(dense, text) for text in texts}
        missing = [text for text, vector in kept.items() if vector is None]
        for text, vector in zip(missing, _embedded(dense, missing), strict=True):
            kept[text] = vector
            self._keep(dense, text, vector)
        return [vector for vector in kept.values() if vector is not None]

    def _recalled(self, dense: Dense, text: str) -> Vectors | None:
        key = (dense.name, text)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, dense: Dense, text: str, vector: Vectors) -> None:
        with self._lock:
            self._kept[dense.name, text] = vector
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


def _embedded(dense: Dense, texts: list[str]) -> list[Vectors]:
    """Two at once cost less than one by one: only the built-in embedder is asked for two."""
    if len(texts) < 2:
        return [dense.embedder.query(text) for text in texts]
    return [np.asarray(vector) for vector in dense.embedder.passages(texts)]


def _wordings(question: str, embedder: str) -> list[str]:
    """The question as it is asked and, where they differ, in the words of rules.

    An English question stays as it is: some Japanese words in it find nothing more.
    """
    asked = japanese.normalize(question)
    if embedder not in _HELPED or not japanese.is_japanese(asked):
        return [asked]
    return list(dict.fromkeys((asked, thesaurus.formal(asked))))
