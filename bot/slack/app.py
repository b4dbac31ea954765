"""Slack, put together: routes, kinds of jobs and the socket of one server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response

from bot.jobs import Jobs
from bot.slack.answering import Answering
from bot.slack.delivery import DELIVER, Delivery
from bot.slack.inbox import ANSWER, Inbox
from bot.slack.posting import Poster, web_client
from bot.slack.receiving import bolt_app
from bot.slack.signatures import is_signed
from bot.slack.sockets import SocketMode
from bot.wiring import Zeroji


@contextmanager
def run(app: FastAPI, zeroji: Zeroji, jobs: Jobs, paths: tuple[str, ...]) -> Iterator[None]:
    """Answer in Slack while the block runs; ``paths`` take Slack's requests."""
    settings = zeroji.settings
    client = web_client(settings)
    poster = Poster(client)
    delivery = Delivery(zeroji, poster)
    inbox = Inbox(zeroji.database, jobs)
    jobs.add(ANSWER, Answering(zeroji, poster).answer, left=inbox.waiting)
    jobs.add(DELIVER, delivery.deliver, left=delivery.waiting)
    bolt = bolt_app(client, inbox)
    _add_routes(app, bolt, settings.slack_signing_secret.get_secret_value(), paths)
    app_token = settings.slack_app_token.get_secret_value()
    if not app_token:
        yield
        return
    sockets = SocketMode(bolt, app_token)
    sockets.open()
    try:
        yield
    finally:
        sockets.close()


def _add_routes(app: FastAPI, bolt: App, secret: str, paths: tuple[str, ...]) -> None:
    async def receive(request: Request) -> Response:
        body = await request.body()
        if not is_signed(secret, request.headers, body):
            return JSONResponse({"error": "The request is not signed by Slack."}, 401)
        answer = await run_in_threadpool(bolt.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)

    for path in paths:
        app.add_api_route(path, receive, methods=["POST"], include_in_schema=False)
