"""An address holds when the passage has it."""

from __future__ import annotations

import pytest

from bot.grounding.addresses import wrong_addresses
from bot.grounding.spelling import plain

PASSAGE = plain(
    "労務課(内線2101、roumu@minato.example)か #help-people、夜間は090-0000-2400、"
    "https://portal.example/a へ"
)


@pytest.mark.parametrize(
    "text",
    [
        "内線2101に電話してください。",
        "Call extension 2101.",
        "roumu@minato.exampleへ送ってください。",
        "#help-people で相談してください。",
        "夜間は09000002400 ではなく 090-0000-2400 です。",
        "https://portal.example/a を開きます。",
    ],
)
def test_an_address_of_the_passage_holds(text: str) -> None:
    assert list(wrong_addresses(plain(text), PASSAGE)) == []


@pytest.mark.parametrize(
    "text",
    [
        "内線2102に電話してください。",
        "romu@minato.exampleへ送ってください。",
        "#help-it で相談してください。",
        "090-0000-2401です。",
        "https://portal.example/b を開きます。",
        "minato-portal.comをご覧ください。",
    ],
)
def test_an_invented_address_is_objected_to(text: str) -> None:
    assert [found.kind for found in wrong_addresses(plain(text), PASSAGE)] == ["address"]
