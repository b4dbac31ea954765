"""Socket Mode, with slack_sdk's client: nothing that was not acknowledged is lost."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from evals.loopback.slack import Person, Slack
from evals.loopback.slack.tokens import APP_TOKEN

_QUIET = logging.getLogger("quiet")
_QUIET.setLevel(logging.CRITICAL)


def wait_for(condition: Callable[[], Any], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


class Listener:
    """A client that acknowledges, unless it is told to leave something out."""

    def __init__(self, slack: Slack) -> None:
        self.heard: list[SocketModeRequest] = []
        self.acknowledges: Callable[[SocketModeRequest], bool] = lambda request: True
        self.payload: dict[str, Any] | None = None
        self.client = SocketModeClient(
            app_token=APP_TOKEN,
            web_client=WebClient(base_url=slack.url, logger=_QUIET),
            ping_interval=0.3,
            logger=_QUIET,
        )
        self.client.socket_mode_request_listeners.append(self._hear)
        self.client.connect()

    def end(self, slack: Slack) -> None:
        """Close; the client's reading ends with the connection, else only when it times out."""
        self.client.auto_reconnect_enabled = False
        if slack.socket.connections:
            slack.socket.cut()
        self.client.close()

    def _hear(self, client: Any, request: SocketModeRequest) -> None:
        self.heard.append(request)
        if self.acknowledges(request):
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, self.payload))


@pytest.fixture
def listener(slack: Slack) -> Iterator[Listener]:
    slack.deliver_by_socket()
    listener = Listener(slack)
    wait_for(lambda: slack.socket.connections == 1)
    yield listener
    listener.end(slack)


@pytest.fixture
def person(slack: Slack) -> Person:
    return Person(slack, "U1")


def test_an_event_comes_as_an_envelope(listener: Listener, person: Person) -> None:
    person.message("質問")
    assert person.delivered[0].acknowledged
    (request,) = listener.heard
    assert (request.type, request.retry_attempt) == ("events_api", 0)
    assert request.payload["event"]["text"] == "質問"


def test_a_command_and_a_shortcut_come_too(listener: Listener, person: Person) -> None:
    listener.payload = {"text": "受け付けました"}
    person.command("/soumu", "質問", "C1")
    assert [m["text"] for m in person.sees("C1")] == ["受け付けました"]
    listener.payload = None
    person.shortcut("it")
    assert [r.type for r in listener.heard] == ["slash_commands", "interactive"]


def test_what_was_not_acknowledged_comes_again(listener: Listener, slack: Slack) -> None:
    slack.socket.ack_seconds = 0.2
    listener.acknowledges = lambda request: (request.retry_attempt or 0) >= 2
    slack.socket.send("events_api", {"event": {"type": "message"}}).result(10)
    tries = [(r.retry_attempt, r.retry_reason) for r in listener.heard]
    assert tries == [(0, ""), (1, "timeout"), (2, "timeout")]
    assert len({r.envelope_id for r in listener.heard}) == 1


@pytest.mark.parametrize("end", ["refresh_requested", "link_disabled", "cut"])
def test_the_next_connection_gets_what_the_last_left(
    listener: Listener, slack: Slack, end: str
) -> None:
    listener.acknowledges = lambda request: slack.socket.opened > 1
    left = [slack.socket.send("events_api", {"n": n}) for n in range(3)]
    wait_for(lambda: len(listener.heard) == 3)
    slack.socket.cut() if end == "cut" else slack.socket.disconnect(end)
    for acknowledged in left:
        acknowledged.result(20)
    assert [r.payload["n"] for r in listener.heard[3:6]] == [0, 1, 2]
    assert slack.socket.unacknowledged == 0


def test_a_warning_comes_before_the_end(listener: Listener, slack: Slack) -> None:
    slack.socket.disconnect("warning")
    wait_for(lambda: slack.socket.opened == 2)
    slack.socket.send("events_api", {"n": 1}).result(10)


def test_a_half_open_connection_answers_nothing(listener: Listener, slack: Slack) -> None:
    slack.socket.half_open()
    left = slack.socket.send("events_api", {"n": 1})
    left.result(20)
    assert slack.socket.opened == 2


def test_envelopes_wait_for_a_connection(slack: Slack) -> None:
    early = slack.socket.send("events_api", {"n": 1})
    listener = Listener(slack)
    early.result(10)
    listener.end(slack)


def test_several_connections_share_the_work(slack: Slack) -> None:
    listeners = [Listener(slack) for _ in range(3)]
    wait_for(lambda: slack.socket.connections == 3)
    for number in range(6):
        slack.socket.send("events_api", {"n": number}).result(10)
    assert [len(listener.heard) for listener in listeners] == [2, 2, 2]
    for listener in listeners:
        listener.end(slack)


def test_an_address_is_good_for_one_connection(slack: Slack) -> None:
    address = slack.socket.new_address()
    with connect(address), pytest.raises(InvalidStatus):
        connect(address)
