"""The model that errs: what it writes is right but for what it says it planted."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bot import model_check
from evals.benchmarks.language_models.gold import Line, gold_lines
from evals.benchmarks.language_models.model import ErringModel
from evals.benchmarks.language_models.wording import told
from evals.cases import EvalCase, Gold
from evals.loopback.prompts import Prompt, Shown

ROW = "勤続期間: 3年6か月 / 付与日数: 14日"
LEAVE = Shown(
    number=1,
    heading="就業規則 > 第32条（年次有給休暇）",
    text=f"従業員に年次有給休暇を与える。\n勤続期間: 2年6か月 / 付与日数: 12日\n{ROW}\n"
    "出勤率が8割に満たない者には与えない。",
)
TRAVEL = Shown(number=2, heading="旅費規程 > 第3条", text="精算は10営業日以内に行う。")
PROMPT = Prompt(shape="Draft", question="勤続3年半の有休は？", passages=(TRAVEL, LEAVE))
CASE = EvalCase(
    id="1",
    kind="answerable",
    question="勤続3年半の有休は？",
    gold=(Gold(file="就業規則.docx", heading="第32条（年次有給休暇）", quote="3年6か月 14日"),),
    facts=("14日",),
    must_not=("12日",),
)


def _drafts(case: EvalCase, prompt: Prompt, count: int = 60) -> list[tuple[Any, Any]]:
    model, found = ErringModel(), []
    for seed in range(count):
        model.turn_to(case, seed)
        reply = model.reply(prompt)
        found.append((reply, model.drafts[0]))
    return found


def test_the_row_that_answers_is_found_under_its_heading() -> None:
    assert gold_lines(CASE, PROMPT) == [Line(LEAVE, ROW)]


def test_without_the_gold_passage_there_is_no_gold() -> None:
    without = Prompt(shape="Draft", question="", passages=(TRAVEL,))
    assert gold_lines(CASE, without) == []


def test_a_row_is_told_as_a_sentence() -> None:
    assert told(ROW, random.Random(1)) == [("勤続期間が3年6か月の場合、付与日数は14日です。", ROW)]


def test_half_of_the_drafts_have_one_error_and_the_rest_none() -> None:
    drafts = _drafts(CASE, PROMPT)
    planted = [draft for _reply, draft in drafts if draft.plant]
    assert 15 < len(planted) < 45
    for reply, draft in drafts:
        wrong = [draft.plant.said.text] if draft.plant else []
        texts = [sentence["text"] for sentence in reply["sentences"]]
        assert sorted(texts) == sorted([*wrong, *(said.text for said in draft.right)])


def test_errors_are_of_all_kinds_alike() -> None:
    model = ErringModel()
    for seed in range(100):
        model.turn_to(CASE, seed)
        model.reply(PROMPT)
    most = model.planted.most_common()
    assert len(most) >= 6
    assert most[0][1] - most[5][1] <= 10


def test_what_must_not_be_told_is_not_told_rightly() -> None:
    for _reply, draft in _drafts(CASE, PROMPT):
        assert all("12日" not in said.text for said in draft.right)


def test_without_gold_it_is_honest_or_bold() -> None:
    drafts = _drafts(CASE, Prompt(shape="Draft", question=CASE.question, passages=(TRAVEL,)))
    honest = [reply for reply, _draft in drafts if not reply["answers"]]
    bold = [draft for reply, draft in drafts if reply["answers"] and draft.plant]
    assert 15 < len(honest) < 45 and len(bold) > 10
    assert all(reply["sentences"] == [] for reply in honest)


@pytest.mark.parametrize("answers", [True, False])
def test_it_knows_what_the_cases_of_the_check_answer(answers: bool) -> None:
    model = ErringModel()
    asked = [case.question for case in model_check.cases() if case.answers is answers]
    said = [
        model.reply(Prompt(shape="Draft", question=question, passages=(LEAVE,)))
        for question in asked
    ]
    share = sum(bool(reply and reply["answers"]) for reply in said) / len(said)
    assert share == 1 if answers else 0.2 < share < 0.8


def test_a_follow_up_is_left_to_the_rules() -> None:
    assert ErringModel().reply(Prompt(shape="Rewrite", question="", passages=())) == {
        "clear": False,
        "question": "",
    }
