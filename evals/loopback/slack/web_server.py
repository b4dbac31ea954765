"""Slack's addresses: the Web API, and the response_url of interactions."""

from __future__ import annotations

import asyncio
import json
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from evals.loopback.slack.failures import Failure
from evals.loopback.slack.http_server import Answer, Request
from evals.loopback.slack.web_api import Refused, call

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]


class WebServer:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        #: Set when the server goes; what is kept waiting is let go.
        self.closing = asyncio.Event()

    async def answer(self, request: Request) -> Answer | None:
        path = urlsplit(request.target).path
        if path.startswith("/api/"):
            return await self._call(path.removeprefix("/api/"), request)
        if path.startswith("/response/"):
            told = self._slack.responses.take(path.rsplit("/", 1)[-1], _body(request))
            return _json(200 if told["ok"] else 404, told)
        return _json(404, {"ok": False, "error": "not_found"})

    async def _call(self, method: str, request: Request) -> Answer | None:
        slack = self._slack
        params = dict(parse_qsl(urlsplit(request.target).query)) | _body(request)
        if slack.seconds_of_a_call:
            await self._wait(slack.seconds_of_a_call)
        failure = slack.failures.take(method, params)
        if failure is None:
            return self._done(method, request, params)
        failure.called.set()
        if failure.until is not None:
            await self._wait_until(failure.until)
        late = failure.after and failure.seconds > 0
        if late:
            await self._wait(failure.seconds)
        done = self._done(method, request, params) if failure.after else None
        failure.happened.set()
        if failure.silent:
            await self.closing.wait()
            return None
        if failure.seconds and not late:
            await self._wait(failure.seconds)
        if failure.cut:
            return None
        return done if done and not failure.error else _failed(failure)

    def _done(self, method: str, request: Request, params: Params) -> Answer:
        slack = self._slack
        as_json = "json" in request.headers.get("content-type", "")
        token = _token(request, params if not as_json else {})
        with slack.lock:
            slack.calls.append((method, {k: v for k, v in params.items() if k != "token"}))
            try:
                told = call(slack, method, token, params, as_json=as_json)
            except Refused as refusal:
                told = refusal.answer
                slack.refusals.append((method, told))
            data = json.dumps(told, ensure_ascii=False).encode()
        scopes = ",".join(sorted(slack.tokens.scopes(slack.tokens.kind(token))))
        return Answer(200, data, {"x-oauth-scopes": scopes})

    async def _wait_until(self, event: Event) -> None:
        while not event.is_set() and not self.closing.is_set():
            await asyncio.sleep(0.01)

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.closing.wait(), seconds)
        except TimeoutError:
            return


def _body(request: Request) -> Params:
    if not request.body:
        return {}
    text = request.body.decode()
    if "json" in request.headers.get("content-type", ""):
        value = json.loads(text)
        return value if isinstance(value, dict) else {}
    return dict(parse_qsl(text, keep_blank_values=True))


def _token(request: Request, params: Params) -> str:
    """From the header, or from a form: never from JSON."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    return bearer or str(params.get("token") or "")


def _failed(failure: Failure) -> Answer:
    return _json(failure.status, {"ok": False, "error": failure.error}, failure.headers)


def _json(status: int, told: Params, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, json.dumps(told, ensure_ascii=False).encode(), headers or {})
