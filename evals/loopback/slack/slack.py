"""A Slack on this machine: its workspace, what is written there, and what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import Queue
from threading import Event, RLock, Thread
from typing import Any

import httpx
from starlette.testclient import TestClient

from evals.loopback.slack.conversations import Conversations, Status
from evals.loopback.slack.delivering import Http, Socket, Transport
from evals.loopback.slack.events import changed_event, event_callback, message_event
from evals.loopback.slack.failures import Failure, Failures, RateLimit
from evals.loopback.slack.http_server import listen
from evals.loopback.slack.responses import Responses
from evals.loopback.slack.screens import Screens
from evals.loopback.slack.socket_mode import SocketMode
from evals.loopback.slack.tokens import BOT_TOKEN, Tokens
from evals.loopback.slack.web_server import WebServer
from evals.loopback.slack.workspace import Workspace

Params = dict[str, Any]

#: A stream ends by itself: seen, not documented.
_STREAM_SECONDS = 300.0


class Envelopes:
    """Where whole envelopes can be put by hand."""

    def __init__(self, socket: SocketMode) -> None:
        self._socket = socket

    def put(self, envelope: Params) -> None:
        self._socket.put(envelope)


class Slack:
    def __init__(self) -> None:
        #: Held while a call changes something.
        self.lock = RLock()
        self.workspace = Workspace()
        self.conversations = Conversations()
        self.screens = Screens()
        self.tokens = Tokens()
        self.failures = Failures()
        self.responses = Responses(self)
        self.socket = SocketMode()
        self.envelopes = Envelopes(self.socket)
        #: All calls of the Web API with their arguments, in order.
        self.calls: list[tuple[str, Params]] = []
        #: The calls that Slack refused, with its answers.
        self.refusals: list[tuple[str, Params]] = []
        #: Arguments that Slack would silently ignore, as (method, name).
        self.superfluous: list[tuple[str, str]] = []
        #: Suggested prompts by channel; titles by channel and thread.
        self.prompts: dict[str, list[Params]] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self.stream_seconds = _STREAM_SECONDS
        #: What each call of the Web API takes.
        self.seconds_of_a_call = 0.0
        #: Whether the app hears its own messages, as Slack has it.
        self.echoes = False
        self.transport: Transport | None = None
        self.url = ""
        self._echoing = ThreadPoolExecutor(1, "loopback-slack-echo")

    @property
    def messages(self) -> list[Params]:
        """What the app has posted and not deleted, as it is now, in order."""
        return self.conversations.posted

    @property
    def acknowledged(self) -> Queue[Params]:
        """What was answered to envelopes."""
        return self.socket.acknowledged

    @property
    def socket_url(self) -> str:
        return self.socket.url

    @property
    def statuses(self) -> list[Status]:
        """All statuses that were ever shown, in order."""
        return self.conversations.statuses

    def posted(self, channel: str) -> list[Params]:
        return [message for message in self.messages if message["channel"] == channel]

    def whispered(self, user: str, channel: str | None = None) -> list[Params]:
        """Ephemeral messages that a user was shown."""
        shown = [m for m in self.conversations.ephemeral if m["user"] == user]
        return [m for m in shown if channel in (None, m["channel"])]

    def fail(self, channel: str, *failures: Failure) -> None:
        """Let the next messages to a channel fail."""
        self.failures.add("chat.postMessage", channel, *failures)

    def fail_call(self, method: str, *failures: Failure, channel: str | None = None) -> None:
        """Let the next calls of a method fail: of one channel, which is the user for methods
        that have no channel, or of any."""
        self.failures.add(method, channel, *failures)

    def limit(
        self, method: str, calls: int, seconds: float = 1, *, by_channel: bool = True
    ) -> None:
        """Let a method be called so often; more is ratelimited with Retry-After."""
        self.failures.rate_limits.append(RateLimit(method, calls, seconds, by_channel))

    def lift_limits(self) -> None:
        self.failures.rate_limits.clear()

    def revoke(self, token: str = BOT_TOKEN) -> None:
        self.tokens.revoked.add(token)

    def reinstall(self) -> None:
        self.tokens.revoked.clear()

    def deliver_to(self, client: httpx.Client | TestClient, **paths: Any) -> Http:
        """Send what happens to the addresses of an app."""
        self.transport = Http(client, **paths)
        return self.transport

    def deliver_by_socket(self) -> Socket:
        """Send what happens over the connections that the app has opened."""
        self.transport = Socket(self.socket)
        return self.transport

    def settle(self) -> None:
        """Wait until the app has heard all of its own messages so far."""
        self._echoing.submit(lambda: None).result()

    def echo(self, message: Params) -> None:
        """Tell the app of its own message, where it is to hear them."""
        channel = self.workspace.channels[message["channel"]]
        self._echo(message_event(dict(message), channel))

    def echo_change(self, message: Params, before: Params) -> None:
        channel = self.workspace.channels[message["channel"]]
        ts = self.conversations.new_ts()
        self._echo(changed_event(dict(message), before, channel, ts))

    def _echo(self, event: Params) -> None:
        if self.echoes and self.transport is not None:
            self._echoing.submit(self.transport.event, event_callback(event))


@contextmanager
def loopback() -> Iterator[Slack]:
    """A running Slack: ``url`` is the address of its Web API."""
    slack = Slack()
    ready, ending = Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        web = WebServer(slack)
        server = await listen(web.answer)
        await slack.socket.open()
        slack.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"
        loops.append(asyncio.get_running_loop())
        ready.set()
        await ending.wait()
        web.closing.set()
        server.close()
        await slack.socket.close()

    def run() -> None:
        try:
            asyncio.run(serve())
        finally:
            ready.set()  # nobody waits for a server that did not start

    thread = Thread(target=run, name="loopback-slack")
    thread.start()
    ready.wait()
    try:
        yield slack
    finally:
        loops[0].call_soon_threadsafe(ending.set)
        thread.join()
