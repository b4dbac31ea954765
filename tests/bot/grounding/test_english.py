"""Names in an English sentence are those of the Japanese passage."""

from __future__ import annotations

import pytest

from bot.grounding.english import is_english, swapped, unnamed
from bot.grounding.spelling import plain

PASSAGE = plain(
    "正社員は、新幹線を使うときは課長の承認を得て、人事課に届け出る。契約社員を除く。M2以上に限る。"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Submit it to 人事課 within three days.", True),
        ("3日以内に submit してください。", False),
        ("", False),
    ],
)
def test_a_sentence_with_japanese_names_is_english(text: str, expected: bool) -> None:
    assert is_english(plain(text)) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Your section manager approves it.",
        "Tell the HR department.",
        "M2 and above may take the shinkansen.",
        "Hand in the blue form.",
        "Tell 人事課.",
    ],
)
def test_what_the_passage_names_or_cannot_be_compared_holds(text: str) -> None:
    assert unnamed(plain(text), PASSAGE) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The president approves it.", "president"),
        ("You may take a taxi.", "taxi"),
        ("Tell 総務課.", "総務課"),
        ("S2 and above may use it.", "s2"),
    ],
)
def test_what_the_passage_does_not_name_is_told(text: str, name: str) -> None:
    assert unnamed(plain(text), PASSAGE) == name


def test_a_name_of_another_line_is_told_by_the_quote() -> None:
    assert swapped("contract employees may apply.", "正社員に支給する。") == (
        "contract employees",
        "正社員",
    )
    assert swapped("regular employees may apply.", "正社員に支給する。") is None
