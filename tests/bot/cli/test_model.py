"""Which language model is set and what its word is worth, on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.model_check import CASES
from evals.loopback.behaviours import FirstLine, HttpError, Scripted
from evals.loopback.chat_completions import OpenAIServer, openai_server
from evals.loopback.prompts import Prompt
from tests.bot.cli.conftest import Ran, Run

LOST = "領収書をなくしたときはどうすればよいですか。"
ANSWERED = {
    case["question"] for case in json.loads(CASES.read_text(encoding="utf-8")) if case["answers"]
}


def _knows(prompt: Prompt) -> dict[str, object]:
    """What a model replies that is right about every case."""
    line = prompt.passages[0].text.splitlines()[0]
    sentence = {"text": line, "passage": 1, "quote": line}
    answers = prompt.question in ANSWERED
    return {"answers": answers, "sentences": [sentence] if answers else []}


@pytest.fixture
def openai(home: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIServer]:
    with openai_server() as running:
        monkeypatch.setenv("ZEROJI_MODEL", "gpt-test")
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        yield running


def _only(ran: Ran) -> dict[str, Any]:
    """What a check found of the one model."""
    (model,) = ran.json["models"]
    return dict(model["checked"])


def test_without_a_model_that_is_said(run: Run) -> None:
    assert run("model", "show", "--json").json == {"models": []}
    assert "No language model is set" in run("model", "check").out


def test_a_model_that_was_not_checked_is_told_how_to(run: Run, openai: OpenAIServer) -> None:
    told = run("model", "show").out
    assert "was not checked" in told and "zeroji model check" in told


def test_a_model_that_answers_everything_is_found_out_and_no_longer_asked(
    run: Run, openai: OpenAIServer
) -> None:
    openai.will(FirstLine())
    assert run("ask", LOST, "--json").json["composed"] is True
    checked = _only(run("model", "check", "--json"))
    assert checked["reads"] is False
    assert checked["wrongly_said_to_answer"] > checked["not_answering"] / 2
    asked = len(openai.requests)
    assert run("ask", LOST, "--json").json["composed"] is False
    assert len(openai.requests) == asked
    assert "It cannot tell what answers" in run("model", "show").out


def test_a_model_that_can_read_counts(run: Run, openai: OpenAIServer) -> None:
    openai.will(Scripted(reply=_knows))
    checked = _only(run("model", "check", "--json"))
    assert checked["reads"] is True
    assert checked["said_to_answer"] == checked["answering"]
    assert checked["wrongly_said_to_answer"] == 0
    assert _only(run("model", "show", "--json")) == checked
    assert run("spending", "--json").json["days"][0]["purpose"] == "check"


def test_a_model_that_gives_no_replies_is_not_judged(run: Run, openai: OpenAIServer) -> None:
    openai.will(HttpError(status=401))
    failed = run("model", "check")
    assert failed.code == 2
    assert "gave no reply to" in failed.err
    assert "was not checked" in run("model", "show").out


def test_of_two_models_that_may_reply_the_weaker_counts(
    run: Run, openai: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with openai_server() as second:
        monkeypatch.setenv("ZEROJI_FALLBACK_MODEL", "parrot")
        monkeypatch.setenv("ZEROJI_FALLBACK_BASE_URL", second.url)
        openai.will(Scripted(reply=_knows))
        second.will(FirstLine())
        models = run("model", "check", "--json").json["models"]
        assert [model["checked"]["reads"] for model in models] == [True, False]
        assert run("ask", LOST, "--json").json["composed"] is False
