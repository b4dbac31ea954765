"""Texts to vectors, by the built-in model and by a service."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from knowledge.embedding import Embedder, embedder
from knowledge.errors import InvalidInput
from tests.loopback.openai_server import embeddings_service


def test_built_in_vectors_have_length_one(builtin: Embedder) -> None:
    vectors = builtin.passages(["日当は3,000円とする。", "per diem", "あ"])
    assert vectors.shape == (3, 512)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_query_is_embedded_as_a_passage_is(builtin: Embedder) -> None:
    assert builtin.query("日当").shape == (512,)
    assert builtin.query("日当") == pytest.approx(builtin.passages(["日当"])[0], abs=1e-6)


def test_the_company_of_others_does_not_change_a_vector(builtin: Embedder) -> None:
    together = builtin.passages(["日当", "宿泊費の上限は一泊につき一万二千円とする。"])[0]
    assert together == pytest.approx(builtin.query("日当"), abs=1e-5)


def test_near_meanings_have_near_vectors(builtin: Embedder) -> None:
    asked = builtin.query("有給休暇は何日もらえますか")
    same, other = builtin.passages(["年次有給休暇は10日を付与する。", "タクシーは終電後に使える。"])
    assert asked @ same > asked @ other + 0.1


def test_languages_meet(builtin: Embedder) -> None:
    asked = builtin.query("How many days of paid leave do I get?")
    same, other = builtin.passages(["年次有給休暇は10日を付与する。", "タクシーは終電後に使える。"])
    assert asked @ same > asked @ other


def test_each_embedder_has_a_name_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [embedder(name).name for name in ("builtin", "openai:one", "openai:two")]
    assert len(set(names)) == 3


@pytest.mark.parametrize(
    "name", ["", "builtin:small", "openai:", "sentence-transformers", "cohere:x"]
)
def test_an_unknown_name_says_what_is_possible(name: str) -> None:
    with pytest.raises(InvalidInput, match="use builtin, openai:MODEL or"):
        embedder(name)


def test_a_model_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # as if it were not installed
    with pytest.raises(InvalidInput, match=r"pip install 'zeroji\[models\]'"):
        embedder("sentence-transformers:intfloat/multilingual-e5-small")


def test_a_service_is_asked_once_for_many_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    with embeddings_service() as service:
        monkeypatch.setenv("OPENAI_BASE_URL", service.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        vectors = embedder("openai:text-embedding-3-small").passages(["日当", "宿泊費の上限"])

    (request,) = service.requests
    assert request["model"] == "text-embedding-3-small"
    assert request["input"] == ["日当", "宿泊費の上限"]
    assert service.authorizations == ["Bearer sk-test"]
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(
        np.array([[2, 1, 0], [6, 1, 0]]) / np.sqrt([[5], [37]]), abs=1e-6
    )


def test_a_service_embeds_a_query(monkeypatch: pytest.MonkeyPatch) -> None:
    with embeddings_service() as service:
        monkeypatch.setenv("OPENAI_BASE_URL", service.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        assert embedder("openai:m").query("日当").shape == (3,)
