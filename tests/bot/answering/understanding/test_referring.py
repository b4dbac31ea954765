from __future__ import annotations

import pytest

from bot.answering.understanding.memory import Memory, Turn
from bot.answering.understanding.referring import (
    chosen,
    corrected,
    one_of,
    other_matter,
    points_out,
    recall,
)
from bot.outcomes import Option

MEMORY = Memory(
    turns=tuple(
        Turn(said=said, standalone=said)
        for said in ("出張の日当はいくら", "有給は何日", "賞与はいつ")
    )
)
OFFERED = (
    Option(label="国内の宿泊費", question="国内の宿泊費：上限は"),
    Option(label="海外の宿泊費", question="海外の宿泊費：上限は"),
)


@pytest.mark.parametrize(
    "text",
    [
        "それは有給ですか",
        "その間の給料は",
        "そこで申請できますか",
        "is it taxed?",
        "do i have to pay for it?",
    ],
)
def test_it_points_at_what_was_said(text: str) -> None:
    assert points_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "引っ越します。その場合の手続きは",
        "転勤になりました。その費用は",
        "is it okay to bring my dog?",
        "i heard that lunch is free. when is it?",
        "それぞれいくら",
    ],
)
def test_it_points_at_nothing_or_at_what_the_message_told_itself(text: str) -> None:
    assert not points_out(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("話は変わりますが、名刺は？", "名刺は？"),
        ("別件です。定時は何時？", "定時は何時？"),
        ("ところで昼休みは？", "昼休みは？"),
        ("By the way, where is it?", "where is it?"),
        ("名刺は？", None),
    ],
)
def test_another_matter_is_announced(text: str, asked: str | None) -> None:
    assert other_matter(text) == asked


@pytest.mark.parametrize(
    ("text", "turns", "rest"),
    [
        ("さっきの出張の話だけど、宿泊費は？", ["出張の日当はいくら"], "宿泊費は？"),
        ("すみません、先ほどの有給の件です。いつから？", ["有給は何日"], "いつから？"),
        ("最初の質問に戻りますが、いつ？", ["出張の日当はいくら"], "いつ？"),
        ("有給の話ですが、翌年に回せますか", ["有給は何日"], "翌年に回せますか"),
        ("さっきの続きですが、いつ？", ["有給は何日", "賞与はいつ"], "いつ？"),
    ],
)
def test_an_earlier_turn_is_named(text: str, turns: list[str], rest: str) -> None:
    back = recall(text, MEMORY)
    assert back is not None
    assert [turn.said for turn in back.turns] == turns
    assert back.text == rest


@pytest.mark.parametrize(
    "text", ["さっきの駐車場の件ですが、いくら", "名刺の件ですが、どこで", "有給は？"]
)
def test_what_nobody_asked_is_no_earlier_turn(text: str) -> None:
    assert recall(text, MEMORY) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("パートじゃなくて契約社員です", ("契約社員", "パート")),
        ("いえ、部長ではなく課長です", ("課長", "部長")),
        ("すみません、海外でした", ("海外でした", "")),
        ("現金ではなくカードで払えますか", ("現金ではなくカードで払えますか", "")),
    ],
)
def test_a_correction_says_what_is_meant_and_what_is_taken_back(
    text: str, meant: tuple[str, str]
) -> None:
    assert corrected(text) == meant


def test_the_former_and_the_latter() -> None:
    assert one_of("前者は？", ["a", "b"]) == "a"
    assert one_of("2つ目は？", ["a", "b"]) == "b"
    assert one_of("前者は？", ["a"]) is None
    assert one_of("両方は？", ["a", "b"]) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2番目です", "海外の宿泊費"),
        ("①", "国内の宿泊費"),
        ("海外のほうです", "海外の宿泊費"),
        ("国内の宿泊費：上限は", "国内の宿泊費"),
    ],
)
def test_an_option_is_chosen_by_its_place_or_its_words(text: str, label: str) -> None:
    option = chosen(text, OFFERED)
    assert option is not None
    assert option.label == label


@pytest.mark.parametrize("text", ["3番", "宿泊費", "海外の宿泊費はいくらですか", "ありがとう"])
def test_what_fits_none_or_several_chooses_none(text: str) -> None:
    assert chosen(text, OFFERED) is None
