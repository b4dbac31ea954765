"""What language models took, on the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evals.loopback.behaviours import FirstLine
from evals.loopback.chat_completions import OpenAIServer, openai_server
from tests.bot.cli.conftest import Run

LOST = "領収書をなくしたときはどうすればよいですか。"


@pytest.fixture
def openai(home: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIServer]:
    """The model that the settings name, with its price."""
    with openai_server() as running:
        monkeypatch.setenv("ZEROJI_MODEL", "gpt-test")
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        monkeypatch.setenv("ZEROJI_MODEL_PRICE", "0.25,2")
        monkeypatch.setenv("ZEROJI_CURRENCY", "JPY")
        running.will(FirstLine(), tokens=(1000, 50))
        yield running


def test_without_a_model_nothing_is_spent(run: Run) -> None:
    found = run("spending", "--json").json
    assert (found["days"], found["askers_today"], found["reached"]) == ([], [], None)
    assert "Limits of a day: none." in run("spending").out


def test_what_an_answer_took_is_told(run: Run, openai: OpenAIServer) -> None:
    run("ask", LOST, "--as", "shain")
    found = run("spending", "--json").json
    (today,) = found["days"]
    assert (found["currency"], today["outcomes"]) == ("JPY", {"answered": 1})
    assert (today["tokens_in"], today["tokens_out"], today["cost"]) == (1000, 50, 0.00035)
    assert today["model"] == "gpt-test@" + openai.url.split("/")[2]
    told = run("spending").out
    assert "1,000" in told and "JPY" in told


def test_when_the_limit_is_reached_the_manuals_are_quoted_and_that_is_told(
    run: Run, openai: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEROJI_TOKENS_PER_DAY", "1000")
    assert run("ask", LOST, "--json").json["composed"] is True
    quoted = run("ask", LOST, "--json").json
    assert (quoted["outcome"], quoted["composed"]) == ("answer", False)
    assert len(openai.requests) == 1
    told = run("spending").out
    assert "No model is asked now: the 1,000 tokens of everybody for today are spent" in told
    assert "Limits of a day: 1,000 tokens." in told
