"""Crashes at each step of what changes files and tells people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.desk import events, staging
from bot.desk.proposals import Proposals
from bot.wiring import Zeroji
from tests.bot.desk.proposals.states import sources


class Crash(BaseException):
    """The process dies here."""


class Power:
    """Goes out before the n-th step: a file written, an ingestion, an entry in the log."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Crash

    @property
    def left(self) -> int:
        return self._left

    @property
    def went_out(self) -> bool:
        return self._left < 0


def dying(zeroji: Zeroji, patched: pytest.MonkeyPatch, steps: int) -> tuple[Proposals, Power]:
    """Proposals whose process dies before that step."""
    power = Power(steps)

    def stepping(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any, **named: Any) -> Any:
            power.step()
            return work(*args, **named)

        return done

    def ingest(path: Any, author: str, note: str) -> dict[str, Any]:
        power.step()
        report = zeroji.ingest([path], author=author, note=note)
        power.step()
        return report

    patched.setattr(staging, "_replace", stepping(staging._replace))
    patched.setattr(events, "record", stepping(events.record))
    proposals = Proposals(
        zeroji.database,
        zeroji.library,
        zeroji.searcher,
        sources(zeroji, ingest),
        zeroji.desk.deadlines,
    )
    return proposals, power
