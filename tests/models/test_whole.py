"""A home goes over to a model of sentence-transformers and back, with a reranker on top."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from sentence_transformers import CrossEncoder

from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from knowledge.model import SearchRequest

RULES = """---
title: Travel rules
---
## Article 1 (Leave)

Employees receive ten days of paid leave after six months.

## Article 2 (Taxi)

A taxi may be used after the last train.
"""


def settings(home: Path, **changes: Any) -> Settings:
    return Settings(**{"home": home, "_env_file": None} | changes)


def best(zeroji: Zeroji, query: str) -> tuple[str, int | None]:
    passage = zeroji.searcher.search(SearchRequest(query=query)).passages[0]
    return passage.chunk.heading, passage.dense_rank


def test_there_and_back(tmp_path: Path, minilm: Path) -> None:
    rules = tmp_path / "rules.md"
    rules.write_text(RULES)
    model = f"sentence-transformers:{minilm}"
    with open_zeroji(settings(tmp_path / "home")) as zeroji:
        assert zeroji.ingest([rules])["manuals"]["failed"] == []
        assert zeroji.embedders.in_use() == "builtin:use-multilingual-v3"

    steps: list[tuple[int, int]] = []
    with open_zeroji(
        settings(tmp_path / "home", embedder=model), lambda *step: steps.append(step)
    ) as zeroji:
        assert zeroji.embedders.in_use() == model
        heading, rank = best(zeroji, "vacation")
        assert ("Leave" in heading, rank) == (True, 1)
    assert steps[-1] == (2, 2)

    with open_zeroji(settings(tmp_path / "home")) as zeroji:
        assert zeroji.embedders.in_use() == "builtin:use-multilingual-v3"
        assert best(zeroji, "vacation")[1] is not None


def test_a_reranker_takes_part(tmp_path: Path, minilm: Path) -> None:
    torch.manual_seed(7)
    folder = tmp_path / "cross"
    CrossEncoder(str(minilm), num_labels=1, device="cpu").save_pretrained(str(folder))
    rules = tmp_path / "rules.md"
    rules.write_text(RULES)
    chosen = settings(tmp_path / "home", reranker=f"cross-encoder:{folder}")
    with open_zeroji(chosen) as zeroji:
        zeroji.ingest([rules])
        found = zeroji.searcher.search(SearchRequest(query="taxi")).passages
        assert len(found) == 2
        assert found[0].score > found[1].score
