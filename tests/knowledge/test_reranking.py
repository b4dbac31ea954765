"""A reranker orders the best of what search found; without one, or when it fails, search stands."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pytest
from sqlalchemy import Engine

from ingest.publishing import Publisher
from knowledge.dense import always
from knowledge.embedding import Embedder, Vectors
from knowledge.errors import InvalidInput, ModelUnavailable
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import SearchRequest
from knowledge.reranking import Relevance, reranker
from knowledge.search import Searcher
from knowledge.vectors import VectorIndex
from tests.making import document, file, texts

QUERY = "手当はいくらですか"


class Longest:
    """Prefers long texts."""

    def __init__(self) -> None:
        self.rated: list[str] = []

    def relevance(self, query: str, texts: Sequence[str]) -> Relevance:
        assert query == QUERY
        self.rated = list(texts)
        return np.array([len(text) for text in texts], dtype=np.float32)


class Broken:
    """Cannot be loaded."""

    def relevance(self, query: str, texts: Sequence[str]) -> Relevance:
        raise ModelUnavailable("there is no such model.")


class Down:
    """An embedder whose service is down."""

    name = "down"

    def passages(self, texts: list[str]) -> Vectors:
        raise ModelUnavailable("it cannot be reached.")

    def query(self, text: str) -> Vectors:
        raise ModelUnavailable("it cannot be reached.")


@pytest.fixture
def says(publisher: Publisher) -> None:
    made = {
        f"第{n}条": f"手当は{n}千円とする。" + "詳しくは別に定める。" * (n % 7) for n in range(30)
    }
    publisher.publish(document(made), file(), author="sato")


@pytest.mark.usefixtures("says")
def test_the_best_twenty_are_ordered_anew_and_the_rest_stay(
    database: Engine, vectors: VectorIndex, builtin: Embedder, library: Library, searcher: Searcher
) -> None:
    rater = Longest()
    again = Searcher(Index(database), always(vectors, builtin), library, rater)
    before, after = texts(searcher, QUERY, top=30), texts(again, QUERY, top=30)

    assert len(rater.rated) == 20
    assert after[:20] == sorted(before[:20], key=lambda text: -len(text))
    assert after[20:] == before[20:]


@pytest.mark.usefixtures("says")
def test_scores_go_down_with_the_new_order(
    database: Engine, vectors: VectorIndex, builtin: Embedder, library: Library
) -> None:
    again = Searcher(Index(database), always(vectors, builtin), library, Longest())
    found = again.search(SearchRequest(query=QUERY, top=30)).passages
    scores = [passage.score for passage in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.usefixtures("says")
def test_a_reranker_that_fails_leaves_the_order(
    database: Engine,
    vectors: VectorIndex,
    builtin: Embedder,
    library: Library,
    searcher: Searcher,
    caplog: pytest.LogCaptureFixture,
) -> None:
    again = Searcher(Index(database), always(vectors, builtin), library, Broken())
    assert texts(again, QUERY) == texts(searcher, QUERY)
    assert "there is no such model. The passages keep their order." in caplog.text


@pytest.mark.usefixtures("says")
def test_an_embedder_that_is_down_leaves_search_by_words(
    database: Engine, vectors: VectorIndex, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    by_words = Searcher(Index(database), always(vectors, Down()), library)
    found = by_words.search(SearchRequest(query="7千円の手当")).passages
    assert found[0].chunk.text.startswith("手当は7千円とする。")
    assert {passage.dense_rank for passage in found} == {None}
    assert "it cannot be reached. The question is searched by its words only." in caplog.text


def test_without_a_setting_there_is_none() -> None:
    assert reranker("") is None


@pytest.mark.parametrize("name", ["builtin", "cross-encoder:", "cohere:rerank"])
def test_an_unknown_name_says_what_is_possible(name: str) -> None:
    with pytest.raises(InvalidInput, match="use cross-encoder:MODEL, or nothing"):
        reranker(name)


def test_one_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # as if it were not installed
    with pytest.raises(InvalidInput, match=r"pip install 'zeroji\[models\]'"):
        reranker("cross-encoder:some/model")
