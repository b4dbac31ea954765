"""Slack's events by Socket Mode, and when each was acknowledged."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future, wait
from functools import partial
from typing import Any

from evals.benchmarks.slack_traffic.sending import Try
from evals.loopback.slack.socket_mode import SocketMode

Params = dict[str, Any]

_PATIENCE = 120.0


class Enveloping:
    """Sends as :class:`.sending.Sender` does, over the connections that the app has opened."""

    def __init__(self, socket: SocketMode) -> None:
        self._socket = socket
        self._tries: list[Try] = []
        self._futures: list[Future[Params | None]] = []
        #: How many envelopes there were, copies included.
        self.requests = 0

    def send(self, key: str, body: Params, copies: Sequence[float] = ()) -> None:
        """Copies come at once: envelopes of their own with the same event."""
        for number in range(1 + len(copies)):
            self.requests += 1
            future = self._socket.send("events_api", body)
            self._futures.append(future)
            note = partial(self._note, key, time.monotonic(), number > 0)
            future.add_done_callback(note)

    def finish(self) -> list[Try]:
        """When all have been acknowledged, or given up."""
        wait(self._futures, _PATIENCE)
        return list(self._tries)

    def _note(self, key: str, at: float, copy: bool, future: Future[Params | None]) -> None:
        ms = 1000 * (time.monotonic() - at)
        self._tries.append(Try(key=key, at=at, ms=ms, status=200, copy=copy))
