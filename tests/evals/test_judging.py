"""The judge is a language model behind OpenAI's protocol, here on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.language_model import Model, Structured
from evals.judging import Judged, Opinion, judge
from evals.run import EvalRun
from tests.loopback.chat_completions import HttpError, OpenAIServer, Text, openai_server


@pytest.fixture(scope="module")
def openai() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        yield running


def judged(openai: OpenAIServer, run: EvalRun) -> Judged:
    model = Model(name="gpt-judge", api_key="sk-test", base_url=openai.url, timeout=10)
    return judge(run, model.name, Structured(model, Opinion), lambda done, total: None)


def test_an_answer_is_judged_by_the_facts_and_the_rules(
    openai: OpenAIServer, a_run: EvalRun
) -> None:
    openai.will(Text(content='{"verdict": "right", "reason": "states the deadline"}'))
    found = judged(openai, a_run)
    assert found.verdicts == {"right": "right"} and found.differing == ()
    assert all(
        part in openai.prompt for part in ("3営業日前", "第34条（請求手続）", "申請します。")
    )


def test_a_judge_that_differs_from_the_score_is_told_and_changes_nothing(
    openai: OpenAIServer, a_run: EvalRun
) -> None:
    openai.will(Text(content='{"verdict": "wrong", "reason": "no"}'))
    before = a_run.as_json()
    assert judged(openai, a_run).differing == ("right",)
    assert a_run.as_json() == before


def test_a_judge_without_an_opinion_is_named(openai: OpenAIServer, a_run: EvalRun) -> None:
    openai.will(HttpError(status=400))
    found = judged(openai, a_run)
    assert found.verdicts == {} and list(found.failed) == ["right"]
