from __future__ import annotations

import pytest

from bot.desk.needs import asks_the_same, likeness, need_of
from evals.benchmarks.joining.pairs import SETS, pairs


def same(one: str, other: str) -> bool:
    return asks_the_same(need_of(one), need_of(other))


@pytest.mark.parametrize("name", SETS)
def test_no_near_miss_is_taken_for_the_same(name: str) -> None:
    assert [pair for pair in pairs(name) if not pair.same and same(pair.one, pair.other)] == []


def test_most_pairs_that_ask_for_the_same_are_found() -> None:
    alike = [pair for name in SETS for pair in pairs(name) if pair.same]
    found = [pair for pair in alike if same(pair.one, pair.other)]
    assert len(alike) >= 100
    assert len(found) / len(alike) > 0.75


def test_whether_two_ask_for_the_same_does_not_depend_on_their_order() -> None:
    every = [pair for name in SETS for pair in pairs(name)]
    assert all(same(p.one, p.other) == same(p.other, p.one) for p in every)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("夏季休暇は3日ですか", "夏季休暇は5日ですか"),
        ("5万円以上の備品の承認は誰ですか", "5万円未満の備品の承認は誰ですか"),
        ("会社の駐車場は使えますか", "会社の駐車場は使えないのですか"),
        ("父の忌引きは何日ですか", "義父の忌引きは何日ですか"),
        ("契約社員の賞与はいつですか", "正社員の賞与はいつですか"),
        ("101号の会議室の鍵はどこですか", "110号の会議室の鍵はどこですか"),
        ("来月の健康診断はどこですか", "今月の健康診断はどこですか"),
        ("大阪から東京への旅費はいくらですか", "東京から大阪への旅費はいくらですか"),
        ("印鑑を忘れたら署名でもいいですか", "署名を忘れたら印鑑でもいいですか"),
        ("夏季休暇は何日ありますか", "夏季休暇は何日あって、いつまでに取れますか"),
    ],
)
def test_what_a_reply_may_turn_on_parts_two_questions(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    "question",
    [
        "私の残日数は何日ですか",
        "有給はあと何日残っていますか",
        "先週出した経費精算はいつ振り込まれますか",
        "自分の評価を教えてください",
        "How many days of leave do I have left?",
    ],
)
def test_nobody_elses_reply_answers_a_question_about_oneself(question: str) -> None:
    assert need_of(question).is_own
    assert not same(question, question)


@pytest.mark.parametrize("question", ["これは何ですか", "申請期限はいつですか", "手続きは？"])
def test_a_question_that_names_no_matter_is_the_same_as_none(question: str) -> None:
    assert not same(question, question)


def test_likeness_is_the_share_of_words_that_both_say() -> None:
    meal = need_of("社員食堂のカレーの値段はいくらですか")
    assert likeness(meal, need_of("社食のカレーっていくら？")) == 1.0
    assert 0 < likeness(meal, need_of("社員食堂のラーメンの値段はいくらですか")) < 1
    assert likeness(meal, need_of("駐輪場はどこにありますか")) == 0.0
