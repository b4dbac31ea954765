"""What a sentence claims in figures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "money",
    "share",
    "duration",
    "age",
    "clock",
    "date",
    "fiscal year",
    "day of month",
    "month offset",
    "weekday",
    "ordinal",
    "count",
    "number",
    "code",
]
#: ``at most`` and ``at least`` take their end in, ``under`` and ``over`` do not. Of a point in
#: time, まで and から are ``at most`` and ``at least``.
Bound = Literal["at most", "under", "at least", "over", "about", ""]
#: Of a duration: 3日前, 3日後, 3日ごと.
Side = Literal["before", "after", "every", ""]

#: Kinds that are points in time.
POINTS = frozenset({"clock", "date", "fiscal year", "day of month", "month offset", "weekday"})

Value = Fraction | int | str | None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A figure, what it counts, how it is bounded, and where it stands in a :func:`plain` text."""

    kind: Kind
    #: One amount in the base unit; of a date its year, month and day, None where not said; of a
    #: day of a month the month (0 this, 1 the next, "every", None not said) and the day, 31 the
    #: last.
    values: tuple[Value, ...]
    #: ``yen``, ``minute``, ``day``, ``business day``, ``month``, or the counter: ``回``.
    unit: str
    shown: str
    start: int
    end: int
    bound: Bound = ""
    side: Side = ""
    #: What it is counted by: ``day`` in 1日につき250円; empty when not said.
    per: str = ""
    #: Whether a bare 25日 may be a day of the month as well as a number of days.
    may_be_day_of_month: bool = False
