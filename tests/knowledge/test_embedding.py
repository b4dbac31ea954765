"""Texts to vectors by the built-in model, and which embedder a setting names."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from knowledge.embedding import Access, Embedder, embedder
from knowledge.errors import InvalidInput

ACCESS = Access(api_key="sk-test")


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


def test_each_embedder_has_a_name_of_its_own() -> None:
    names = [embedder(name, ACCESS).name for name in ("builtin", "openai:one", "openai:two")]
    assert len(set(names)) == 3


@pytest.mark.parametrize("setting", ["builtin", "openai:text-embedding-3-small"])
def test_an_embedder_is_made_again_from_its_name(setting: str) -> None:
    name = embedder(setting, ACCESS).name
    assert embedder(name, ACCESS).name == name


@pytest.mark.parametrize(
    "name", ["", "builtin:small", "openai:", "sentence-transformers", "cohere:x"]
)
def test_an_unknown_name_says_what_is_possible(name: str) -> None:
    with pytest.raises(InvalidInput, match="use builtin, openai:MODEL or"):
        embedder(name)


def test_a_name_that_no_database_keeps_is_refused() -> None:
    with pytest.raises(InvalidInput, match="longer than 200 characters"):
        embedder("openai:" + "m" * 200, ACCESS)


def test_a_service_without_a_key_says_what_to_set() -> None:
    with pytest.raises(InvalidInput, match="OPENAI_API_KEY, or OPENAI_BASE_URL"):
        embedder("openai:text-embedding-3-small")


def test_a_model_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # as if it were not installed
    with pytest.raises(InvalidInput, match=r"pip install 'zeroji\[models\]'"):
        embedder("sentence-transformers:intfloat/multilingual-e5-small")


@pytest.mark.parametrize("spec", ["model?prefix=x", "?query=x"])
def test_a_model_whose_options_are_unknown_says_how_to_write_them(spec: str) -> None:
    with pytest.raises(InvalidInput, match=r"MODEL\?query=PREFIX&passage=PREFIX"):
        embedder(f"sentence-transformers:{spec}")
