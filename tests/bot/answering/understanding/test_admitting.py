from __future__ import annotations

import pytest

from bot.answering.understanding.admitting import objection
from bot.answering.understanding.memory import Memory, Turn


def memory(*before: str, headings: tuple[str, ...] = ()) -> Memory:
    return Memory(turns=tuple(Turn(said=s, standalone=s, headings=headings) for s in before))


@pytest.mark.parametrize(
    ("before", "text", "question"),
    [
        ("正社員の有給は何日ですか", "家賃はいくらですか", "家賃はいくらですか"),
        ("社宅に入れますか", "家賃はいくらですか", "社宅の家賃はいくらですか"),
        ("有休は3年で何日", "5年だとどう", "有給休暇は5年で何日"),
        ("夜勤の手当は", "夕勤だといくら", "夕勤の手当はいくら"),
        ("Is there a dormitory?", "How much is the rent?", "How much is the dormitory rent?"),
    ],
)
def test_a_question_may_say_what_the_conversation_says(
    before: str, text: str, question: str
) -> None:
    assert objection(question, text, memory(before)) == ""


def test_it_may_say_what_the_answer_was_headed_by() -> None:
    told = memory("父が亡くなりました", headings=("第33条（慶弔休暇）",))
    assert objection("慶弔休暇は分けて取れますか", "分けて取れますか", told) == ""


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("管理職の社宅の家賃はいくらですか", "nobody said"),
        ("3年目の社宅の家賃はいくらですか", "nobody said 3"),
        ("父の社宅の家賃はいくらですか", "relative"),
        ("パートの社宅の家賃はいくらですか", "employment"),
        ("来年の社宅の家賃はいくらですか", "nobody said 来年"),
        ("社宅に入れますか", "leaves out"),
        ("社宅の家賃はいつですか", "asks for time"),
        ("社宅の家賃はいくらではないですか", "yes"),
        ("How much is the rent of the 社宅?", "nobody said rent"),
        ("How much is the rent?", "another language"),
        ("社宅の家賃は\nいくらですか", "no single question"),
    ],
)
def test_a_question_may_not_say_what_nobody_said_nor_leave_out_what_was_asked(
    question: str, why: str
) -> None:
    assert why in objection(question, "家賃はいくらですか", memory("社宅に入れますか"))


def test_what_was_said_last_holds() -> None:
    told = memory("正社員の賞与は何か月分", "パートの賞与は何か月分")
    assert objection("パートの賞与の支給日はいつ", "支給日はいつ", told) == ""
    assert "said last" in objection("正社員の賞与の支給日はいつ", "支給日はいつ", told)


def test_what_was_asked_before_is_no_rewrite_of_another_message() -> None:
    told = memory("朝礼は勤務時間ですか")
    assert "before" in objection("朝礼は勤務時間ですか", "着替えの時間は？", told)


def test_a_number_of_the_message_stays() -> None:
    told = memory("有給は3年で何日")
    assert "leaves out 5" in objection("有給は3年で何日", "5年の有給は", told)
