from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.loopback.slack import Failure, Slack
from tests.bot.slack.workspace import PATIENCE, SECRET, Person, shown, wait_for

_SERVE = "import bot.cli; bot.cli.main()"


@pytest.fixture
def home(tmp_path: Path, manuals: Path) -> Path:
    with open_zeroji(Settings(home=tmp_path / "home")) as zeroji:
        zeroji.ingest([manuals])
    return tmp_path / "home"


@contextmanager
def server(home: Path, slack: Slack) -> Iterator[httpx.Client]:
    """``zeroji serve``, killed with SIGKILL at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ZEROJI_HOME": str(home),
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.url,
    }
    command = [sys.executable, "-c", _SERVE, "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as http:
            wait_for(lambda: _up(http, process))
            yield http
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _up(http: httpx.Client, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "the server has ended"
    try:
        return http.get("/health").is_success
    except httpx.TransportError:
        return False


def test_a_question_taken_before_a_crash_is_answered_after_it_once(
    home: Path, slack: Slack
) -> None:
    with server(home, slack) as http:
        unanswered, unnoticed = Person(http, slack), Person(http, slack)
        before, after = Failure(silent=True), Failure(silent=True, after=True)
        slack.fail(unanswered.channel, before)
        slack.fail(unnoticed.channel, after)
        for person in (unanswered, unnoticed):
            event = person.message("在宅勤務は週に何日までできますか")
            assert person.send(event).status_code == 200
        assert before.happened.wait(PATIENCE)
        assert after.happened.wait(PATIENCE)
    with server(home, slack) as http:
        wait_for(lambda: unanswered.received)
        unnoticed.http = http
        unnoticed.ask("在宅勤務手当はいくらですか", unnoticed.received[0]["thread_ts"])
    assert "1週間につき3日まで" in shown(unanswered.received[0])
    assert len(unanswered.received) == 1
    assert len(unnoticed.received) == 2


def test_an_event_that_comes_again_before_and_after_a_crash_is_answered_once(
    home: Path, slack: Slack
) -> None:
    with server(home, slack) as http:
        person = Person(http, slack)
        event = person.message("在宅勤務は週に何日までできますか")
        for _ in range(4):
            assert person.send(event, "EvAgain").status_code == 200
        wait_for(lambda: person.received)
    with server(home, slack) as http, ThreadPoolExecutor(50) as pool:
        person.http = http
        sent = [pool.submit(person.send, event, "EvAgain") for _ in range(50)]
        assert {one.result().status_code for one in sent} == {200}
        # What hangs on the same thread comes after whatever the repeats were to bring.
        person.ask("在宅勤務手当はいくらですか", person.received[0]["thread_ts"])
    assert len(person.received) == 2
