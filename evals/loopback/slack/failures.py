"""What is to go wrong, and how."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass, field
from threading import Event
from typing import Any

Params = dict[str, Any]


class Failure:
    """How a call fails: before or after its effect, with an answer, with silence or with a cut.

    With ``seconds`` alone (``Failure.slow``) the call succeeds, late; with ``until`` alone
    (``Failure.held``) when that is set.
    """

    def __init__(
        self,
        status: int = 200,
        error: str = "internal_error",
        *,
        headers: dict[str, str] | None = None,
        after: bool = False,
        silent: bool = False,
        cut: bool = False,
        seconds: float = 0,
        until: Event | None = None,
    ) -> None:
        self.status = status
        self.error = error
        self.headers = headers or {}
        self.after = after
        self.silent = silent
        #: The connection is reset instead of an answer.
        self.cut = cut
        #: How long it takes until the answer.
        self.seconds = seconds
        #: The call waits for it, before anything else comes of it.
        self.until = until
        #: The call has come; and what was to come of it has.
        self.called, self.happened = Event(), Event()

    @classmethod
    def rate_limited(cls, seconds: int = 1, until: Event | None = None) -> Failure:
        headers = {"Retry-After": str(seconds)}
        return cls(429, "ratelimited", headers=headers, until=until)

    @classmethod
    def slow(cls, seconds: float) -> Failure:
        return cls(error="", after=True, seconds=seconds)

    @classmethod
    def held(cls, until: Event) -> Failure:
        return cls(error="", after=True, until=until)


@dataclass
class RateLimit:
    """So many calls of a method in so many seconds, all together or for each channel."""

    method: str
    calls: int
    seconds: float
    by_channel: bool = True
    _taken: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, method: str, channel: str) -> int:
        """Whole seconds until the call may come again; 0 when it is taken now."""
        if method != self.method:
            return 0
        at = time.monotonic()
        taken = self._taken.setdefault(channel if self.by_channel else "", deque())
        while taken and at - taken[0] >= self.seconds:
            taken.popleft()
        if len(taken) < self.calls:
            taken.append(at)
            return 0
        return max(1, math.ceil(taken[0] + self.seconds - at))


class Failures:
    """Failures that wait for their call, by method and channel."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str | None], list[Failure]] = {}
        self.rate_limits: list[RateLimit] = []

    def add(self, method: str, channel: str | None, *failures: Failure) -> None:
        self._waiting[method, channel] = list(failures)

    def take(self, method: str, params: Params) -> Failure | None:
        """The failure of this call; of each call one is taken."""
        named = (params.get(name) for name in ("channel", "channel_id", "users", "user_id"))
        channel = str(next(filter(None, named), ""))
        for limit in self.rate_limits:
            if seconds := limit.wait(method, channel):
                return Failure.rate_limited(seconds)
        for key in ((method, channel), (method, None)):
            if waiting := self._waiting.get(key):
                return waiting.pop(0)
        return None
