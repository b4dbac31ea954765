"""Slack, put together: routes, jobs and the socket of one server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

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
def run(app: FastAPI, zeroji: Zeroji, paths: tuple[str, ...]) -> Iterator[None]:
    """Answer in Slack while the block runs; ``paths`` take Slack's requests."""
    settings = zeroji.settings
    client = web_client(settings)
    poster = Poster(client)
    delivery = Delivery(zeroji, poster)
    work = {ANSWER: Answering(zeroji, poster).answer, DELIVER: delivery.deliver}
    jobs = Jobs(settings, work)
    bolt = bolt_app(client, Inbox(zeroji.database, jobs))
    _add_routes(app, bolt, settings.slack_signing_secret.get_secret_value(), paths)
    with ExitStack() as running:
        jobs.launch()
        running.callback(jobs.destroy)
        jobs.watch(delivery.waiting)
        app_token = settings.slack_app_token.get_secret_value()
        if app_token:
            sockets = SocketMode(bolt, app_token)
            sockets.open()
            running.callback(sockets.close)
        yield


def _add_routes(app: FastAPI, bolt: App, secret: str, paths: tuple[str, ...]) -> None:
    async def receive(request: Request) -> Response:
        body = await request.body()
        if not is_signed(secret, request.headers, body):
            return JSONResponse({"error": "The request is not signed by Slack."}, 401)
        answer = await run_in_threadpool(bolt.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)

    for path in paths:
        app.add_api_route(path, receive, methods=["POST"], include_in_schema=False)
