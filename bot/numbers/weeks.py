"""Weeks of the local time zone; each begins on a Monday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


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
        return datetime.combine(self.mondays[-1], time()).astimezone()


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(moment: datetime) -> date:
    """The Monday of the week in which it happened here."""
    return monday(moment.astimezone().date())
