"""Requests to the app's addresses: signed, with Slack's headers, tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.responses import Response

from evals.loopback.slack import Person, Slack
from evals.loopback.slack.hearing import Heard
from evals.loopback.slack.signing import SECRET, signed


def wait_for(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def person(slack: Slack) -> Person:
    return Person(slack, "U1")


def test_the_signature_is_slacks() -> None:
    body = "本文".encode()
    headers = signed(body)
    timestamp, signature = headers.values()
    assert SignatureVerifier(SECRET).is_valid(body, timestamp, signature)
    assert not SignatureVerifier(SECRET).is_valid(b"other", timestamp, signature)


def test_an_address_is_verified(slack: Slack, app: Heard) -> None:
    transport: Any = slack.transport
    delivered = transport.verify("abc")
    assert (delivered.status, "abc" in str(delivered.body)) == (200, True)


def test_what_is_acknowledged_comes_once(person: Person, app: Heard) -> None:
    person.message("質問")
    assert person.delivered[0].tries == [(200, "")]
    assert "x-slack-retry-num" not in app.headers[0]


def test_an_event_comes_four_times_at_most(person: Person, app: Heard) -> None:
    app.answers = [Response(status_code=500) for _ in range(9)]
    person.message("質問")
    wait_for(lambda: len(app.headers) == 4)
    retries = [h.get("x-slack-retry-num") for h in app.headers]
    assert retries == [None, "1", "2", "3"]
    assert app.headers[1]["x-slack-retry-reason"] == "http_error"


def test_a_retry_is_the_same_event(person: Person, app: Heard) -> None:
    app.answers = [Response(status_code=503)]
    person.message("質問")
    wait_for(lambda: app.bodies)
    wait_for(lambda: person.delivered[0].acknowledged)
    assert [status for status, _ in person.delivered[0].tries] == [503, 200]


def test_an_app_may_wish_for_no_retries(person: Person, app: Heard) -> None:
    app.answers = [Response(status_code=500, headers={"X-Slack-No-Retry": "1"})]
    person.message("質問")
    assert person.delivered[0].tries == [(500, "")]


def test_an_interaction_comes_once_whatever_the_answer(person: Person, app: Heard) -> None:
    app.answers = [Response(status_code=500)]
    delivered = person.shortcut("it")
    assert (delivered.status, delivered.acknowledged) == (500, False)
    assert len(app.headers) == 1


def test_an_app_that_is_not_there_is_tried_again(slack: Slack, person: Person) -> None:
    with httpx.Client(base_url="http://127.0.0.1:1") as nobody:
        slack.deliver_to(nobody, pauses=(0.0, 0.0, 0.0))
        person.message("質問")
        wait_for(lambda: len(person.delivered[0].tries) == 4)
    assert set(person.delivered[0].tries) == {(None, "connection_failed")}
