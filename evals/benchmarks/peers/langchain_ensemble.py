"""LangChain: EnsembleRetriever over rank-bm25 and Chroma."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.benchmarks.peers.harness import TOP, Search, Task, measure

_MODULES = (
    "langchain_chroma",
    "langchain_classic.retrievers",
    "langchain_community.retrievers",
    "langchain_core.documents",
    "langchain_core.embeddings",
)


def _index(task: Task, modules: Sequence[Any]) -> Search:
    chroma, classic, community, documents_of, embeddings = modules
    base: Any = embeddings.Embeddings
    vectors = dict(zip(task.tokens, task.vectors, strict=True))
    asked = dict(zip(task.query_tokens, task.query_vectors, strict=True))

    class Given(base):  # type: ignore[misc]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [vectors[text].tolist() for text in texts]

        def embed_query(self, text: str) -> list[float]:
            return list(asked[text].tolist())

    documents = [
        documents_of.Document(page_content=tokens, metadata={"n": n})
        for n, tokens in enumerate(task.tokens)
    ]
    store = chroma.Chroma("peer", Given(), collection_configuration={"hnsw": {"space": "cosine"}})
    for start in range(0, len(documents), 2000):
        store.add_documents(documents[start : start + 2000])
    lexical = community.BM25Retriever.from_documents(documents, preprocess_func=str.split, k=TOP)
    dense = store.as_retriever(search_kwargs={"k": TOP})
    both = classic.EnsembleRetriever(retrievers=[lexical, dense], weights=[0.5, 0.5])
    return lambda n: [d.metadata["n"] for d in both.invoke(task.query_tokens[n])][:TOP]


if __name__ == "__main__":
    measure(_MODULES, _index)
