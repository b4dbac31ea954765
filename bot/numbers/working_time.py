"""Business hours between two moments, for many tickets at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.business_days import BusinessHours, Calendar

_DAY = timedelta(days=1)


class WorkingTime:
    """Counts the business hours since a day; each day of the calendar is looked up once."""

    def __init__(self, first: date, last: date, calendar: Calendar, hours: BusinessHours) -> None:
        """For moments from ``first`` to ``last``; those outside count as at the nearest end."""
        self._first = first
        self._opens = hours.opens.hour * 3600 + hours.opens.minute * 60
        self._length = hours.closes.hour * 3600 + hours.closes.minute * 60 - self._opens
        self._before = [0]
        self._works: list[bool] = []
        for n in range((last - first).days + 1):
            works = calendar.is_business_day(first + n * _DAY)
            self._works.append(works)
            self._before.append(self._before[-1] + (self._length if works else 0))

    def hours(self, start: datetime, end: datetime) -> float:
        """Business hours from one moment to another; none where the other is not later."""
        return max(self._seconds(end) - self._seconds(start), 0) / 3600

    def _seconds(self, moment: datetime) -> int:
        local = moment.astimezone()
        day = (local.date() - self._first).days
        if day < 0:
            return 0
        if day >= len(self._works):
            return self._before[-1]
        passed = local.hour * 3600 + local.minute * 60 + local.second - self._opens
        today = min(max(passed, 0), self._length) if self._works[day] else 0
        return self._before[day] + today
