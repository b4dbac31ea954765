"""Counts in the background: the first look after a start reads everything."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Executor, Future

from bot.numbers.counting import Numbers
from bot.numbers.tally import Tallies
from bot.numbers.weeks import Weeks

_Key = tuple[Weeks, tuple[tuple[int, str], ...]]


class NumbersInBackground:
    """Counts one thing at a time; who asks for the same meanwhile gets the same."""

    def __init__(self, numbers: Numbers, worker: Executor) -> None:
        self._numbers = numbers
        self._worker = worker
        self._lock = threading.Lock()
        self._running: dict[_Key, Future[Tallies]] = {}

    def of(self, weeks: Weeks, topics: Mapping[int, str], patience: float) -> Tallies | None:
        """As :meth:`Numbers.of`; None where it takes longer than so many seconds."""
        key = (weeks, tuple(sorted(topics.items())))
        with self._lock:
            counting = self._running.get(key)
            if counting is None:
                counting = self._worker.submit(self._numbers.of, weeks, topics)
                self._running[key] = counting
        try:
            return counting.result(timeout=patience)
        except TimeoutError:
            return None
        finally:
            if counting.done():
                with self._lock:
                    self._running.pop(key, None)
