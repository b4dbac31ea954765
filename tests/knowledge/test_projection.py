"""Chroma is made equal to the database, whatever state it is in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine

from ingest.publishing import Publisher
from knowledge import projection
from knowledge.dense import always
from knowledge.embedding import Embedder, Vectors
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import SearchRequest
from knowledge.search import Searcher
from knowledge.vectors import VectorEntry, VectorIndex, open_client
from tests.making import document, file

TODAY = date.today()
SAYS = {
    "日当": "日当は3,000円とする。",
    "宿泊": "宿泊費は12,000円を上限とする。",
    "休暇": "休暇は10日とする。",
}


@pytest.fixture(autouse=True)
def published(publisher: Publisher) -> None:
    publisher.publish(document(SAYS), file(), author="sato")


class Counting:
    """An embedder that counts what it embeds, under a name of its own."""

    def __init__(self, builtin: Embedder, name: str) -> None:
        self.name = name
        self.texts: list[str] = []
        self._builtin = builtin

    def passages(self, texts: list[str]) -> Vectors:
        self.texts += texts
        return self._builtin.passages(texts)

    def query(self, text: str) -> Vectors:
        return self._builtin.query(text)


def test_a_lost_chroma_is_made_again_without_embedding(
    database: Engine, builtin: Embedder, library: Library, vectors: VectorIndex, tmp_path: Path
) -> None:
    before = vectors.entries()
    again = Counting(builtin, builtin.name)
    made = VectorIndex(open_client(tmp_path / "new", None), again.name)
    projection.ensure_vectors(database, again, lambda done, total: None)
    projection.project(database, made, again.name)

    assert again.texts == []
    assert made.entries() == before
    searcher = Searcher(Index(database), always(made, again), library)
    best = searcher.search(SearchRequest(query="日当はいくらですか")).passages[0]
    assert best.chunk.text == SAYS["日当"]
    assert best.dense_rank == 1


def test_missing_surplus_and_wrong_entries_are_repaired(
    database: Engine, builtin: Embedder, vectors: VectorIndex
) -> None:
    right = vectors.entries()
    first, second, third = right
    always: dict[str, Any] = {"valid_from": date.min, "valid_until": None}
    vectors.delete([first])
    vectors.upsert(
        [
            VectorEntry(id=second, text_hash="another text", audience="all", **always),
            VectorEntry(id=third, text_hash=right[third]["text"], audience="managers", **always),
            VectorEntry(id=999, text_hash="surplus", audience="all", **always),
        ],
        [np.eye(512, dtype=np.float32)[0]] * 3,
    )

    projection.project(database, vectors, builtin.name)

    assert vectors.entries() == right
    found = vectors.nearest(builtin.query("休暇"), frozenset({"all"}), TODAY, 10)
    assert found.keys() == right.keys()
    assert max(found.values()) > 0.3, "the vectors are those of the texts again"


def test_another_embedder_embeds_everything_once(
    database: Engine, builtin: Embedder, vectors: VectorIndex
) -> None:
    other = Counting(builtin, "other")
    steps: list[tuple[int, int]] = []
    for expected in (3, 0):
        number = projection.ensure_vectors(database, other, lambda *step: steps.append(step))
        assert number == expected
    assert len(other.texts) == 3
    assert steps == [(3, 3)]


def test_nothing_is_embedded_while_the_embedder_stays(database: Engine, builtin: Embedder) -> None:
    assert projection.ensure_vectors(database, builtin, lambda done, total: None) == 0


def test_an_entry_keeps_the_vector_of_its_own_text_after_many_edits_of_a_day(
    publisher: Publisher, vectors: VectorIndex, builtin: Embedder, database: Engine
) -> None:
    """The database gives ids of deleted entries again, with another text behind them."""
    says = ["タクシーは終電後に使える。", "年次有給休暇は10日とする。", "見舞金は1万円とする。"]
    for version, text in enumerate(says, start=1):
        publisher.publish(document({"本則": text}), file(version=version), author="sato")
        (entry,) = [e for e in Index(database).snapshot().entries if e.valid_until is None]
        (vector,) = builtin.passages([entry.chunk.embedded_text])
        found = vectors.nearest(vector, frozenset({"all"}), TODAY, 10)
        assert found[entry.id] == pytest.approx(1, abs=1e-4)
