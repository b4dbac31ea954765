"""Socket Mode: envelopes over connections that the app opens, until it acknowledges them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections import deque
from collections.abc import Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from http import HTTPStatus
from queue import Queue
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from evals.loopback.slack.frames import disconnect, hello
from evals.loopback.slack.workspace import APP

Params = dict[str, Any]

_RETRIES = 3
_MOST_CONNECTIONS = 10


@dataclass
class Envelope:
    """An envelope on its way; ``acknowledged`` gets the payload of the app's answer, or None."""

    content: Params
    acknowledged: Future[Params | None] = field(default_factory=Future)
    connection: ServerConnection | None = None
    attempts: int = 0


class SocketMode:
    """One for a workspace. Its public methods may be called from any thread."""

    def __init__(self) -> None:
        #: Seconds until an envelope that was not acknowledged is sent again.
        self.ack_seconds = 3.0
        #: All that apps have answered, in order.
        self.acknowledged: Queue[Params] = Queue()
        #: How many connections have been opened, and how often envelopes were sent again.
        self.opened = self.sent_again = 0
        self.url = ""
        self._connections: list[ServerConnection] = []
        self._stuck: set[ServerConnection] = set()
        self._tickets: set[str] = set()
        self._waiting: deque[Envelope] = deque()
        self._sent: dict[str, Envelope] = {}
        self._numbers = itertools.count(1)
        self._turns = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: Server | None = None

    # --- what tests do ---------------------------------------------------------------------

    def send(self, kind: str, payload: Params, *, answers: bool = False) -> Future[Params | None]:
        """Send an envelope as soon as there is a connection, and again until acknowledged.

        Kinds: events_api, interactive, slash_commands.
        """
        number = f"envelope-{next(self._numbers)}"
        content = {
            "envelope_id": number,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": answers,
        }
        if kind == "events_api":
            content |= {"retry_attempt": 0, "retry_reason": ""}
        return self.put(content)

    def put(self, content: Params) -> Future[Params | None]:
        """Send an envelope that is complete."""
        envelope = Envelope(content)
        self._run(self._enqueue(envelope))
        return envelope.acknowledged

    @property
    def connections(self) -> int:
        return len(self._connections)

    @property
    def unacknowledged(self) -> int:
        return len(self._sent) + len(self._waiting)

    def disconnect(self, reason: str = "warning") -> None:
        """Tell the oldest connection to go: warning, refresh_requested, link_disabled.

        After a warning it stays for a while; otherwise it is closed at once.
        """
        self._run(self._disconnect(reason)).result()

    def cut(self) -> None:
        """Lose the oldest connection without a word."""
        self._run(self._cut()).result()

    def half_open(self) -> None:
        """Let the oldest connection stay open and answer nothing, not even a ping."""
        self._run(self._half_open()).result()

    # --- what the app does -----------------------------------------------------------------

    def new_address(self) -> str:
        """An address that is good for one connection."""
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return f"{self.url}/?ticket={ticket}&app_id={APP}"

    # --- running ---------------------------------------------------------------------------

    async def open(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._server = await serve(
            self._talk, "127.0.0.1", 0, process_request=self._admit, ping_interval=None
        )
        port = next(iter(self._server.sockets)).getsockname()[1]
        self.url = f"ws://127.0.0.1:{port}/link"

    async def close(self) -> None:
        assert self._server is not None
        for connection in list(self._stuck):
            connection.transport.abort()
        self._server.close(close_connections=True)
        await self._server.wait_closed()

    async def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        ticket = parse_qs(urlsplit(request.path).query).get("ticket", [""])[0]
        if ticket not in self._tickets:
            return connection.respond(HTTPStatus.FORBIDDEN, "The ticket is not good.\n")
        self._tickets.discard(ticket)
        return None

    async def _talk(self, connection: ServerConnection) -> None:
        self._connections.append(connection)
        self.opened += 1
        with contextlib.suppress(ConnectionClosed):
            if len(self._connections) > _MOST_CONNECTIONS:
                await connection.send(disconnect("too_many_websockets"))
                return
            await connection.send(hello(len(self._connections)))
            await self._flush()
            async for said in connection:
                self._acknowledge(json.loads(said))
        self._lost(connection)
        await self._flush()

    def _acknowledge(self, said: Params) -> None:
        self.acknowledged.put(said)
        envelope = self._sent.pop(said.get("envelope_id", ""), None)
        if envelope is not None and not envelope.acknowledged.done():
            envelope.acknowledged.set_result(said.get("payload"))

    async def _enqueue(self, envelope: Envelope) -> None:
        self._waiting.append(envelope)
        await self._flush()

    async def _flush(self) -> None:
        """Send what waits, in order, to the connections in turn."""
        while self._waiting and self._connections:
            envelope = self._waiting.popleft()
            connection = self._connections[next(self._turns) % len(self._connections)]
            envelope.connection = connection
            envelope.attempts += 1
            key = envelope.content.get("envelope_id", "")
            self._sent[key] = envelope
            with contextlib.suppress(ConnectionClosed):
                await connection.send(json.dumps(envelope.content, ensure_ascii=False))
            asyncio.get_running_loop().call_later(self.ack_seconds, self._again, key)

    def _again(self, key: str) -> None:
        envelope = self._sent.get(key)
        if envelope is None or "retry_attempt" not in envelope.content:
            return
        others = [c for c in self._connections if c is not envelope.connection]
        if envelope.attempts > _RETRIES and not others:
            return  # goes out again with the next connection
        del self._sent[key]
        envelope.content["retry_attempt"] += 1
        envelope.content["retry_reason"] = "timeout"
        self._send_again([envelope])
        asyncio.ensure_future(self._flush())  # noqa: RUF006 – lasts as long as the server

    def _lost(self, connection: ServerConnection) -> None:
        """What a lost connection has not acknowledged waits for the next one."""
        self._connections.remove(connection)
        self._stuck.discard(connection)
        left = [e for e in self._sent.values() if e.connection is connection]
        for envelope in left:
            del self._sent[envelope.content.get("envelope_id", "")]
        self._send_again(left)

    def _send_again(self, envelopes: list[Envelope]) -> None:
        self.sent_again += len(envelopes)
        self._waiting.extendleft(reversed(envelopes))

    async def _disconnect(self, reason: str) -> None:
        connection = self._connections[0]
        await connection.send(disconnect(reason))
        if reason != "warning":
            await connection.close()

    async def _cut(self) -> None:
        self._connections[0].transport.abort()

    async def _half_open(self) -> None:
        connection = next(c for c in self._connections if c not in self._stuck)
        self._stuck.add(connection)
        connection.transport.pause_reading()

    def _run(self, doing: Coroutine[Any, Any, None]) -> Future[None]:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(doing, self._loop)
