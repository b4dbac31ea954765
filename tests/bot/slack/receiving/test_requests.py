from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from bot import slack as bot_slack
from bot.jobs import Jobs
from bot.slack.receiving.inbox import Inbox
from bot.slack.receiving.questions import asked_in
from bot.web.app import create_app
from bot.wiring import Zeroji
from tests.bot.slack.workspace import Person, event_body, shown, signed

CONFIDENTIAL = "部長のハラスメントについて"


@pytest.fixture(autouse=True)
def no_log_has_the_text(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    assert CONFIDENTIAL not in caplog.text


@pytest.mark.parametrize(
    "change",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=é".encode("latin-1")},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": None},
        {"X-Slack-Request-Timestamp": "abc"},
        {"X-Slack-Request-Timestamp": "²".encode("latin-1")},
        {"X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": None},
    ],
    ids=lambda change: str(change)[:60],
)
def test_a_wrong_signature_is_refused(
    http: TestClient, person: Person, change: dict[str, str | bytes | None]
) -> None:
    body = json.dumps(event_body(person.message(CONFIDENTIAL)), ensure_ascii=False).encode()
    headers = {k: v for k, v in (signed(body) | change).items() if v is not None}
    response = http.post("/slack/events", content=body, headers=headers)
    assert response.status_code == 401
    assert "signed" in response.json()["error"]


def test_a_signature_is_good_for_five_minutes_and_its_own_body(http: TestClient) -> None:
    body = b'{"type":"url_verification","challenge":"c"}'
    late, other = signed(body, at=time.time() - 301), signed(b"{}")
    for headers in (late, other):
        assert http.post("/slack/events", content=body, headers=headers).status_code == 401


def test_a_body_that_is_no_text_is_refused(http: TestClient) -> None:
    response = http.post("/slack/events", content=b"\xff", headers=signed(b"{}"))
    assert response.status_code == 401


def test_the_address_is_verified(http: TestClient) -> None:
    body = b'{"type":"url_verification","challenge":"abc"}'
    headers = signed(body) | {"Content-Type": "application/json"}
    response = http.post("/slack/events", content=body, headers=headers)
    assert response.json() == {"challenge": "abc"}


def test_what_could_not_be_written_down_is_not_acknowledged(
    person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down(*_: object) -> None:
        raise OperationalError("INSERT", {"text": CONFIDENTIAL}, OSError("disk full"))

    event = person.message(CONFIDENTIAL)
    with monkeypatch.context() as patch:
        patch.setattr(Inbox, "receive", down)
        assert person.send(event, "Ev-later").status_code == 500
    assert "OperationalError" in caplog.text


def test_without_tokens_the_paths_say_what_to_set(unconnected: Zeroji) -> None:
    app = create_app(unconnected)
    with bot_slack.running(app, unconnected, Jobs(unconnected.settings)):
        for path in bot_slack.PATHS:
            response = TestClient(app).post(path)
            assert response.status_code == 404
            assert "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET" in response.json()["error"]


def test_markup_becomes_what_was_typed() -> None:
    event = {
        "type": "message",
        "channel": "D1",
        "user": "U1",
        "ts": "1.2",
        "text": "<@UBOT> A&amp;B &lt;社&gt; <https://x.jp|規程> <https://y.jp> <#C1|総務>",
    }
    asked = asked_in({"event": event})
    assert asked is not None
    assert asked.text == "A&B <社> 規程 https://y.jp 総務"


def test_an_empty_mention_is_told_how_to_ask(person: Person) -> None:
    assert "知りたいことを文章でお書きください" in shown(person.ask("<@UBOT>"))
