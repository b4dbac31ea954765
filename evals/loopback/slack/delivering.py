"""How Slack reaches the app: signed requests that are tried again, or envelopes."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx
from starlette.testclient import TestClient

from evals.loopback.slack.signing import signed
from evals.loopback.slack.socket_mode import SocketMode

Params = dict[str, Any]

#: Slack waits three seconds, then tries at once, after a minute and after five; here sooner.
_PATIENCE = 3.0
RETRY_PAUSES = (0.0, 0.2, 1.0)


@dataclass
class Delivered:
    """What became of a request: each try with its HTTP status, or the reason of a retry."""

    tries: list[tuple[int | None, str]] = field(default_factory=list)
    #: What the app answered in the body: text, or JSON.
    body: Any = None

    @property
    def acknowledged(self) -> bool:
        return bool(self.tries) and not self.tries[-1][1]

    @property
    def status(self) -> int | None:
        return self.tries[-1][0]


class Transport(Protocol):
    """What carries Slack's requests to the app, and brings its answer."""

    def event(self, body: Params) -> Delivered: ...

    def interaction(self, payload: Params) -> Delivered: ...

    def command(self, form: Mapping[str, str]) -> Delivered: ...


class Http:
    """Requests to the app's addresses. Events alone are tried again."""

    def __init__(
        self,
        client: httpx.Client | TestClient,
        events: str = "/slack/events",
        interactivity: str = "/slack/interactivity",
        commands: str = "/slack/interactivity",
        pauses: Sequence[float] = RETRY_PAUSES,
        patience: float = _PATIENCE,
    ) -> None:
        self._client: Any = client
        self._paths = {"event": events, "interaction": interactivity, "command": commands}
        self._pauses = pauses
        self._seconds = patience
        # Starlette's client calls the app itself: it cannot give up, so the time is looked at.
        self._patience = {} if isinstance(client, TestClient) else {"timeout": patience}
        self._later = ThreadPoolExecutor(4, "loopback-slack-retry")

    def event(self, body: Params) -> Delivered:
        """The first try; what was not acknowledged is tried again meanwhile."""
        delivered = Delivered()
        data = json.dumps(body, ensure_ascii=False).encode()
        self._try(delivered, data, {})
        if not delivered.acknowledged:
            self._later.submit(self._again, delivered, data)
        return delivered

    def verify(self, challenge: str) -> Delivered:
        body = {"type": "url_verification", "token": "x", "challenge": challenge}
        delivered = Delivered()
        self._try(delivered, json.dumps(body).encode(), {})
        return delivered

    def interaction(self, payload: Params) -> Delivered:
        text = json.dumps(payload, ensure_ascii=False)
        return self._form("interaction", {"payload": text})

    def command(self, form: Mapping[str, str]) -> Delivered:
        return self._form("command", form)

    def _form(self, kind: str, form: Mapping[str, str]) -> Delivered:
        delivered = Delivered()
        kind_of_body = {"Content-Type": "application/x-www-form-urlencoded"}
        self._try(delivered, urlencode(form).encode(), kind_of_body, kind)
        return delivered

    def _again(self, delivered: Delivered, data: bytes) -> None:
        for number, pause in enumerate(self._pauses, 1):
            time.sleep(pause)
            retry = {
                "X-Slack-Retry-Num": str(number),
                "X-Slack-Retry-Reason": delivered.tries[-1][1],
            }
            self._try(delivered, data, retry)
            if delivered.acknowledged:
                return

    def _try(
        self, delivered: Delivered, data: bytes, more: Mapping[str, str], kind: str = "event"
    ) -> None:
        headers = {"Content-Type": "application/json", **signed(data), **more}
        began = time.monotonic()
        try:
            answer = self._client.post(
                self._paths[kind], content=data, headers=headers, **self._patience
            )
        except httpx.TimeoutException:
            delivered.tries.append((None, "http_timeout"))
            return
        except httpx.TransportError:
            delivered.tries.append((None, "connection_failed"))
            return
        late = time.monotonic() - began > self._seconds
        reason = "http_timeout" if late else "" if answer.is_success else "http_error"
        if answer.headers.get("x-slack-no-retry") == "1":
            reason = ""
        delivered.tries.append((answer.status_code, reason))
        delivered.body = _body(answer)


def _body(answer: httpx.Response) -> Any:
    if "json" in answer.headers.get("content-type", "") and answer.content:
        return answer.json()
    return answer.text


class Socket:
    """Envelopes over Socket Mode; the answer is waited for."""

    def __init__(self, socket: SocketMode, patience: float = 15) -> None:
        self._socket = socket
        self._patience = patience

    def event(self, body: Params) -> Delivered:
        return self._send("events_api", body)

    def interaction(self, payload: Params) -> Delivered:
        return self._send("interactive", payload, answers=payload["type"].startswith("view_"))

    def command(self, form: Mapping[str, str]) -> Delivered:
        return self._send("slash_commands", dict(form), answers=True)

    def _send(self, kind: str, payload: Params, *, answers: bool = False) -> Delivered:
        answer = self._socket.send(kind, payload, answers=answers)
        try:
            return Delivered([(200, "")], answer.result(self._patience))
        except TimeoutError:
            return Delivered([(None, "timeout")])
