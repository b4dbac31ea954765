"""Index terms: what counts as the same word."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge import japanese


def concepts(text: str) -> set[str]:
    return {term for term in japanese.terms(text) if term.startswith("@")}


def test_width_case_and_numerals_are_one_spelling() -> None:
    assert japanese.normalize("ﾃﾚﾜｰｸ １０日 ＰＴＯ 十日") == "テレワーク 10日 pto 10日"


@pytest.mark.parametrize(
    ("one", "other"),
    [("取消", "取り消し"), ("申込", "申し込み"), ("締切", "〆切"), ("ﾎﾃﾙ", "ホテル")],
)
def test_spellings_of_a_word_are_one_word(one: str, other: str) -> None:
    assert japanese.words(one) == japanese.words(other)


@pytest.mark.parametrize(
    ("colloquial", "formal"),
    [
        ("有休", "年次有給休暇"),
        ("育休", "育児休業"),
        ("レシート", "領収書"),
        ("飛行機", "航空機"),
        ("残業代", "割増賃金"),
        ("リモート", "在宅勤務"),
        ("overtime", "残業"),
        ("paid leave", "年次有給休暇"),
    ],
)
def test_names_of_one_concept_share_a_term(colloquial: str, formal: str) -> None:
    assert concepts(colloquial) & concepts(formal)


def test_different_concepts_share_none() -> None:
    assert not concepts("産休") & concepts("育休")


def test_grammar_says_nothing() -> None:
    assert japanese.words("日当はいくらですか") == japanese.words("日当 いくら")
    assert japanese.words("how is the allowance") == japanese.words("allowance")


def test_words_repeat_as_often_as_they_occur() -> None:
    assert japanese.words("日当と日当").count("日当") == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("policies", "policy"),
        ("expenses", "expense"),
        ("fees", "fee"),
        ("approved", "approve"),
        ("traveling", "travels"),
        ("passes", "pass"),
        ("Paid", "paid"),
    ],
)
def test_english_endings_do_not_matter(one: str, other: str) -> None:
    assert japanese.words(one) == japanese.words(other)


def test_english_words_are_not_turned_into_katakana() -> None:
    assert japanese.words("hotel booking") == ["hotel", "book"]


def test_short_english_words_keep_their_ending() -> None:
    assert japanese.words("bus pass") == ["bus", "pass"]


def test_bigrams_bridge_words_that_no_dictionary_has() -> None:
    shared = set(japanese.terms("みなとポータル申請番号")) & set(japanese.terms("ポータル"))
    assert {"#ポー", "#ータ", "#タル"} <= shared


def test_a_quantity_is_one_term() -> None:
    assert "#10日" in japanese.terms("十日以内")
    assert "#3営業日" in japanese.terms("3営業日前")


def test_each_matter_comes_with_what_says_the_same() -> None:
    matters = dict(japanese.matters("有休の申込"))
    assert list(matters) == ["有休", "申し込み"]
    assert "@年次有給休暇" in matters["有休"]
    assert "@年次有給休暇" not in matters["申し込み"]


def test_a_concept_of_several_words_belongs_to_each_of_them() -> None:
    matters = japanese.matters("paid leave")
    assert len(matters) == 2
    assert all("@年次有給休暇" in same for _, same in matters)


def test_text_longer_than_the_tokenizer_takes_is_read_to_its_end() -> None:
    assert japanese.words("あ" * 60_000 + "。日当").count("日当") == 1


def test_threads_do_not_disturb_each_other() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(japanese.words, ["出張の日当を申請する"] * 200))
    assert all(words == found[0] for words in found)


@pytest.mark.parametrize(("text", "expected"), [("How many days?", False), ("PTOは何日？", True)])
def test_japanese_is_told_from_english(text: str, expected: bool) -> None:
    assert japanese.is_japanese(text) is expected
