"""Index terms: what counts as the same word."""

from __future__ import annotations

import time
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


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("令和8年4月1日", "2026年4月1日", "#2026年"),
        ("夜10時", "22時", "#22時"),
        ("午後6時半", "18:30", "#18時30分"),
        ("半日", "0.5日", "#0.5日"),
        ("3年半", "3年6ヶ月", "#3.5年"),
        ("60h", "60時間", "#60時間"),
    ],
)
def test_figures_that_say_the_same_share_a_term(one: str, other: str, shared: str) -> None:
    assert shared in set(japanese.terms(one)) & set(japanese.terms(other))


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("休み", "休みたい"),
        ("払い戻し", "払い戻した"),
        ("受け取り", "受け取れますか"),
        ("引越", "引っ越しました"),
        ("申込", "申し込みたい"),
    ],
)
def test_a_noun_is_found_by_the_verb_that_it_comes_from(noun: str, verb: str) -> None:
    of_verb = {term for term in japanese.terms(verb) if term[0] not in "@#"}
    assert of_verb & set(japanese.terms(noun))


def test_each_matter_comes_with_what_says_the_same() -> None:
    matters = dict(japanese.matters("有休の申込"))
    assert list(matters) == ["有休", "申し込み"]
    assert "@年次有給休暇" in matters["有休"]
    assert "@年次有給休暇" not in matters["申し込み"]
    assert "申し込む" in matters["申し込み"]


@pytest.mark.parametrize(
    ("question", "matters"),
    [
        ("有休って何日取れますか?教えてください", ["有休"]),
        ("うちの会社って副業OKなのかな", ["会社", "副業"]),
        ("4月1日以降の日当", ["日当"]),
        ("令和9年4月1日から日当はいくら", ["日当"]),
        ("来年度のボーナスっていつですか", ["ボーナス"]),
        ("勤続3年半の退職金", ["勤続", "3年", "6か月", "退職", "金"]),
        ("10km以上の通勤", ["10km", "通勤"]),
        ("3日前に申請、5年目の社員", ["3日", "申請", "5年", "社員"]),
        ("夜10時以降のタクシーw", ["22時", "タクシー"]),
        ("書類を受け取れる場所", ["書類", "受け取る", "場所"]),
        ("めっちゃ困ってるんですけど領収書が😭", ["困る", "領収", "書"]),
        ("how many days of paid leave can I take", ["day", "paid", "leav"]),
        ("ホテルのキャンセル料ってどうなるんでしたっけ笑", ["ホテル", "キャンセル", "料"]),
        ("それはどういうことですか", []),
    ],
)
def test_asking_dates_and_filler_are_no_matter(question: str, matters: list[str]) -> None:
    assert [word for word, _ in japanese.matters(question)] == matters


def test_an_article_on_a_kind_is_found_by_its_members_but_members_are_no_siblings() -> None:
    asked = set(japanese.query_terms("部長の出張"))
    assert asked & set(japanese.terms("管理職")) >= {"@管理職"}
    assert "@部長" in asked & set(japanese.terms("部長"))
    assert not {term for term in asked & set(japanese.terms("課長")) if term[0] == "@"}
    assert "@<管理職" in set(japanese.query_terms("管理職")) & set(japanese.terms("課長"))


def test_index_lines_are_the_headings_and_the_sentences() -> None:
    headings, first, second, kinds = japanese.index_lines(
        ["就業規則", "第5章 休暇", "第32条（年次有給休暇）"], "10日を与える。\n部長は除く。"
    ).split("\n")
    assert {"休暇", "@年次有給休暇"} <= set(headings.split())
    assert "32" not in headings.split() and "就業" not in headings.split()
    assert "#10日" in first.split()
    assert {"部長", "@部長", "@<管理職"} <= set(second.split())
    assert {"number", "permission"} <= set(kinds.split()) and "amount" not in kinds


def test_a_sentence_without_terms_keeps_its_line() -> None:
    assert japanese.index_lines(["目的"], "はい。\n日当。").split("\n")[1] == ""


def test_what_was_read_once_costs_nothing() -> None:
    text = "勤続年数に応じて、次の表のとおり年次有給休暇を与える。" * 20
    japanese.terms(text)
    started = time.process_time()
    for _ in range(100):
        japanese.terms(text)
    assert (time.process_time() - started) / 100 < 0.001


def test_what_is_returned_may_be_changed() -> None:
    japanese.terms("日当").clear()
    japanese.matters("日当")[0][1].clear()
    assert "日当" in japanese.terms("日当")
    assert japanese.matters("日当")[0][1]


def test_filler_is_written_as_it_is_compared() -> None:
    """A word of the list that normalising changes would never be met."""
    listed = {word for words in japanese._filler().values() for word in words}
    assert {word for word in listed if japanese.normalize(word) != word} <= {"W", "WW"}


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


def test_what_nothing_says_is_told_from_what_is_said() -> None:
    said = set(japanese.terms("社員証を紛失したときは総務課に届け出る。"))
    assert japanese.unsaid("みなとパスを総務でなくした", said) == ["みなとパス"]
    assert japanese.unsaid("3日前にくたびれた", said) == ["草臥れる"]
    assert japanese.unsaid("社員証の紛失", said) == []
