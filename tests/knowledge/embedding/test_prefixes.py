"""Each family of models gets the prefixes that it was trained with."""

from __future__ import annotations

import pytest

from knowledge.embedding.prefixes import Prefixes, prefixes

E5 = Prefixes(query="query: ", passage="passage: ")
RURI3 = Prefixes(query="検索クエリ: ", passage="検索文書: ")
RURI = Prefixes(query="クエリ: ", passage="文章: ")


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("intfloat/multilingual-e5-small", E5),
        ("intfloat/e5-base-v2", E5),
        ("/srv/models/multilingual-e5-large", E5),
        ("cl-nagoya/ruri-v3-310m", RURI3),
        ("cl-nagoya/ruri-large-v2", RURI),
        ("cl-nagoya/ruri-base", RURI),
        ("pkshatech/GLuCoSE-base-ja-v2", E5),
        ("pkshatech/GLuCoSE-base-ja", Prefixes()),
        ("BAAI/bge-m3", Prefixes()),
        ("sentence-transformers/all-MiniLM-L6-v2", Prefixes()),
    ],
)
def test_families(model: str, expected: Prefixes) -> None:
    assert prefixes(model, {}, {}) == expected


def test_an_instructed_model_gets_an_instruction_with_the_question_only() -> None:
    found = prefixes("intfloat/multilingual-e5-large-instruct", {}, {})
    assert found.query.startswith("Instruct: ")
    assert found.query.endswith("\nQuery: ")
    assert found.passage == ""


def test_a_models_own_prompts_come_before_its_familys() -> None:
    own = {"query": "Q ", "passage": "P "}
    assert prefixes("intfloat/e5-base", own, {}) == Prefixes(query="Q ", passage="P ")


def test_empty_prompts_of_a_model_are_none() -> None:
    assert prefixes("intfloat/e5-base", {"query": "", "document": ""}, {}) == E5


def test_what_the_setting_gives_comes_first() -> None:
    own = {"query": "Q ", "document": "P "}
    assert prefixes("intfloat/e5-base", own, {"query": "問い: "}) == Prefixes(query="問い: ")
    assert prefixes("intfloat/e5-base", own, {"query": "", "passage": ""}) == Prefixes()
