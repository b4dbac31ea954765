"""An app that keeps what it hears, and the errors that a client is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from starlette.requests import Request
from starlette.responses import Response

from evals.loopback.slack import Slack
from evals.loopback.slack.signing import SECRET
from evals.loopback.slack.tokens import BOT_TOKEN


def error_of(call: Callable[[], Any]) -> str:
    """Slack's word for why it refuses a call."""
    with pytest.raises(SlackApiError) as refused:
        call()
    return str(refused.value.response["error"])


class Heard:
    """An app of Bolt for Python that keeps what it hears, and answers as it is told."""

    def __init__(self, slack: Slack) -> None:
        self.bolt = App(
            client=WebClient(token=BOT_TOKEN, base_url=slack.url),
            signing_secret=SECRET,
            process_before_response=True,
            ignoring_self_events_enabled=False,
        )
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, Any]] = []
        #: What is answered instead of Bolt's answer, one after the other.
        self.answers: list[Response] = []
        self.ack: Callable[..., Any] = lambda ack, body: ack()
        for kind in ("message", "app_mention", "app_home_opened"):
            self.bolt.event(kind)(self._event)
        for listen in (self.bolt.action, self.bolt.shortcut, self.bolt.view):
            listen("it")(self._acknowledge)
        self.bolt.view_closed("it")(self._acknowledge)
        self.bolt.command("/it")(self._acknowledge)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [body["event"] for body in self.bodies if "event" in body]

    def _event(self, body: dict[str, Any]) -> None:
        self.bodies.append(body)

    def _acknowledge(self, ack: Any, body: dict[str, Any]) -> None:
        self.bodies.append(body)
        self.ack(ack, body)

    async def answer(self, request: Request) -> Response:
        text = (await request.body()).decode()
        self.headers.append(dict(request.headers))
        if self.answers:
            return self.answers.pop(0)
        heard = BoltRequest(body=text, headers=dict(request.headers))
        told = self.bolt.dispatch(heard)
        headers = {"content-type": told.first_headers()["content-type"]}
        return Response(told.body, told.status, headers)
