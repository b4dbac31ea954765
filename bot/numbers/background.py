"""Counts in the background: the first look after a start reads everything.

Where counting takes long, what was counted is shown for a while; see :mod:`bot.resting`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Executor, Future

from bot.numbers.counting import Numbers
from bot.numbers.tally import Tallies
from bot.numbers.weeks import Weeks
from bot.resting import rest_after

_Key = tuple[Weeks, tuple[tuple[int, str], ...]]


class NumbersInBackground:
    """Counts one thing at a time; who asks for the same meanwhile gets the same."""

    def __init__(self, numbers: Numbers, worker: Executor) -> None:
        self._numbers = numbers
        self._worker = worker
        self._lock = threading.Lock()
        self._running: dict[_Key, Future[Tallies]] = {}
        #: What was counted and until when it is shown, by the clock of time.monotonic.
        self._counted: dict[_Key, tuple[Tallies, float]] = {}

    def of(self, weeks: Weeks, topics: Mapping[int, str], patience: float) -> Tallies | None:
        """As :meth:`Numbers.of`; None where it takes longer than so many seconds."""
        key = (weeks, tuple(sorted(topics.items())))
        with self._lock:
            counted, shown_until = self._counted.get(key, (None, 0.0))
            if counted is not None and time.monotonic() < shown_until:
                return counted
            counting = self._running.get(key)
            if counting is None:
                counting = self._worker.submit(self._count, key, topics)
                self._running[key] = counting
        try:
            return counting.result(timeout=patience)
        except TimeoutError:
            return None
        finally:
            if counting.done():
                with self._lock:
                    self._running.pop(key, None)

    def _count(self, key: _Key, topics: Mapping[int, str]) -> Tallies:
        begun = time.thread_time()
        counted = self._numbers.of(key[0], topics)
        rest = rest_after(time.thread_time() - begun)
        with self._lock:
            # One each: those of other weeks and readers are few, those of last week are not kept.
            self._counted = {k: c for k, c in self._counted.items() if c[1] > time.monotonic()}
            self._counted[key] = (counted, time.monotonic() + rest)
        return counted
