"""Slack's requests to the app, sent by a process of its own, so that its clock tells the truth.

An event that is not acknowledged within three seconds is sent again, as Slack does it; its pauses
are shorter here. Some are sent several times though they were acknowledged.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any

from evals.loopback.slack.signing import signed

Params = dict[str, Any]

_PATIENCE = 3.0
_TICK = 0.05
PATH = "/slack/events"
#: Seconds before each further try: Slack's are 0, 60 and 300.
PAUSES = (0.0, 2.0, 6.0)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A request to send now; ``copies`` are seconds after which it is sent once more."""

    key: str
    body: bytes
    copies: Sequence[float] = ()


@dataclass(frozen=True, kw_only=True)
class Try:
    """One request: when it was sent (``time.monotonic``), how long the answer took."""

    key: str
    at: float
    ms: float
    #: 0 where none came.
    status: int
    #: Of a copy, which is not sent again.
    copy: bool = False

    @property
    def acknowledged(self) -> bool:
        return 200 <= self.status < 300


class Sender:
    """Sends to one port of this machine, from any thread, until :meth:`finish`."""

    def __init__(self, port: int, pauses: Sequence[float] = PAUSES) -> None:
        context = multiprocessing.get_context("spawn")
        self._orders, theirs = context.Pipe()
        self._process = context.Process(target=_send, args=(theirs, port, tuple(pauses)))
        self._process.start()
        self._lock = Lock()
        #: At the end, how many milliseconds the machine let this process wait beyond what it asked
        #: for: what no app on it can answer sooner than.
        self.late: list[float] = []
        #: How many requests were ordered, copies included.
        self.requests = 0

    def send(self, key: str, body: Params, copies: Sequence[float] = ()) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        with self._lock:
            self.requests += 1 + len(copies)
            self._orders.send(Order(key=key, body=data, copies=copies))

    def finish(self) -> list[Try]:
        """When all have been answered or given up."""
        with self._lock:
            self._orders.send(None)
        tries: list[Try]
        tries, self.late = self._orders.recv()
        self._process.join()
        return tries

    def end(self) -> None:
        """Whatever it still sends."""
        self._process.kill()
        self._process.join()


def _send(orders: Connection, port: int, pauses: Sequence[float]) -> None:
    asyncio.run(_Sending(port, pauses).run(orders))


class _Sending:
    def __init__(self, port: int, pauses: Sequence[float]) -> None:
        self._port = port
        self._pauses = pauses
        self._tries: list[Try] = []
        self._late: list[float] = []

    async def run(self, orders: Connection) -> None:
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[Order | None]()

        def read() -> None:
            order: Order | None = Order(key="", body=b"")
            while order is not None:
                order = orders.recv()
                loop.call_soon_threadsafe(queue.put_nowait, order)

        Thread(target=read, daemon=True).start()
        looking = asyncio.create_task(self._look_at_clock())
        async with asyncio.TaskGroup() as tasks:
            while (order := await queue.get()) is not None:
                tasks.create_task(self._deliver(order))
                for seconds in order.copies:
                    tasks.create_task(self._copy(order, seconds))
        looking.cancel()
        orders.send((self._tries, self._late))

    async def _look_at_clock(self) -> None:
        while True:
            at = time.monotonic()
            await asyncio.sleep(_TICK)
            self._late.append(1000 * (time.monotonic() - at - _TICK))

    async def _deliver(self, order: Order) -> None:
        for number, pause in enumerate((0.0, *self._pauses)):
            await asyncio.sleep(pause)
            if (await self._try(order, number, copy=False)).acknowledged:
                return

    async def _copy(self, order: Order, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._try(order, 1, copy=True)

    async def _try(self, order: Order, number: int, *, copy: bool) -> Try:
        at = time.monotonic()
        status = 0
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            async with asyncio.timeout(_PATIENCE):
                status = await self._post(order.body, number)
        ms = 1000 * (time.monotonic() - at)
        done = Try(key=order.key, at=at, ms=ms, status=status, copy=copy)
        self._tries.append(done)
        return done

    async def _post(self, body: bytes, number: int) -> int:
        """The status of the answer. Each request has a connection of its own."""
        headers = {
            "Host": "127.0.0.1",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **signed(body),
        }
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            lines = [f"POST {PATH} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
            writer.write("\r\n".join(lines).encode("latin-1") + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            return int(answer.split(b" ", 2)[1])
        finally:
            writer.close()
