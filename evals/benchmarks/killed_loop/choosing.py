"""Chooses who does something with what; each text that is written is written once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

from bot.desk.proposal import Proposal
from bot.desk.ticket import Ticket
from evals.benchmarks.killed_loop.company import DECIDERS, STAFF
from evals.benchmarks.killed_loop.state import State

_Thing = TypeVar("_Thing")
#: The last that are worked on: who works on all at once finishes nothing.
_LAST = 6


@dataclass(frozen=True, kw_only=True)
class Choosing:
    home: Path
    chance: random.Random
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def number(self) -> int:
        """Another each time."""
        return next(self._numbers)

    def one(self, things: Sequence[_Thing]) -> _Thing | None:
        return self.chance.choice(things) if things else None

    def ticket(self, state: State, *statuses: str) -> Ticket | None:
        return self.one(state.tickets_in(*statuses)[-_LAST:])

    def proposal(self, state: State, status: str) -> Proposal | None:
        return self.one(state.proposals_in(status)[-_LAST:])

    def staff(self, ticket: Ticket | None = None) -> str:
        """Who has a ticket, else anybody of the staff."""
        owner = ticket.owner if ticket else None
        return owner if owner in STAFF else self.chance.choice(STAFF)

    def decider(self, proposal: Proposal) -> str:
        return self.chance.choice([name for name in DECIDERS if name != proposal.approver])
