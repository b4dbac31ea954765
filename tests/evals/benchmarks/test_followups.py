from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evals.benchmarks.followups import dates
from evals.benchmarks.followups.__main__ import SETS
from evals.benchmarks.followups.conversations import Conversation, Said, load
from evals.benchmarks.followups.scoring import bad_rewrites, by_rules, with_model
from evals.benchmarks.followups.scripted import ScriptedRewriter
from evals.loopback.chat_completions import openai_server

FOLDER = Path(dates.__file__).parent
LINE = (
    "社宅に入れますか <第3条（社宅）> / +家賃は？ / いつから？ => "
    "社宅|寮 いつ -3年 ~ 社宅はいつから？"
)


@pytest.fixture
def conversation(tmp_path: Path) -> Conversation:
    file = tmp_path / "set.txt"
    file.write_text(f"# a comment\n{LINE}\n", encoding="utf-8")
    (one,) = load(file)
    return one


def test_a_line_is_a_conversation(conversation: Conversation) -> None:
    assert conversation.before == (
        Said(text="社宅に入れますか", headings=("第3条（社宅）",)),
        Said(text="家賃は？", goes_on=True),
    )
    assert (conversation.text, conversation.rewrite) == ("いつから？", "社宅はいつから？")


def test_it_is_met_by_all_words_and_none_of_the_others(conversation: Conversation) -> None:
    assert conversation.is_met_by("寮はいつから")
    assert conversation.is_met_by("13年の社宅はいつから")
    assert not conversation.is_met_by("3年の社宅はいつから")
    assert not conversation.is_met_by("家賃はいつから")


def test_a_new_question_carries_nothing() -> None:
    new = Conversation(before=(Said(text="有給は"),), text="では名刺は", expected="new")
    assert new.is_met_by("名刺は")
    assert not new.is_met_by("有給は\n名刺は")


def test_what_becomes_of_conversations_is_counted(conversation: Conversation) -> None:
    wrong = Conversation(before=conversation.before, text="いつから？", expected="unclear")
    score = by_rules([conversation, wrong])
    assert (score.became["acted right"], score.became["acted wrong"]) == (1, 1)
    assert len(score.errors) == 1


def test_a_good_rewrite_counts_and_a_bad_one_does_not() -> None:
    asked = Conversation(
        before=(Said(text="社宅に3年入れますか"),),
        text="家賃はいくらですか",
        expected="carried",
        must=(("社宅",),),
        rewrite="社宅の3年の家賃はいくらですか",
    )
    assert set(bad_rewrites(asked)) == {"adds", "leaves out", "changes a number"}
    with openai_server() as server:
        good = ScriptedRewriter(server=server, says=lambda _: asked.rewrite)
        assert with_model([asked], good)[0].became["acted right"] == 1
        for bad in bad_rewrites(asked).values():
            poor = ScriptedRewriter(server=server, says={asked.text: bad}.get)
            assert with_model([asked], poor)[0].became["left"] == 1


@pytest.mark.parametrize("file", SETS.values())
def test_the_sets_can_be_read(file: str) -> None:
    assert len(list(load(FOLDER / file))) > 40


@pytest.mark.parametrize("file", dates.SETS.values())
def test_the_phrases_can_be_read(file: str) -> None:
    assert len(list(dates.load(FOLDER / file))) >= 30


def test_a_day_is_right_missed_or_wrong() -> None:
    assert dates.judged("来年4月の日当は", date(2027, 4, 1)) == "right"
    assert dates.judged("日当は", date(2027, 4, 1)) == "missed"
    assert dates.judged("来年4月の日当は", None) == "wrong"
