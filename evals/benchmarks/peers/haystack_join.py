"""Haystack: in-memory BM25 and embedding retrievers, joined by reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.benchmarks.peers.harness import TOP, Search, Task, measure

_MODULES = (
    "haystack",
    "haystack.components.joiners",
    "haystack.components.retrievers.in_memory",
    "haystack.document_stores.in_memory",
)


def _index(task: Task, modules: Sequence[Any]) -> Search:
    haystack, joiners, retrievers, stores = modules
    store = stores.InMemoryDocumentStore(
        bm25_tokenization_regex=r"\S+", embedding_similarity_function="cosine"
    )
    store.write_documents(
        [
            haystack.Document(id=str(n), content=tokens, embedding=task.vectors[n].tolist())
            for n, tokens in enumerate(task.tokens)
        ]
    )
    lexical = retrievers.InMemoryBM25Retriever(store, top_k=TOP)
    dense = retrievers.InMemoryEmbeddingRetriever(store, top_k=TOP)
    join = joiners.DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TOP)

    def search(query: int) -> list[int]:
        by_words = lexical.run(query=task.query_tokens[query])["documents"]
        near = dense.run(query_embedding=task.query_vectors[query].tolist())["documents"]
        return [int(found.id) for found in join.run(documents=[by_words, near])["documents"]]

    return search


if __name__ == "__main__":
    measure(_MODULES, _index)
