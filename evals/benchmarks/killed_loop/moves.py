"""The moves of the loop: what somebody can do now."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from evals.benchmarks.killed_loop import asking, changing
from evals.benchmarks.killed_loop.choosing import Choosing
from evals.benchmarks.killed_loop.people import Move
from evals.benchmarks.killed_loop.state import State

_Think = Callable[[Choosing, State], Move | None]
#: Each kind, and how often it comes where nothing certain is wanted.
_KINDS: dict[str, tuple[_Think, int]] = {
    "ask": (asking.ask, 10),
    "claim": (asking.claim, 4),
    "note": (asking.note, 3),
    "reply": (asking.reply, 8),
    "hand over": (asking.hand_over, 2),
    "split": (asking.split, 2),
    "dismiss": (asking.dismiss, 1),
    "reopen": (asking.reopen, 1),
    "propose": (changing.propose, 8),
    "revise": (changing.revise, 1),
    "check again": (changing.check_again, 6),
    "reject": (changing.reject, 1),
    "approve": (changing.approve, 8),
    "take back": (changing.take_back, 2),
}


class Moves:
    def __init__(self, home: Path, chance: random.Random) -> None:
        self._chance = chance
        self._choosing = Choosing(home=home, chance=chance)

    def next(self, kind: str, state: State) -> Move | None:
        """A move of a kind; None where there is nothing to make it with."""
        think, _ = _KINDS[kind]
        return think(self._choosing, state)

    def any(self, state: State, *besides: str) -> Move:
        """Whatever somebody may do now."""
        kinds = [kind for kind in _KINDS if kind not in besides]
        weights = [_KINDS[kind][1] for kind in kinds]
        while True:
            kind = self._chance.choices(kinds, weights)[0]
            if (move := self.next(kind, state)) is not None:
                return move
