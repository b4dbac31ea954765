"""A sentence that failed is told in the manual's own words, whole, or not at all."""

from __future__ import annotations

import pytest

from bot.grounding import Statement, check, repaired
from tests.bot.grounding.passages import passage_of

TEXT = """1. 出張者は、帰着後7日以内に旅費精算書を提出する。ただし、海外出張は14日以内とする。
2. 自家用車は、使用しない。
ただし、所属長が認めたときは、この限りでない。
次の各号の費用は、支給しない。
(1) 私用の飲食代
(2) 反則金
2　前項の費用を立て替えたときは、3日以内に届け出る。この場合は、領収書を添える。
区分: 部長 / 日当: 3,000円
区分: 課長 / 日当: 2,500円"""
PASSAGE = passage_of("旅費規程 > 第10条", TEXT)


def repair(text: str, quote: str, passage: int = 0) -> Statement | None:
    (verdict,) = check([Statement(text=text, passage=passage, quote=quote)], [PASSAGE])
    assert not verdict.holds
    return repaired(verdict, [PASSAGE])


def test_the_whole_sentence_takes_the_place_with_its_proviso() -> None:
    statement = repair("帰着後10日以内に提出してください。", "帰着後7日以内に旅費精算書")

    assert statement is not None
    assert statement.text == (
        "出張者は、帰着後7日以内に旅費精算書を提出する。ただし、海外出張は14日以内とする。"
    )
    assert check([statement], [PASSAGE])[0].holds


def test_a_proviso_is_told_with_the_rule_before_it() -> None:
    statement = repair("海外出張は20日以内です。", "海外出張は14日以内とする")

    assert statement is not None
    assert statement.text.startswith("出張者は、帰着後7日以内に")


def test_a_proviso_on_the_next_line_belongs_to_it() -> None:
    statement = repair("自家用車を使用してください。", "自家用車は、使用しない。")

    assert statement is not None
    assert "この限りでない" in statement.text


def test_an_item_is_told_with_the_line_that_leads_it_in() -> None:
    statement = repair("反則金は5,000円まで支給します。", "(2) 反則金")

    assert statement is not None
    assert statement.text == "次の各号の費用は、支給しない。\n反則金"


def test_a_row_is_told_whole() -> None:
    statement = repair("課長の日当は3,000円です。", "課長 / 日当: 2,500円")

    assert statement is not None
    assert statement.text == "区分: 課長 / 日当: 2,500円"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        # No such words in the passage, and none worth the name.
        ("帰着後10日以内です。", "帰着後10日以内に旅費精算書"),
        ("帰着後10日以内です。", "7日"),
        # What 前項 is, it does not say.
        ("5日以内に届け出ます。", "3日以内に届け出る"),
        # A list without its items.
        ("すべて支給します。", "次の各号の費用は、支給しない。"),
        # Nothing of the passage is meant.
        ("どうぞご安心ください。", "帰着後7日以内に旅費精算書"),
    ],
)
def test_what_cannot_stand_alone_is_left_out(text: str, quote: str) -> None:
    assert repair(text, quote) is None


def test_a_passage_that_was_not_given_cannot_be_told() -> None:
    assert repair("7日以内です。", "帰着後7日以内に旅費精算書", passage=3) is None


def test_a_sentence_that_holds_needs_no_repair() -> None:
    right = Statement(text="帰着後7日以内に提出してください。", passage=0, quote="帰着後7日以内に")
    (verdict,) = check([right], [PASSAGE])

    assert verdict.holds
    assert repaired(verdict, [PASSAGE]) is None
