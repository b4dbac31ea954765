"""A workspace whose people write to Zeroji: signed requests in, messages out."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from httpx import Client, Response

from evals.loopback.slack import Params, Slack
from evals.loopback.slack.signing import SECRET as SECRET
from evals.loopback.slack.signing import signed as signed

BOT = "UBOT"
#: So long a test waits for what is to come, also on a slow machine that does much else.
PATIENCE = 120.0

_numbers = itertools.count(1)


def wait_for(condition: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """The first true value of a condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"nothing within {seconds} seconds")


def event_body(event: Params, event_id: str | None = None) -> Params:
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": event_id or f"EvW{next(_numbers):08}",
        "authorizations": [{"team_id": "T1", "user_id": BOT, "is_bot": True}],
        "event": event,
    }


class Person:
    """Somebody in a direct message or a channel with Zeroji."""

    def __init__(
        self, http: Client, slack: Slack, *, channel: str | None = None, user: str | None = None
    ) -> None:
        number = next(_numbers)
        self.http = http
        self.slack = slack
        self.channel = channel or f"D{number:04}"
        self.user = user or f"U{number:04}"
        if self.channel.startswith("D"):
            slack.workspace.direct(self.user, self.channel)
        else:
            slack.workspace.channel(self.channel, members=(self.user,))

    def message(self, text: str, thread: str | None = None, **fields: Any) -> Params:
        """A ``message`` or ``app_mention`` event."""
        private = self.channel.startswith("D")
        event = {
            "type": "message" if private else "app_mention",
            "channel": self.channel,
            "channel_type": "im" if private else "channel",
            "user": self.user,
            "text": text if private else f"<@{BOT}> {text}",
            "ts": f"1700000000.{next(_numbers):06}",
        }
        event |= ({"thread_ts": thread} if thread else {}) | fields
        with self.slack.lock:
            self.slack.conversations.add(dict(event))
        return event

    def send(self, event: Params, event_id: str | None = None) -> Response:
        body = json.dumps(event_body(event, event_id)).encode()
        headers = signed(body) | {"Content-Type": "application/json"}
        return self.http.post("/slack/events", content=body, headers=headers)

    def ask(self, text: str, thread: str | None = None) -> Params:
        """Ask, and wait for the answer."""
        before = len(self.received)
        assert self.send(self.message(text, thread)).status_code == 200
        wait_for(lambda: len(self.received) > before)
        return self.received[-1]

    def press(self, message: Params, button: Params) -> Response:
        payload = {
            "type": "block_actions",
            "user": {"id": self.user},
            "channel": {"id": self.channel},
            "message": {"ts": message["ts"], "thread_ts": message["thread_ts"]},
            "actions": [{"type": "button", **button}],
            "trigger_id": "1.2.3",
        }
        body = urlencode({"payload": json.dumps(payload)}).encode()
        headers = signed(body) | {"Content-Type": "application/x-www-form-urlencoded"}
        return self.http.post("/slack/interactivity", content=body, headers=headers)

    @property
    def received(self) -> list[Params]:
        return self.slack.posted(self.channel)


def shown(message: Params) -> str:
    """All that a message shows, a block on each line; somebody mentioned as ``<@U1>``."""
    return "\n".join("".join(_texts(block)) for block in message["blocks"])


def buttons(message: Params) -> list[Params]:
    return [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        if part.get("type") == "user":
            yield f"<@{part['user_id']}>"
        for key, one in part.items():
            if key == "text" and isinstance(one, str):
                yield one
            else:
                yield from _texts(one)
