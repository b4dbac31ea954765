"""Questions as vectors; one that is asked again costs nothing."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from knowledge import japanese
from knowledge.dense import Dense
from knowledge.embedding import Vectors
from knowledge.errors import ModelUnavailable

log = logging.getLogger(__name__)

#: How many are kept: 2 MB of 512 numbers each.
_KEPT = 1024


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
        #: By embedder and question, the one asked last at the end.
        self._kept: OrderedDict[tuple[str, str], Vectors] = OrderedDict()

    def of(self, question: str) -> Asked | None:
        """The question as a vector; None where there is none to be had now."""
        dense = self._dense()
        if dense is None:
            return None
        try:
            vector = self._vector(dense, japanese.normalize(question))
        except ModelUnavailable as unavailable:
            log.warning("%s The question is searched by its words only.", unavailable)
            return None
        return Asked(dense=dense, vector=vector)

    def _vector(self, dense: Dense, question: str) -> Vectors:
        key = (dense.name, question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        vector = dense.embedder.query(question)
        with self._lock:
            self._kept[key] = vector
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return vector
