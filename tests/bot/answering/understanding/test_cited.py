from __future__ import annotations

import pytest

from bot.answering.understanding.cited import by_headings, label, several_things
from bot.answering.understanding.memory import Turn


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("第26条（年次有給休暇の日数）", "年次有給休暇の日数"),
        ("第三十条（特別休暇）", "特別休暇"),
        ("別表1（日当及び宿泊料）", "日当及び宿泊料"),
        ("3. 住所が変わったとき", "住所が変わったとき"),
        ("学習補助", "学習補助"),
    ],
)
def test_a_heading_is_called_by_what_it_names(heading: str, name: str) -> None:
    assert label(heading) == name


def turn(standalone: str, *headings: str) -> Turn:
    return Turn(said=standalone, standalone=standalone, headings=headings)


def test_a_kind_of_thing_is_called_as_what_was_cited() -> None:
    last = turn("父が亡くなりました", "第33条（慶弔休暇）", "第5条（弔慰金）")
    assert by_headings(last, "その休暇は有給？") == ["慶弔休暇は有給？"]
    assert by_headings(last, "その手当は？") == []
    assert by_headings(last, "その場合は？") == []


def test_each_that_was_cited_may_be_meant() -> None:
    last = turn("結婚します", "第3条（結婚休暇）", "第4条（特別休暇）")
    assert by_headings(last, "その休暇は？") == ["結婚休暇は？", "特別休暇は？"]


def test_what_the_question_named_itself_needs_no_heading() -> None:
    assert by_headings(turn("結婚の休暇は", "第3条（結婚休暇）"), "その休暇は？") == []


def test_several_things_are_told_only_to_who_asks_openly() -> None:
    headings = ("第3条（結婚祝金）", "第12条（結婚休暇）")
    assert several_things(turn("結婚したら何がもらえますか", *headings)) == ["結婚祝金", "結婚休暇"]
    assert several_things(turn("結婚祝金はいくら", *headings)) == []
    assert several_things(turn("結婚したら何がもらえますか", headings[0])) == []
