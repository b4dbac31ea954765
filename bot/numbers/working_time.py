"""Business hours between two moments, for many tickets at once."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta

from bot.business_days import BusinessHours, Calendar
from bot.numbers.weeks import beginning

_DAY = timedelta(days=1)


class WorkingTime:
    """Counts the business hours since a day; each day of the calendar is looked up once."""

    def __init__(self, first: date, last: date, calendar: Calendar, hours: BusinessHours) -> None:
        """For moments from ``first`` to ``last``; those outside count as at the nearest end."""
        #: When each day begins and its business hours do, in seconds since 1970.
        self._begins: list[float] = []
        self._opens: list[float] = []
        #: Seconds of business on each day, and on all before it.
        self._lengths: list[float] = []
        self._before = [0.0]
        for n in range((last - first).days + 1):
            day = first + n * _DAY
            opens = datetime.combine(day, hours.opens).timestamp()
            closes = datetime.combine(day, hours.closes).timestamp()
            length = closes - opens if calendar.is_business_day(day) else 0.0
            self._begins.append(beginning(day).timestamp())
            self._opens.append(opens)
            self._lengths.append(length)
            self._before.append(self._before[-1] + length)
        self._ends = beginning(last + _DAY).timestamp()

    def hours(self, start: float, end: float) -> float:
        """Business hours from one moment to another, both in seconds since 1970; none where the
        other is not later."""
        return max(self._seconds(end) - self._seconds(start), 0.0) / 3600

    def _seconds(self, moment: float) -> float:
        if moment >= self._ends:
            return self._before[-1]
        day = bisect_right(self._begins, moment) - 1
        if day < 0:
            return 0.0
        passed = moment - self._opens[day]
        return self._before[day] + min(max(passed, 0.0), self._lengths[day])
