"""Zeroji: its own search on a home in a temporary folder, with the vectors given.

It is measured as it always works: audience and date filter, its own ranking, whole passages with
their sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.benchmarks.peers.harness import TOP, Search, Task, measure

_MODULES = (
    "evals.benchmarks.home",
    "ingest.recording",
    "knowledge.model",
    "knowledge.japanese",
)


def _index(task: Task, modules: Sequence[Any]) -> Search:
    home, recording, model, japanese = modules
    numbers = {text: n for n, text in enumerate(task.texts)}
    pairs = zip(task.queries, task.query_vectors, strict=True)
    asked = {japanese.normalize(text): vector for text, vector in pairs}

    class Given:
        name = "given"

        def passages(self, texts: Any) -> Any:
            return np.array([task.vectors[numbers[text]] for text in texts], dtype=np.float32)

        def query(self, text: str) -> Any:
            return asked[text]

    sections = [_section(model, text) for text in task.texts]
    knowledge = home.opened(task.folder / "home", Given()).__enter__()
    for start in range(0, len(sections), 5000):
        knowledge.publisher.publish(
            model.Document(
                meta=model.ManualMeta(title=f"corpus {start}", owner="evals"),
                sections=tuple(sections[start : start + 5000]),
            ),
            recording.SourceFile(path=f"{start}.jsonl", source=f"{start}.jsonl", hash=str(start)),
            author="evals",
        )

    def search(query: int) -> list[int]:
        request = model.SearchRequest(query=task.queries[query], top=TOP)
        found = knowledge.searcher.search(request).passages
        return [numbers[passage.chunk.embedded_text] for passage in found]

    return search


def _section(model: Any, text: str) -> Any:
    """A text whose first line is its heading."""
    heading, _, rest = text.partition("\n")
    lines = tuple(model.Block(kind="text", text=line) for line in rest.split("\n"))
    return model.Section(heading_path=(heading,), blocks=lines)


if __name__ == "__main__":
    measure(_MODULES, _index)
