"""What is said of a thing is not proved by what the passage says of one that is named after it."""

from __future__ import annotations

import pytest

from bot.grounding.namesakes import wrong_things
from bot.grounding.source import source
from bot.grounding.spelling import plain


def others(text: str, quote: str, around: str = "") -> list[str]:
    lines = source("手当と休暇", quote).lines
    return [found.english for found in wrong_things(plain(text), lines, around)]


@pytest.mark.parametrize(
    ("text", "quote", "longer"),
    [
        (
            "住宅手当は月20,000円です。",
            "単身赴任住宅手当は、月20,000円とする。",
            "単身赴任住宅手当",
        ),
        ("通勤手当は月5,000円です。", "自転車通勤手当は、月5,000円とする。", "自転車通勤手当"),
        ("父母が亡くなると3日です。", "配偶者の父母が死亡したときは3日とする。", "配偶者の父母"),
    ],
)
def test_a_shorter_name_is_another_thing(text: str, quote: str, longer: str) -> None:
    (told,) = others(text, quote)
    assert told.endswith(f"where the passage names {longer}")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("住宅手当は月15,000円です。", "住宅手当は、月15,000円とする。"),
        ("住宅手当は月15,000円です。", "当該住宅手当は、月15,000円とする。"),
        ("有給休暇は10日です。", "年次有給休暇は、10日とする。"),
        ("単身赴任の方の住宅手当は月20,000円です。", "単身赴任住宅手当は、月20,000円とする。"),
        (
            "住宅手当は月15,000円です。",
            "住宅手当は月15,000円、単身赴任住宅手当は月20,000円とする。",
        ),
        ("義理の父母が亡くなると3日です。", "配偶者の父母が死亡したときは3日とする。"),
        ("父母が亡くなると3日です。", "父母または配偶者の父母が死亡したときは3日とする。"),
    ],
)
def test_the_same_thing_may_be_named_otherwise(text: str, quote: str) -> None:
    assert others(text, quote) == []


@pytest.mark.parametrize(
    ("text", "quote", "question"),
    [
        (
            "住宅手当は月20,000円です。",
            "単身赴任住宅手当は、月20,000円とする。",
            "単身赴任です。手当はいくらですか。",
        ),
        (
            "父母の場合は3日です。",
            "配偶者の父母が死亡したときは3日とする。",
            "嫁の父が亡くなりました。",
        ),
    ],
)
def test_what_the_question_says_may_be_left_out(text: str, quote: str, question: str) -> None:
    assert others(text, quote, question) == []
