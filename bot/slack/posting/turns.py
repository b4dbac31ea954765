"""One message at a time for each channel, in the order in which they came.

Slack limits messages by channel and says how long to wait. Who waits keeps the others behind it,
so that none overtakes; where many wait already, more of them come back later instead of holding
up other channels' jobs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from bot.jobs import JobFailed

_MOST_WAITING = 8


class Turns:
    def __init__(self, most_waiting: int = _MOST_WAITING) -> None:
        self._most = most_waiting
        self._changed = Condition()
        #: The first of each channel's line has its turn.
        self._lines: dict[str, deque[object]] = {}

    @contextmanager
    def turn(self, channel: str) -> Iterator[None]:
        """Wait for one's turn in a channel. Raises JobFailed where too many do."""
        me = object()
        with self._changed:
            line = self._lines.setdefault(channel, deque())
            if len(line) > self._most:
                raise JobFailed("Too many messages wait for one channel of Slack")
            line.append(me)
            self._changed.wait_for(lambda: line[0] is me)
        try:
            yield
        finally:
            with self._changed:
                line.popleft()
                if not line:
                    del self._lines[channel]
                self._changed.notify_all()
