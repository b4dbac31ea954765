"""What is sent has all that the published examples have."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from websockets.sync.client import connect

from evals.loopback.slack import Params, Person, Slack
from evals.loopback.slack.hearing import Heard
from evals.loopback.slack.published import (
    APP_HOME_OPENED,
    APP_MENTION,
    BLOCK_ACTIONS,
    COMMAND,
    DISCONNECT,
    ENVELOPE,
    HELLO,
    MESSAGE,
    MESSAGE_CHANGED,
    MESSAGE_DELETED,
    VIEW_SUBMISSION,
    missing,
)
from evals.loopback.slack.samples import MODAL, plain
from evals.loopback.slack.tokens import APP_TOKEN


@pytest.fixture
def person(slack: Slack) -> Person:
    return Person(slack, "U1")


def test_a_message(person: Person, app: Heard) -> None:
    person.message("有給休暇は何日ですか")
    assert missing(MESSAGE, app.bodies[0]) == []


def test_a_mention(person: Person, app: Heard) -> None:
    person.mention("有給休暇は何日ですか", "C1")
    message, mention = app.events
    assert missing(MESSAGE["event"], message) == missing(APP_MENTION, mention) == []
    assert message["ts"] == mention["ts"]


def test_an_edit_and_a_deletion(person: Person, app: Heard) -> None:
    message = person.message("有給休暇は？", "C1")
    person.edit(message, "有給休暇は何日ですか")
    person.delete(message)
    _, changed, deleted = app.events
    assert missing(MESSAGE_CHANGED, changed) == missing(MESSAGE_DELETED, deleted) == []
    assert changed["previous_message"]["text"] == "有給休暇は？"
    assert deleted["deleted_ts"] == message["ts"]


def test_an_opened_home(person: Person, app: Heard) -> None:
    person.open_home()
    assert missing(APP_HOME_OPENED, app.events[0]) == []


def test_a_pressed_button(person: Person, app: Heard, slack: Slack, web: WebClient) -> None:
    button = {"type": "button", "action_id": "it", "value": "1", "text": plain("見る")}
    web.chat_postMessage(channel="C1", text="t", blocks=[{"type": "actions", "elements": [button]}])
    person.press(slack.posted("C1")[0], "見る")
    assert missing(BLOCK_ACTIONS, app.bodies[0]) == []


def test_a_submitted_modal(person: Person, app: Heard, web: WebClient) -> None:
    app.ack = lambda ack, body: ack()
    person.shortcut("it")
    web.views_open(trigger_id=app.bodies[0]["trigger_id"], view=MODAL)
    person.submit({"mlvalue": "理由", "target_channel": "one"})
    assert missing(VIEW_SUBMISSION, app.bodies[1]) == []


def test_a_slash_command(person: Person, app: Heard) -> None:
    person.command("/it", "有給休暇", "C1")
    assert missing(COMMAND, app.bodies[0]) == []


def test_frames_of_a_socket(person: Person, slack: Slack) -> None:
    address = WebClient(token=APP_TOKEN, base_url=slack.url).apps_connections_open(
        app_token=APP_TOKEN
    )["url"]
    assert urlsplit(address).hostname == "127.0.0.1"
    with connect(address) as socket:
        hello = json.loads(socket.recv())
        envelope = _sent(slack, socket)
        slack.socket.disconnect("warning")
        disconnect = json.loads(socket.recv())
    assert missing(HELLO, hello) == missing(DISCONNECT, disconnect) == []
    assert missing(ENVELOPE | {"payload": {}}, envelope) == []


def _sent(slack: Slack, socket: object) -> Params:
    slack.socket.send("events_api", {"type": "event_callback"})
    envelope: Params = json.loads(socket.recv())  # type: ignore[attr-defined]
    return envelope
