from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.answering.deciding.alike import give_the_same
from bot.answering.deciding.evidence import weigh
from bot.answering.deciding.judging import Judged
from bot.answering.reading.asked import asked_by
from bot.answering.understanding import Understanding
from bot.wiring import Zeroji
from knowledge.model import Block, Passage, Section

Same = Callable[..., bool]
FAQ = ("結婚するときの休みは何日ですか", "ご本人の結婚は5日（有給）です。")
RULE = ("慶弔休暇", "本人が結婚したときの休暇は5日とする。")
OTHER = ("夏の休暇", "結婚した年の休暇は3日とする。")


@pytest.fixture
def same(
    zeroji: Zeroji, read: Callable[[str], Understanding], find: Callable[..., Passage]
) -> Same:
    """Whether sections with these odds give the same figure."""
    lexical = zeroji.searcher.index.snapshot().lexical
    found = find("結婚休暇", "第2条（慶弔休暇）")

    def give(question: str, sections: Sequence[tuple[str, str]], odds: Sequence[float]) -> bool:
        asked = asked_by(read(question), lexical)
        judged = []
        for (heading, text), each in zip(sections, odds, strict=True):
            section = Section(heading_path=(heading,), blocks=(Block(kind="text", text=text),))
            chunk = replace(found.chunk, heading_path=(heading,), text=text)
            passage = replace(found, section=section, chunk=chunk)
            (evidence,) = weigh(asked, [passage], lexical)
            judged.append(Judged(evidence=evidence, log_odds=each))
        return give_the_same(asked, judged)

    return give


ASKED = "結婚休暇は何日ですか"


def test_a_faq_and_the_rule_that_give_one_figure_answer_alike(same: Same) -> None:
    assert same(ASKED, [FAQ, RULE], [0, -1])


def test_one_place_alone_confirms_nothing(same: Same) -> None:
    assert not same(ASKED, [FAQ], [0])


def test_a_likely_place_with_another_figure_leaves_it_open(same: Same) -> None:
    assert not same(ASKED, [FAQ, RULE, OTHER], [0, -1, 0])
    assert same(ASKED, [FAQ, RULE, OTHER], [0, -1, -6])


def test_a_question_for_no_figure_is_not_settled_by_one(same: Same) -> None:
    assert not same("結婚休暇を取りたい", [FAQ, RULE], [0, -1])
