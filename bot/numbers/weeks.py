"""Weeks of the local time zone; each begins on a Monday."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """The last weeks, this one included."""

    #: Mondays, the newest first.
    mondays: tuple[date, ...]

    @classmethod
    def until(cls, today: date, count: int) -> Weeks:
        this = monday(today)
        return cls(mondays=tuple(this - timedelta(weeks=n) for n in range(count)))

    @property
    def start(self) -> datetime:
        return beginning(self.mondays[-1])

    def at(self, moment: float | None) -> date | None:
        """The Monday of the week of a moment, in seconds since 1970; None where it is none of
        these weeks."""
        if moment is None:
            return None
        week = bisect_right(self._bounds, moment)
        return self.mondays[-week] if 0 < week < len(self._bounds) else None

    @cached_property
    def _bounds(self) -> list[float]:
        """When each begins, the oldest first, and when the last one ends."""
        days = [*self.mondays[::-1], self.mondays[0] + timedelta(weeks=1)]
        return [beginning(day).timestamp() for day in days]


def beginning(day: date) -> datetime:
    """The moment in which a day begins here."""
    return datetime.combine(day, time()).astimezone()


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(moment: datetime) -> date:
    """The Monday of the week in which it happened here."""
    return monday(moment.astimezone().date())
