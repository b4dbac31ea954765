from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.answering.deciding.clarifying import MOST_OPTIONS, ask_back, chosen_reading
from bot.answering.deciding.decision import Decision, decide, places, threshold
from bot.answering.deciding.evidence import Evidence, weigh
from bot.answering.deciding.judging import judge
from bot.answering.reading.asked import Asked, asked_by
from bot.answering.understanding import Understanding
from bot.answering.weights import Logistic, Weights
from bot.wiring import Zeroji
from knowledge.model import Block, Passage, Section

TERSE = "休暇は何日ですか"
#: Bold to careful.
CAUTIONS = [n / 20 for n in range(21)]
#: A section is likely by its score; a terse question is ambiguous where two are about as likely.
WEIGHTS = Weights(
    section=Logistic(bias=-4.0, signals={"score": (0.0, 1.0, 8.0)}),
    answer=Logistic(bias=0.0, signals={"best": (0.0, 1.0, 1.0)}),
    ambiguous=Logistic(bias=-8.0, signals={"terse": (0.0, 1.0, 5.0), "second": (0.0, 1.0, 8.0)}),
)

Make = Callable[..., Evidence]
Decide = Callable[..., Decision]


@pytest.fixture
def about(zeroji: Zeroji, read: Callable[[str], Understanding]) -> Callable[[str], Asked]:
    lexical = zeroji.searcher.index.snapshot().lexical
    return lambda text: asked_by(read(text), lexical)


@pytest.fixture
def evidence(zeroji: Zeroji, about: Callable[[str], Asked], find: Callable[..., Passage]) -> Make:
    """Makes evidence of how many days a leave has."""
    passage = find("年次有給休暇の申請")
    lexical = zeroji.searcher.index.snapshot().lexical

    def make(heading: str, text: str, score: float = 1.0, asked: str = TERSE) -> Evidence:
        section = Section(heading_path=(heading,), blocks=(Block(kind="text", text=text),))
        chunk = replace(
            passage.chunk, heading_path=(heading,), text=text, section_hash=section.hash
        )
        found = replace(passage, chunk=chunk, section=section, score=score)
        return weigh(about(asked), [found], lexical)[0]

    return make


@pytest.fixture
def decided(about: Callable[[str], Asked]) -> Decide:
    def decide_on(text: str, weighed: Sequence[Evidence], caution: float = 0.5) -> Decision:
        return decide(about(text), weighed, caution, WEIGHTS)

    return decide_on


@pytest.fixture
def wedding(evidence: Make) -> Evidence:
    return evidence("第2条（結婚休暇）", "結婚休暇は5日とする。")


@pytest.fixture
def mourning(evidence: Make) -> Evidence:
    return evidence("第3条（忌引休暇）", "忌引休暇は7日とする。", score=0.98)


def test_without_evidence_the_question_is_handed_over(decided: Decide) -> None:
    found = decided("休暇", [], 0.0)
    assert (found.action, found.confidence, found.why) == ("hand_over", 0.0, "nothing was found")


@pytest.mark.parametrize("score", [0.0, 0.4, 0.6, 1.0])
def test_more_caution_only_ever_turns_answers_into_hand_overs(
    decided: Decide, wedding: Evidence, score: float
) -> None:
    weighed = [replace(wedding, signals={**wedding.signals, "score": score})]
    asked = "結婚したときの休暇の日数と申請の方法は何ですか"
    actions = [decided(asked, weighed, caution).action for caution in CAUTIONS]
    assert actions == sorted(actions)  # "answer" comes before "hand_over"


def test_the_boldest_setting_answers_what_the_most_cautious_does_not(
    decided: Decide, evidence: Make
) -> None:
    weighed = [evidence("第2条（結婚休暇）", "5日とする。", score=0.6)]
    asked = "結婚したときの休暇の日数と申請の方法は何ですか"
    assert [decided(asked, weighed, caution).action for caution in (0.0, 1.0)] == [
        "answer",
        "hand_over",
    ]


