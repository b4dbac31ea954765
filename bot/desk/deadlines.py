"""When a ticket is due: so many business hours after it was opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.business_days import BusinessHours, Calendar

_NONE = timedelta()


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """Business time in the local time zone. Moments that are given and returned are aware of
    theirs."""

    #: Business days until a ticket is due.
    days: int
    calendar: Calendar = field(default_factory=Calendar)
    hours: BusinessHours = field(default_factory=BusinessHours)

    def due(self, opened: datetime) -> datetime:
        """Friday 15:00 and two days of 9 to 18 is Tuesday 15:00. Outside of business hours it
        counts from when they next begin."""
        return self.later(opened, self.days * self._day)

    def later(self, moment: datetime, by: timedelta) -> datetime:
        """The moment until which ``by`` of business time has gone by."""
        for opens, closes in self._spells(moment):
            if by <= closes - opens:
                return (opens + by).astimezone()
            by -= closes - opens
        raise AssertionError("business days never end")

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """The business time from one moment to another; none where the other is not later."""
        end = _local(end)
        worked = _NONE
        for opens, closes in self._spells(start):
            if opens >= end:
                break
            worked += min(closes, end) - opens
        return worked

    @property
    def _day(self) -> timedelta:
        """The business time of a day."""
        return _on(date.min, self.hours.closes) - _on(date.min, self.hours.opens)

    def _spells(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The business hours of each day from a moment on, in local time without its zone."""
        begins = _local(moment)
        day = begins.date()
        if not self.calendar.is_business_day(day) or begins >= _on(day, self.hours.closes):
            day = self.calendar.moved(day, 1)
        while True:
            yield max(begins, _on(day, self.hours.opens)), _on(day, self.hours.closes)
            day = self.calendar.moved(day, 1)


def _local(moment: datetime) -> datetime:
    return moment.astimezone().replace(tzinfo=None)


def _on(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour)
