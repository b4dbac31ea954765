"""Text to vectors. All vectors have length 1, so a dot product is the cosine similarity.

The built-in embedder comes inside a package and needs no download. Services that speak OpenAI's
protocol and models of sentence-transformers are chosen by name.
"""

from __future__ import annotations

from knowledge.embedding.builtin import UniversalSentenceEncoder
from knowledge.embedding.guarded import Guarded
from knowledge.embedding.local import SentenceTransformersEmbedder
from knowledge.embedding.protocol import Embedder, Vectors
from knowledge.embedding.service import Access, EmbeddingsService
from knowledge.errors import InvalidInput

__all__ = ["Access", "Embedder", "Guarded", "Vectors", "embedder"]

_NO_ACCESS = Access()
#: What a database keeps of a name.
_LONGEST_NAME = 200


def embedder(name: str, access: Access = _NO_ACCESS) -> Embedder:
    """The embedder that a setting, or the name of an embedder, names. Nothing is loaded yet.

    ``builtin``, ``openai:MODEL`` or ``sentence-transformers:MODEL`` (a name or a folder). Raises
    InvalidInput when there is no such embedder, or something that it needs is not set.
    """
    provider, _, model = name.partition(":")
    if len(name) > _LONGEST_NAME:
        raise InvalidInput(f"ZEROJI_EMBEDDER is longer than {_LONGEST_NAME} characters.")
    match provider:
        case "builtin" if not model or name == UniversalSentenceEncoder.name:
            return UniversalSentenceEncoder()
        case "openai" if model:
            return EmbeddingsService(model, access)
        case "sentence-transformers" if model:
            return SentenceTransformersEmbedder(model)
    raise InvalidInput(
        f"ZEROJI_EMBEDDER={name!r} is not an embedder: use builtin, openai:MODEL or "
        "sentence-transformers:MODEL."
    )