def test_caution_is_a_threshold_on_the_probability_of_being_right() -> None:
    thresholds = [threshold(caution) for caution in CAUTIONS]
    assert thresholds == sorted(thresholds)
    assert 0 < thresholds[0] < 0.1
    assert 0.9 < thresholds[-1] < 1


def test_why_it_was_handed_over_is_said(decided: Decide, evidence: Make) -> None:
    weighed = [evidence("第2条（結婚休暇）", "5日とする。", score=0.1)]
    assert "is below" in decided("結婚休暇は何日ですか", weighed).why


def test_days_for_other_relatives_prove_nothing(decided: Decide, evidence: Make) -> None:
    rule = "父母、配偶者又は子が死亡したときは、5日の休暇を与える。"
    father, in_law = "父が亡くなったら何日休めますか", "妻の父が亡くなったら何日休めますか"
    assert decided(father, [evidence("第40条（慶弔休暇）", rule, asked=father)], 0.1).action == (
        "answer"
    )
    told = decided(in_law, [evidence("第40条（慶弔休暇）", rule, asked=in_law)], 0.1)
    assert told.action == "hand_over"
    assert "other relatives" in told.why


def test_a_place_that_speaks_of_nothing_that_is_named_proves_nothing(
    decided: Decide, evidence: Make
) -> None:
    asked = "会議室の予約は何日前までにすればよいですか"
    told = decided(
        asked, [evidence("第5条（日数）", "1週間につき3日までとする。", asked=asked)], 0.0
    )
    assert told.action == "hand_over"
    assert "nothing that the question names" in told.why


def test_places_that_may_help_meanwhile_come_with_a_hand_over(
    decided: Decide, wedding: Evidence
) -> None:
    told = decided(TERSE, [wedding], caution=1.0)
    assert (told.action, told.chosen) == ("hand_over", (wedding,))


def test_a_question_with_several_readings_is_asked_back(
    decided: Decide, wedding: Evidence, mourning: Evidence
) -> None:
    found = decided(TERSE, [wedding, mourning])
    assert found.action == "ask_back"
    assert found.chosen == (wedding, mourning)


def test_places_that_say_the_same_are_one_reading_and_quoted_together(
    decided: Decide, wedding: Evidence, evidence: Make
) -> None:
    same = evidence("結婚するときの休暇は何日ですか。", "結婚休暇は5日です。", score=0.98)
    found = decided(TERSE, [wedding, same])
    assert found.action == "answer"
    assert found.chosen == (wedding, same)


def test_a_place_that_says_something_else_is_not_quoted_beside(
    about: Callable[[str], Asked], wedding: Evidence, mourning: Evidence
) -> None:
    judged = judge([wedding, mourning], WEIGHTS.section)
    assert places(about("結婚休暇は何日ですか"), judged) == [wedding]


@pytest.mark.parametrize("label", ["結婚休暇", "忌引休暇"])
def test_the_reading_that_the_asker_chose_is_answered(
    decided: Decide, wedding: Evidence, mourning: Evidence, label: str
) -> None:
    found = decided(chosen_reading(label, TERSE), [wedding, mourning], 1.0)
    assert found.action == "answer"
    assert [e.label for e in found.chosen] == [label]


def test_no_more_readings_are_offered_than_one_can_take_in(decided: Decide, evidence: Make) -> None:
    leaves = [evidence(f"第{n}条（第{n}種休暇）", f"{n}日とする。") for n in range(1, 8)]
    assert len(decided(TERSE, leaves).chosen) == MOST_OPTIONS


def test_an_option_asks_the_whole_question_again(
    read: Callable[[str], Understanding], wedding: Evidence
) -> None:
    going_on: dict[str, Any] = {"standalone": "休暇について\n何日ですか"}
    asked = ask_back(replace(read(TERSE), **going_on), [wedding], 0.3)
    (option,) = asked.options
    assert (option.label, option.question) == ("結婚休暇", "結婚休暇：休暇について 何日ですか")
