"""Takes Slack's HTTP requests, ahead of all that is for browsers.

Slack waits for its answer: its requests pass no search among the pages of the console, and neither
cookies nor headers that only a browser reads.
"""

from __future__ import annotations

from collections.abc import Collection

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.slack.receiving.signatures import is_signed

#: Bytes of a request. Slack's are a few thousand.
_LONGEST_BODY = 1_000_000


class SlackRequests:
    """Middleware that answers on the paths that Slack knows, and hands everything else on."""

    def __init__(self, app: ASGIApp, *, bolt: App, secret: str, paths: Collection[str]) -> None:
        self._app = app
        self._bolt = bolt
        self._secret = secret
        self._paths = frozenset(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in self._paths:
            await self._app(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return JSONResponse({"error": "Slack sends POST."}, 405, {"Allow": "POST"})
        body = await _body(request)
        if body is None:
            return JSONResponse({"error": "The request is too large."}, 413)
        if not is_signed(self._secret, request.headers, body):
            return JSONResponse({"error": "The request is not signed by Slack."}, 401)
        answer = await run_in_threadpool(self._bolt.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)


async def _body(request: Request) -> bytes | None:
    """None where it is larger than anything that Slack sends."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            return None
    return body
