"""What is simulated, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk.ticket import Ticket
from evals.loop.asking import Asked
from evals.loop.needs import Asking, Need, Wordings
from evals.loop.told import Lost

#: A Monday; what is drawn falls on the same days each time.
FIRST_DAY = date(2026, 8, 24)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is simulated."""

    needs: Sequence[Need]
    #: Drawn where None.
    stream: Sequence[Asking] | None
    first_day: date
    weeks: int
    questions: int
    askers: int
    seed: int
    #: Business days from a question to the reply of staff.
    days_to_reply: int
    wordings: Wordings


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """What happened."""

    plan: Plan
    asked: tuple[Asked, ...]
    tickets: tuple[Ticket, ...]
    lost: Lost
    #: By colour, or "none" without a gate.
    gates: dict[str, int]
    published: dict[str, str]
    misjoined: tuple[tuple[int, str, str], ...]
    refused: dict[int, str]
