"""How long each step of answering took."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

_STEPS = ("understand", "search", "decide", "compose", "ground", "total")


@dataclass(frozen=True, kw_only=True)
class Lap:
    """A step that was taken once."""

    step: str
    #: Milliseconds since the question came, and of the step itself.
    begins: float
    ms: float


@dataclass
class Clock:
    """Milliseconds by step; a step that was not taken took none."""

    timings: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_STEPS, 0.0))
    #: In the order of time.
    laps: list[Lap] = field(default_factory=list)
    _started: float = field(default_factory=time.perf_counter)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        """The time since the last lap went into this step, which may be taken several times."""
        now = time.perf_counter()
        took = (now - self._last) * 1000
        self.laps.append(Lap(step=step, begins=(self._last - self._started) * 1000, ms=took))
        self.timings[step] = round(self.timings[step] + took, 2)
        self.timings["total"] = round((now - self._started) * 1000, 2)
        self._last = now
