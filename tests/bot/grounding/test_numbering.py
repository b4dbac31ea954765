"""Digits that are part of a name stand in the passage, too."""

from __future__ import annotations

import pytest

from bot.grounding.numbering import unknown_digits
from bot.grounding.reading import read
from bot.grounding.spelling import plain

KNOWN = plain("東京２３区の宿泊費は、1泊12,000円とする。日額250円を24時間につき払う。第5条による。")


def kinds(text: str) -> list[str]:
    said = plain(text)
    return [found.kind for found in unknown_digits(said, read(said), KNOWN)]


@pytest.mark.parametrize("text", ["東京24区では12,000円です。", "東京3区です。", "36協定による。"])
def test_another_number_in_a_name_is_an_objection(text: str) -> None:
    assert kinds(text) == ["figure"]


@pytest.mark.parametrize(
    "text",
    [
        "東京23区では12,000円です。",
        "東京二十三区です。",
        "(3) 東京23区です。",
        "1日250円です。",
        "第5条のとおりです。",
    ],
)
def test_the_number_of_the_passage_is_none(text: str) -> None:
    assert kinds(text) == []
