"""``zeroji doctor``: one look at everything that could be set wrong."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.home import Home
from evals.loopback.behaviours import FirstLine, HttpError
from evals.loopback.chat_completions import openai_server
from tests.bot.cli.conftest import COMMAND, PATIENCE, Ran, Run


def statuses(ran: Ran) -> dict[str, str]:
    return {finding["check"]: finding["status"] for finding in ran.json["findings"]}


def texts(ran: Ran, language: str = "ja") -> str:
    return "\n".join(one["said"][language] for one in ran.json["findings"])


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ZEROJI_PUBLIC_URL", "https://zeroji.example.co.jp")
    return "https://zeroji.example.co.jp"


def test_what_works_is_ok_and_what_may_stay_unset_is_no_error(run: Run, address: str) -> None:
    assert run("users", "add", "hana", "--role", "staff").code == 0
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert statuses(ran) == {
        "home": "ok",
        "server": "warning",
        "space": "ok",
        "manuals": "ok",
        "people": "ok",
        "public_url": "ok",
        "model": "unset",
        "slack": "unset",
    }
    assert "マニュアルが2件" in texts(ran)


def test_what_is_missing_says_what_to_do_next(run: Run) -> None:
    found = {one["check"]: one for one in run("doctor", "--json").json["findings"]}
    assert found["people"]["status"] == "warning"
    assert "zeroji users add" in found["people"]["then"]["ja"]
    assert found["public_url"]["status"] == "warning"


def test_without_a_manual_something_is_wrong(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEROJI_HOME", str(tmp_path / "empty"))
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert statuses(ran)["manuals"] == "wrong"


def test_it_is_told_in_japanese_or_in_english(run: Run, address: str) -> None:
    japanese, english = run("doctor").out, run("doctor", "--language", "en").out
    assert japanese.splitlines()[0].startswith("○ データの置き場所")
    assert "→ 使うには" in japanese
    assert "要対応（×）0件" in japanese
    assert english.splitlines()[0].startswith("ok ")
    assert "0 wrong" in english


def test_a_home_that_another_command_uses_is_said_so_and_slack_is_looked_at_all_the_same(
    run: Run, home: Path
) -> None:
    owner = Home(home)
    assert owner.acquire()
    try:
        ran = run("doctor", "--json")
    finally:
        owner.release()
    assert ran.code == 1
    assert statuses(ran) == {"home": "wrong", "slack": "unset"}


def test_a_setting_that_cannot_be_read_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEROJI_TICKET_DAYS", "soon")
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert statuses(ran) == {"settings": "wrong"}
    assert "ZEROJI_TICKET_DAYS" in texts(ran)


def test_the_language_model_is_asked_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with openai_server() as openai:
        monkeypatch.setenv("ZEROJI_MODEL", "gpt-test")
        monkeypatch.setenv("OPENAI_BASE_URL", openai.url)
        openai.behaviour = FirstLine()
        ran = run("doctor", "--json")
        assert len(openai.requests) == 1
    assert statuses(ran)["model"] == "ok"
    assert statuses(ran)["model.checked"] == "warning"


def test_a_language_model_that_refuses_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with openai_server() as openai:
        monkeypatch.setenv("ZEROJI_MODEL", "gpt-test")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-not-to-be-shown")
        monkeypatch.setenv("OPENAI_BASE_URL", openai.url)
        openai.behaviour = HttpError(status=401)
        ran = run("doctor", "--json")
    assert ran.code == 1
    assert statuses(ran)["model"] == "wrong"
    assert "sk-not-to-be-shown" not in ran.out


def test_slack_that_is_set_up_is_looked_at(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: dict[str, Any] = {
        "SLACK_BOT_TOKEN": "xapp-mixed",
        "SLACK_SIGNING_SECRET": "0123456789abcdef" * 2,
        "SLACK_APP_TOKEN": "xoxb-mixed",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert statuses(ran)["slack.bot_token"] == "wrong"
    assert statuses(ran)["slack.secret"] == "ok"


def test_in_a_process_of_its_own_it_ends_with_the_code(home: Path) -> None:
    command = [*COMMAND, "doctor"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 0
    assert "マニュアル" in ended.stdout
