"""LlamaIndex: QueryFusionRetriever (reciprocal rank) over its vector index and BM25."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.benchmarks.peers.harness import TOP, Search, Task, measure

_MODULES = (
    "llama_index.core",
    "llama_index.core.base.embeddings.base",
    "llama_index.core.llms",
    "llama_index.core.retrievers",
    "llama_index.core.schema",
    "llama_index.retrievers.bm25",
)


def _index(task: Task, modules: Sequence[Any]) -> Search:
    core, embeddings, llms, retrievers, schema, bm25 = modules
    base: Any = embeddings.BaseEmbedding
    asked = dict(zip(task.query_tokens, task.query_vectors, strict=True))

    class Given(base):  # type: ignore[misc]
        def _get_query_embedding(self, query: str) -> list[float]:
            return list(asked[query].tolist())

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            raise AssertionError("texts come with their vectors")

    nodes = [
        schema.TextNode(id_=str(n), text=tokens, embedding=task.vectors[n].tolist())
        for n, tokens in enumerate(task.tokens)
    ]
    dense = core.VectorStoreIndex(nodes, embed_model=Given()).as_retriever(similarity_top_k=TOP)
    lexical = bm25.BM25Retriever.from_defaults(
        nodes=nodes, similarity_top_k=TOP, token_pattern=r"\S+"
    )
    both = retrievers.QueryFusionRetriever(
        [dense, lexical],
        llm=llms.MockLLM(),
        num_queries=1,
        mode="reciprocal_rerank",
        similarity_top_k=TOP,
        use_async=False,
    )
    return lambda n: [int(found.node.id_) for found in both.retrieve(task.query_tokens[n])]


if __name__ == "__main__":
    measure(_MODULES, _index)
