"""Cross-encoders: models that read a question and a passage together.

They order better than vectors and words do, and cost much more: one run of a model for each
passage of each question. So they order anew only the first of what search found.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.embedding.loading import load, require_extra
from knowledge.errors import InvalidInput, ModelUnavailable

Relevance = npt.NDArray[np.float32]


class Reranker(Protocol):
    """What says how well passages answer a question. Raises ModelUnavailable."""

    def relevance(self, query: str, texts: Sequence[str]) -> Relevance:
        """One number for each text, shape (len(texts),): the more, the better."""


def reranker(name: str) -> Reranker | None:
    """The reranker that a setting names: ``cross-encoder:MODEL`` (a name or a folder), or none.

    Raises InvalidInput when there is no such reranker or its extra is not installed.
    """
    provider, _, model = name.partition(":")
    if not name:
        return None
    if provider != "cross-encoder" or not model:
        raise InvalidInput(
            f"ZEROJI_RERANKER={name!r} is not a reranker: use cross-encoder:MODEL, or nothing."
        )
    return CrossEncoderReranker(model)


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, loaded when it is first used."""

    def __init__(self, model: str) -> None:
        self._setting = f"ZEROJI_RERANKER=cross-encoder:{model}"
        self._path = model
        self._model: Any = None
        self._lock = threading.Lock()
        require_extra(self._setting)

    def relevance(self, query: str, texts: Sequence[str]) -> Relevance:
        with self._lock:
            if self._model is None:
                self._model = load("CrossEncoder", self._path, self._setting)
            pairs = [(query, text) for text in texts]
            found = np.asarray(self._model.predict(pairs, show_progress_bar=False))
        if found.shape != (len(texts),) or not np.isfinite(found).all():
            raise ModelUnavailable(
                f"{self._setting} rates {len(texts)} passages with numbers of shape "
                f"{found.shape}, or with what is no number. Choose another model."
            )
        return found.astype(np.float32, copy=False)
