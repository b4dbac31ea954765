from __future__ import annotations

import pytest

from bot.answering.semantics.compounds import compounds


@pytest.mark.parametrize(
    ("question", "name", "modifiers", "head"),
    [
        ("名刺入れは会社で買ってもらえますか", "名刺入れ", ("名刺",), "入れ"),
        ("社員証ケースはもらえますか", "社員証ケース", ("社員", "証"), "ケース"),
        ("携帯カバーは経費になりますか", "携帯カバー", ("携帯",), "カバー"),
    ],
)
def test_an_article_is_named_by_its_head(
    question: str, name: str, modifiers: tuple[str, ...], head: str
) -> None:
    (found,) = compounds(question)
    assert (found.name, found.modifiers, found.head) == (name, modifiers, head)


@pytest.mark.parametrize(
    "question",
    [
        "結婚休暇は何日ですか",  # the thesaurus knows it as one
        "タクシー代の上限は",
        "待機当番の手当はいくらですか",  # a matter, which manuals tell in other words
        "書類を入れたいのですが",
        "書類入れたい",
        "名刺の注文はどこですか",
        "",
    ],
)
def test_what_names_no_article_by_two_words_has_none(question: str) -> None:
    assert compounds(question) == ()
