"""The judge is a language model behind OpenAI's protocol, here on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.language_model import Model, Structured
from evals.cases import EvalCase
from evals.judging import Judged, Opinion, judge
from evals.loopback.behaviours import HttpError, Text
from evals.loopback.chat_completions import OpenAIServer, openai_server
from evals.run import EvalRun, run


@pytest.fixture(scope="module")
def openai() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        yield running


def judged(openai: OpenAIServer, done: EvalRun) -> Judged:
    model = Model(name="gpt-judge", api_key="sk-test", base_url=openai.url, timeout=10)
    return judge(
        done, model.name, Structured(model, Opinion, purpose="judge"), lambda done, total: None
    )


def test_an_answer_is_judged_by_the_facts_and_the_rules(
    openai: OpenAIServer, a_run: EvalRun
) -> None:
    openai.will(Text(content='{"verdict": "right", "reason": "states the deadline"}'))
    found = judged(openai, a_run)
    assert {case: opinion.verdict for case, opinion in found.opinions.items()} == {"right": "right"}
    assert found.opinions["right"].reason == "states the deadline"
    assert found.differing == ()
    assert all(
        part in openai.prompt for part in ("3営業日前", "第34条（請求手続）", "申請します。")
    )


def test_a_judge_that_differs_from_the_score_is_told_and_changes_nothing(
    openai: OpenAIServer, a_run: EvalRun
) -> None:
    openai.will(Text(content='{"verdict": "wrong", "reason": "no"}'))
    before = a_run.as_json()
    assert [result.case.id for result in judged(openai, a_run).differing] == ["right"]
    assert a_run.as_json() == before


def test_a_judge_without_an_opinion_is_named(openai: OpenAIServer, a_run: EvalRun) -> None:
    openai.will(HttpError(status=400))
    found = judged(openai, a_run)
    assert found.opinions == {} and list(found.failed) == ["right"]


def test_a_judge_that_never_answers_is_not_asked_about_every_answer(
    openai: OpenAIServer, case: Callable[..., EvalCase], said: Callable[..., dict[str, Any]]
) -> None:
    openai.will(HttpError(status=400))
    answered = run([case(id=f"L{n}") for n in range(9)], lambda asked: said())
    assert len(judged(openai, answered).failed) == 3
