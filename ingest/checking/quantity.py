"""A figure and what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "money",
    "percent",
    "minutes",
    "days",
    "working days",
    "months",
    "age",
    "clock",
    "date",
    "month",
    "day of month",
    "distance",
    "count",
]
#: Before or after an event, or neither; ``within`` may be either of the last two: 3営業日以内. An
#: interval is ``every``: 6か月に1回.
Side = Literal["before", "after", "within", "every", ""]
#: 以上 and 超 set a threshold from below, 未満 from above; 以内 and まで set a limit, から begins.
Bound = Literal["at least", "less", "more", "limit", "from", ""]

#: Kinds that are points in time.
POINTS = frozenset({"clock", "date", "month", "day of month"})


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A figure, what it counts and where it stands in a :func:`normal` text."""

    kind: Kind
    #: Yen, percent, minutes, days, months (an age too), km or pieces; times of day in minutes,
    #: dates as month × 100 + day, the last day of a month as 31.
    value: float
    #: As written, after normalisation: ``15000円``, ``前日``.
    shown: str
    start: int
    end: int
    #: The counter of a count: 回, 人, 枚.
    counter: str = ""
    side: Side = ""
    bound: Bound = ""
    #: What it is counted by: ``day`` in 1日につき250円; empty when not said.
    per: str = ""
