"""Text cut into words."""

from __future__ import annotations

import pytest

from knowledge.morphology import tokens


def forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("出張って日当出る?", "出張"),
        ("申請期限っていつ?", "期限"),
        ("残業代って出ますか", "代"),
        ("先月分って出せる", "分"),
        ("運動会って休める", "会"),
        ("旅行って行ける", "旅行"),
        ("レシートって必要", "レシート"),
    ],
)
def test_a_noun_before_tte_is_no_verb(question: str, noun: str) -> None:
    assert noun in forms(question)


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("有給残ってますか", "残る"),
        ("会社に払ってもらう", "払う"),
        ("手伝ってもいい", "手伝う"),
        ("頑張って行く", "頑張る"),
        ("上司が言ってた", "言う"),
        ("会社行ってから", "行く"),
    ],
)
def test_a_verb_before_te_stays_one(question: str, verb: str) -> None:
    assert verb in forms(question)


def test_places_are_those_of_the_text() -> None:
    text = "出張って日当出る?"
    assert "".join(text[token.start : token.end] for token in tokens(text)) == text


def test_a_compound_verb_is_known_by_its_first_part() -> None:
    first, second, *_ = tokens("立て替えた")
    assert first.compound == ("立て替える", 2)
    assert second.in_verb and not first.in_verb


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("払い", "払う"),
        ("休み", "休む"),
        ("申込", "申し込む"),
        ("締切", "締め切る"),
        ("病気", None),
    ],
)
def test_a_noun_knows_the_verb_that_it_comes_from(noun: str, verb: str | None) -> None:
    assert tokens(noun)[0].verb == verb


@pytest.mark.parametrize("noun", ["training", "meetings", "parking"])
def test_english_nouns_in_ing_keep_it(noun: str) -> None:
    assert forms(noun) == [noun.removesuffix("s")]
