"""Finding texts that say nearly the same."""

from __future__ import annotations

import random

import pytest

from ingest.checking.shingles import said, similar_pairs


def test_what_is_said_has_no_width_case_space_or_punctuation() -> None:
    assert said("ＡＢＣ は、「１０ ％」。") == said("abcは10%")


@pytest.mark.parametrize("threshold", [0.5, 0.85, 1.0])
def test_the_pairs_are_those_that_comparing_each_with_each_finds(threshold: float) -> None:
    chosen = random.Random(7)
    base = ["".join(chosen.choices("あいう", k=chosen.randint(6, 30))) for _ in range(60)]
    texts = [*base, *(_edited(text, chosen) for text in base), *base[:2]]

    shingles = [{t[n : n + 5] for n in range(len(t) - 4)} for t in texts]
    expected = {
        (a, b)
        for b in range(len(texts))
        for a in range(b)
        if len(shingles[a] & shingles[b]) / len(shingles[a] | shingles[b]) >= threshold
    }
    assert set(similar_pairs(texts, threshold)) == expected
    assert expected


def test_texts_too_short_to_compare_are_like_none() -> None:
    assert list(similar_pairs(["", "有給", "", "有給"], 0.8)) == []


def _edited(text: str, chosen: random.Random) -> str:
    at = chosen.randrange(len(text))
    return text[:at] + "ん" + text[at + 1 :]
