from __future__ import annotations

from typing import Any

from bot.answering.understanding.memory import MOST_TURNS, Memory, Turn, recalled, remembered
from bot.outcomes import Option


def outcome(**told: Any) -> dict[str, Any]:
    return {"reason": None, "citations": [], "options": [], **told}


def test_a_turn_is_what_was_asked_and_what_its_answer_cited_and_offered() -> None:
    cited = {"section": "第5章 休暇 > 第33条（慶弔休暇）", "quote": "…"}
    option = {"label": "慶弔休暇", "question": "慶弔休暇は何日"}
    recorded = outcome(standalone="父の忌引は何日", citations=[cited, cited], options=[option])
    assert recalled([("何日？", recorded)]).turns == (
        Turn(
            said="何日？",
            standalone="父の忌引は何日",
            headings=("第33条（慶弔休暇）",),
            offered=(Option(label="慶弔休暇", question="慶弔休暇は何日"),),
        ),
    )


def test_without_a_standalone_question_the_words_count() -> None:
    assert recalled([("有給は", outcome())]).turns[0].standalone == "有給は"


def test_what_was_asked_in_confidence_is_forgotten_with_all_before_it() -> None:
    told = recalled(
        [("有給は", outcome()), ("上司が怖い", outcome(reason="sensitive")), ("日当は", outcome())]
    )
    assert [turn.said for turn in told.turns] == ["日当は"]


def test_only_the_last_turns_are_remembered() -> None:
    told = recalled([(f"{n}番目の質問", outcome()) for n in range(MOST_TURNS + 2)])
    assert told.turns[0].said == "2番目の質問"
    assert len(told.turns) == MOST_TURNS


def test_a_last_question_alone_is_a_memory_too() -> None:
    assert remembered("日当は") == Memory(turns=(Turn(said="日当は", standalone="日当は"),))
    assert remembered(None) == Memory()
    assert remembered(Memory()) == Memory()
