"""Leaves an endpoint alone that keeps failing, so that not everybody waits for its time limit.

closed → (faults in a row) → open → (rest) → one probe → closed, or open for twice as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

#: Faults in a row after which an endpoint is left alone.
FAULTS = 3
#: Seconds for which it is left alone, at first and at most.
REST = 30.0
LONGEST_REST = 300.0


class BreakerOpen(Exception):
    """It is not asked now."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"closed to requests for another {seconds:.0f} s")
        #: Until the next probe.
        self.seconds = seconds


class Breaker:
    """Of several threads that come after the rest, one probes; to the others it stays open."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._faults = 0
        self._open_until: float | None = None
        self._rest = REST
        self._probing = False

    def check(self) -> None:
        """Raises BreakerOpen if a call would not be let through; claims nothing."""
        with self._lock:
            self._raise_if_open()

    @contextmanager
    def attempt(self, is_fault: Callable[[Exception], bool]) -> Iterator[None]:
        """Around a call; what it raises is a fault of the endpoint, or of the request alone.

        Raises BreakerOpen.
        """
        with self._lock:
            self._raise_if_open()
            probe = self._open_until is not None
            self._probing = probe
        try:
            yield
        except Exception as error:
            if is_fault(error):
                self._count_fault(probe)
            else:
                self._close()
            raise
        else:
            self._close()
        finally:
            # However it ended, also when the thread was stopped: the next may probe.
            if probe:
                self._probing = False

    def _count_fault(self, probe: bool) -> None:
        with self._lock:
            self._faults += 1
            if probe:
                self._rest = min(2 * self._rest, LONGEST_REST)
            # A call that began before it opened changes nothing.
            if probe or (self._open_until is None and self._faults >= FAULTS):
                self._open_until = self._clock() + self._rest

    def _close(self) -> None:
        with self._lock:
            self._faults, self._open_until, self._rest = 0, None, REST

    def _raise_if_open(self) -> None:
        if self._open_until is None:
            return
        left = self._open_until - self._clock()
        if left > 0 or self._probing:
            raise BreakerOpen(max(left, 0.0))
