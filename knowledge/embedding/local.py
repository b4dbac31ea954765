"""Models of sentence-transformers, run in this process."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any
from urllib.parse import parse_qsl

import numpy as np

from knowledge.embedding.loading import load, require_extra
from knowledge.embedding.prefixes import Prefixes, prefixes
from knowledge.embedding.protocol import Vectors
from knowledge.errors import InvalidInput

_log = logging.getLogger(__name__)

#: Texts that a question may have to wait for.
_BATCH = 16


class SentenceTransformersEmbedder:
    """A model by its name or folder, with ``?query=…&passage=…`` if its prefixes are to be others.

    It is loaded when it is first used. Needs the extra ``zeroji[models]``.
    """

    def __init__(self, spec: str) -> None:
        self.name = f"sentence-transformers:{spec}"
        self._setting = f"ZEROJI_EMBEDDER={self.name}"
        self._path, _, options = spec.partition("?")
        self._given = dict(parse_qsl(options, keep_blank_values=True))
        if not self._path or self._given.keys() - {"query", "passage"}:
            raise InvalidInput(
                f"{self._setting}: write it as sentence-transformers:MODEL or "
                "sentence-transformers:MODEL?query=PREFIX&passage=PREFIX."
            )
        require_extra(self._setting)
        self._model: Any = None
        self._prefixes = Prefixes()
        self._warned = False
        self._lock = threading.Lock()

    def passages(self, texts: list[str]) -> Vectors:
        found = []
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            with self._lock:
                model = self._loaded()
                self._warn_of_cuts(model, batch)
                found.append(
                    model.encode_document(
                        batch,
                        prompt=self._prefixes.passage,
                        normalize_embeddings=True,
                        show_progress_bar=False,
                    )
                )
            time.sleep(0.001)  # the lock is not fair: let a question have its turn
        return np.concatenate(found).astype(np.float32, copy=False)

    def query(self, text: str) -> Vectors:
        with self._lock:
            model = self._loaded()
            found = model.encode_query(
                [text],
                prompt=self._prefixes.query,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(found[0], dtype=np.float32)

    def _loaded(self) -> Any:
        if self._model is None:
            model = load("SentenceTransformer", self._path, self._setting)
            self._prefixes = prefixes(self._path, model.prompts, self._given)
            self._model = model
        return self._model

    def _warn_of_cuts(self, model: Any, texts: list[str]) -> None:
        """Say once that a model does not read the ends of long texts."""
        longest = model.max_seq_length
        if self._warned or longest is None:
            return
        tokens = model.tokenizer([self._prefixes.passage + text for text in texts], verbose=False)
        if any(len(ids) > longest for ids in tokens["input_ids"]):
            self._warned = True
            _log.warning(
                "%s reads %d tokens of a text: the ends of longer ones are found by words only",
                self.name,
                longest,
            )
