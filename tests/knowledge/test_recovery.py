"""A Chroma that breaks while Zeroji runs is made again; nobody is left without an answer.

The library is taken to be so large that Chroma is asked.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ingest.publishing import Publisher
from knowledge import projection
from knowledge.dense import always
from knowledge.embedding import Embedder
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import SearchRequest
from knowledge.search import Searcher
from knowledge.similarity import Similarity
from knowledge.vectors import VectorIndex
from tests.making import document, file, texts

SAYS = {
    "日当": "日当は3,000円とする。",
    "宿泊": "宿泊費は12,000円を上限とする。",
    "休暇": "休暇は10日とする。",
}


@pytest.fixture
def searcher(
    database: Engine, vectors: VectorIndex, builtin: Embedder, library: Library
) -> Searcher:
    index = Index(database)
    by_chroma = Similarity(index, max_bytes=0, few=0)
    return Searcher(index, always(vectors, builtin), library, similarity=by_chroma)


@pytest.fixture(autouse=True)
def published(publisher: Publisher) -> None:
    publisher.publish(document(SAYS), file(version=1), author="sato")


def damage(home: Path) -> None:
    os.truncate(home / "chroma" / "chroma.sqlite3", 0)


def test_a_question_is_answered_as_before_and_chroma_is_made_again(
    searcher: Searcher,
    vectors: VectorIndex,
    database: Engine,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    request = SearchRequest(query="出張の宿泊はいくらまで")
    before = searcher.search(request).passages
    damage(tmp_path)

    during = searcher.search(request).passages

    assert [(p.chunk, p.dense_rank) for p in during] == [(p.chunk, p.dense_rank) for p in before]
    assert [p.similarity for p in during] == pytest.approx([p.similarity for p in before], abs=1e-4)
    assert "The question is searched without it" in caplog.text
    with vectors.mending:
        assert projection.is_equal(database, vectors)
    after = searcher.search(request).passages
    assert [p.chunk for p in after] == [p.chunk for p in before]
    assert "The vector index was made again" in caplog.text


def test_only_what_may_be_read_is_compared(
    publisher: Publisher, searcher: Searcher, tmp_path: Path
) -> None:
    secret = document({"役員": "役員の日当は9,000円とする。"}, "内規", audience="managers")
    publisher.publish(secret, file("内規.md"), author="sato")
    damage(tmp_path)
    assert set(texts(searcher, "日当")) == set(SAYS.values())


def test_a_publication_goes_through(
    publisher: Publisher, searcher: Searcher, library: Library, tmp_path: Path
) -> None:
    damage(tmp_path)
    changed = SAYS | {"日当": "日当は4,000円とする。"}
    published = publisher.publish(document(changed), file(version=2), author="sato")
    assert (published.revision, published.embedded) == (2, 1)
    assert set(texts(searcher, "日当")) == set(changed.values())
    assert len(library.history(1)) == 2


def test_a_retirement_goes_through(
    publisher: Publisher, searcher: Searcher, vectors: VectorIndex, tmp_path: Path
) -> None:
    damage(tmp_path)
    publisher.retire([1])
    assert texts(searcher, "日当") == []


def test_search_goes_on_when_it_cannot_be_made_again(
    searcher: Searcher,
    vectors: VectorIndex,
    database: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As long as the folder cannot be written, say."""
    damage(tmp_path)
    monkeypatch.setattr("knowledge.sealing.discard", _fails)
    for _ in range(2):
        assert texts(searcher, "宿泊費")[0] == SAYS["宿泊"]
        with vectors.mending:
            pass
    monkeypatch.undo()
    assert texts(searcher, "宿泊費")[0] == SAYS["宿泊"]
    with vectors.mending:
        assert projection.is_equal(database, vectors)


def _fails(folder: Path) -> None:
    raise OSError(28, "No space left on device")
