"""The list of concepts, and how a text is matched against it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from knowledge.japanese import normalize
from knowledge.thesaurus import concepts

LINES = [
    line
    for line in (files("knowledge") / "thesaurus.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def forms(line: str) -> list[str]:
    name, _, others = line.partition(":")
    return [form.strip() for form in (name, *others.split(","))]


def names(text: str) -> list[str]:
    return [name for concept in concepts(normalize(text)) for name in concept.names]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.partition(":")[0])
def test_each_line_is_well_formed(line: str) -> None:
    assert ":" in line, "a name, a colon, other forms"
    assert all(forms(line)), "no form is empty"
    assert len({normalize(form) for form in forms(line)}) == len(forms(line)), "none is there twice"


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.partition(":")[0])
def test_each_form_is_found_in_a_text(line: str) -> None:
    """A form that normalising rewrites, such as 二十日, would never match."""
    name = forms(line)[0]
    assert [form for form in forms(line) if name not in names(form)] == []


def test_no_concept_is_named_twice() -> None:
    named = [forms(line)[0] for line in LINES]
    assert len(set(named)) == len(named)


def test_the_longest_form_wins() -> None:
    assert names("時間単位年休") == ["時間単位年休"]
    assert names("懇親会") == ["懇親会"]  # not 親, a parent


def test_a_form_may_name_several_concepts() -> None:
    assert {"介護休業", "介護休暇"} <= set(names("介護の休み"))


def test_english_forms_match_whole_words_only() -> None:
    assert names("PTO") == ["年次有給休暇"]
    assert names("laptop") == ["パソコン"]
    assert names("cryptocoin") == []


def test_places_are_those_of_the_text() -> None:
    text = "出張のホテル代"
    assert [text[found.start : found.end] for found in concepts(text)] == ["出張", "ホテル代"]
