from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.answering.decision import chosen_reading, decide
from bot.answering.evidence import Evidence
from bot.answering.understanding import Understanding
from knowledge.model import Passage

TERSE = "休暇は何日ですか"
#: Bold to careful.
CAUTIONS = [n / 20 for n in range(21)]


@pytest.fixture
def evidence(find: Callable[..., Passage]) -> Callable[..., Evidence]:
    """Makes evidence of how many days a leave has: strong unless told otherwise."""
    passage = find("年次有給休暇の申請")

    def make(section: str, days: int, score: float = 1.0, **changes: Any) -> Evidence:
        text = f"休暇は{days}日とする。"
        chunk = replace(passage.chunk, heading_path=(section,), text=text)
        strong: dict[str, Any] = {"coverage": 1.0, "heading": 1.0, "matched": 4, "satisfied": True}
        found = replace(passage, chunk=chunk, score=score)
        return Evidence(passage=found, **strong | changes)

    return make


def test_without_evidence_the_question_is_handed_over(
    read: Callable[[str], Understanding],
) -> None:
    decided = decide(read("休暇"), [], 0.0)
    assert (decided.action, decided.confidence) == ("hand_over", 0.0)


@pytest.mark.parametrize("coverage", [0.0, 0.3, 0.6, 1.0])
def test_more_caution_only_ever_turns_answers_into_hand_overs(
    read: Callable[[str], Understanding], evidence: Callable[..., Evidence], coverage: float
) -> None:
    reading = read("有給休暇の申請はいつまでに誰に出しますか")
    weighed = [evidence("第1条（休暇）", 5, coverage=coverage, heading=coverage, matched=2)]
    actions = [decide(reading, weighed, caution).action for caution in CAUTIONS]
    assert actions == sorted(actions)  # "answer" comes before "hand_over"


def test_the_boldest_setting_answers_what_the_most_cautious_does_not(
    read: Callable[[str], Understanding], evidence: Callable[..., Evidence]
) -> None:
    weighed = [evidence("第1条（休暇）", 5, coverage=0.7, heading=0.3, matched=2)]
    reading = read("有給休暇の申請はいつまでに誰に出しますか")
    assert decide(reading, weighed, 0.0).action == "answer"
    assert decide(reading, weighed, 1.0).action == "hand_over"


def test_a_terse_question_with_several_readings_is_asked_back(
    read: Callable[[str], Understanding], evidence: Callable[..., Evidence]
) -> None:
    readings = (evidence("第2条（結婚休暇）", 5), evidence("第3条（忌引休暇）", 7, score=0.95))
    decided = decide(read(TERSE), readings, 0.5)
    assert decided.action == "ask_back"
    assert decided.chosen == readings


def test_passages_that_state_the_same_are_one_reading(
    read: Callable[[str], Understanding], evidence: Callable[..., Evidence]
) -> None:
    same = [evidence("第2条（休暇）", 5), evidence("第9条（休暇）", 5)]
    assert decide(read(TERSE), same, 0.5).action == "answer"


@pytest.mark.parametrize(
    "rival", [{"score": 0.5}, {"satisfied": False}, {"coverage": 0.6}, {"heading": 0.3}], ids=str
)
def test_a_rival_that_is_clearly_weaker_is_no_reading(
    read: Callable[[str], Understanding],
    evidence: Callable[..., Evidence],
    rival: dict[str, Any],
) -> None:
    weighed = [evidence("第2条（結婚休暇）", 5), evidence("第3条（忌引休暇）", 7, **rival)]
    assert decide(read(TERSE), weighed, 0.5).action == "answer"


def test_a_question_that_says_what_it_means_is_not_asked_back(
    read: Callable[[str], Understanding], evidence: Callable[..., Evidence]
) -> None:
    weighed = [evidence("第2条（結婚休暇）", 5), evidence("第3条（忌引休暇）", 7)]
    asked = read("父母が死亡したときの忌引休暇の日数は何日で申請の方法は何ですか")
    assert decide(asked, weighed, 0.5).action == "answer"


@pytest.mark.parametrize("label", ["結婚休暇", "忌引休暇"])
def test_the_reading_that_the_asker_chose_is_answered(
    read: Callable[[str], Understanding], evidence: Callable[..., Evidence], label: str
) -> None:
    readings = [evidence("第2条（結婚休暇）", 5), evidence("第3条（忌引休暇）", 7, score=0.95)]
    decided = decide(read(chosen_reading(label, TERSE)), readings, 0.5)
    assert decided.action == "answer"
    assert [label in e.passage.chunk.heading for e in decided.chosen] == [True]


def test_no_more_readings_are_offered_than_one_can_take_in(
    read: Callable[[str], Understanding], evidence: Callable[..., Evidence]
) -> None:
    weighed = [evidence(f"第{n}条（休暇{n}）", n) for n in range(1, 8)]
    assert len(decide(read(TERSE), weighed, 0.5).chosen) == 4
