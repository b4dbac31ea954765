"""The peer of the measurements of publishing: LangChain's indexing API with Chroma."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from evals.benchmarks.counting import CountingEmbedder
from ingest.chunking import chunks
from knowledge.model import Document

MISSING = (
    "LangChain's Chroma is not installed: pip install langchain-chroma==1.1.0, or measure "
    "Zeroji --alone."
)


class Peer:
    """Keeps chunks of documents in Chroma by ``langchain_core.indexing.index``."""

    def __init__(self, folder: Path, embedder: CountingEmbedder) -> None:
        indexing = importlib.import_module("langchain_core.indexing")
        self._index = indexing.index
        self._document = importlib.import_module("langchain_core.documents").Document
        self._records = indexing.InMemoryRecordManager("peer")
        self._records.create_schema()
        library = importlib.import_module("langchain_chroma")
        self._store = library.Chroma(
            "peer",
            _embeddings(embedder),
            persist_directory=str(folder),
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def publish(self, path: Path, document: Document) -> None:
        """Make the store say what the document says, embedding what is new."""
        made = [chunk for section in document.sections for chunk in chunks(section, 0)]
        documents = [
            self._document(page_content=chunk.embedded_text, metadata={"source": str(path)})
            for chunk in made
        ]
        self._index(
            documents,
            self._records,
            self._store,
            cleanup="incremental",
            source_id_key="source",
            key_encoder="sha256",
        )

    def search(self, query: str) -> list[str]:
        return [found.page_content for found in self._store.similarity_search(query, k=10)]

    def count(self) -> int:
        return int(self._store._collection.count())

    def close(self) -> None:
        self._store._client.close()


def _embeddings(embedder: CountingEmbedder) -> Any:
    """The embedder as LangChain wants it."""
    base: Any = importlib.import_module("langchain_core.embeddings").Embeddings

    class Adapter(base):  # type: ignore[misc]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [
                [float(x) for x in vector]
                for start in range(0, len(texts), 64)
                for vector in embedder.passages(texts[start : start + 64])
            ]

        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in embedder.query(text)]

    return Adapter()
