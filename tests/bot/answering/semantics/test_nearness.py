"""How nearly texts speak of what is asked, one by one or many at once."""

from __future__ import annotations

import pytest

from bot.answering.semantics.matters import matters_of
from bot.answering.semantics.nearness import Nearness
from knowledge.lexical import LexicalIndex

QUESTION = "出張の宿泊費の上限はいくらですか"
TEXTS = (
    "国内出張の宿泊費は、1泊12,000円を上限とする。",
    "ホテルの代金は実費とする。",
    "",
    "第3条",
    "有給休暇は翌年度に繰り越す。",
)


@pytest.fixture
def near() -> Nearness:
    return Nearness(matters_of(QUESTION, LexicalIndex.of([["出張", "宿泊費"]])))


def test_a_word_is_said_outright_nearly_or_not_at_all(near: Nearness) -> None:
    outright, nearly, not_at_all = (near.share(near.of(text)) for text in TEXTS[:3])
    assert outright == pytest.approx(1)
    assert 0 < nearly < outright
    assert not_at_all == 0


def test_many_at_once_are_compared_as_one_by_one(near: Nearness) -> None:
    together, exactly, precision = near.of_lines(TEXTS)
    for n, text in enumerate(TEXTS):
        alone = Nearness(matters_of(QUESTION, LexicalIndex.of([["出張", "宿泊費"]])))
        one, outright, words = alone.of_lines([text])
        assert together[n] == pytest.approx(one[0], abs=1e-5)
        assert exactly[n].tolist() == outright[0].tolist()
        assert precision[n] == pytest.approx(words[0], abs=1e-5)


def test_what_is_said_outright_is_nearly_said(near: Nearness) -> None:
    nearly, exactly, _ = near.of_lines(TEXTS)
    assert (nearly >= exactly).all()


def test_of_a_text_that_is_about_what_is_asked_the_question_says_more(near: Nearness) -> None:
    _, _, precision = near.of_lines(TEXTS)
    assert precision[0] > precision[4] > 0
    assert precision[2] == 0


def test_there_may_be_nothing_to_compare() -> None:
    nearly, exactly, precision = Nearness([]).of_lines(TEXTS)
    assert nearly.shape == exactly.shape == (len(TEXTS), 0)
    assert not precision.any()
    assert Nearness([]).of_lines([])[0].shape == (0, 0)
