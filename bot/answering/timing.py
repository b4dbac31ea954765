"""How long each step of answering took."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

_STEPS = ("understand", "search", "decide", "compose", "ground", "total")


@dataclass
class Clock:
    """Milliseconds by step; a step that was not taken took none."""

    timings: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_STEPS, 0.0))
    _started: float = field(default_factory=time.perf_counter)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        """The time since the last lap went into this step, which may be taken several times."""
        now = time.perf_counter()
        self.timings[step] = round(self.timings[step] + (now - self._last) * 1000, 2)
        self.timings["total"] = round((now - self._started) * 1000, 2)
        self._last = now
