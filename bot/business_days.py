"""Days on which the company works: no weekends, no national holidays, none of its own days off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

import jpholiday

_YEARLY = re.compile(r"(\d{1,2})-(\d{1,2})")
_DAY = timedelta(days=1)
#: Days off in a row that are believed; a year of them is a mistake of whoever set them.
_LONGEST_BREAK = 366


@dataclass(frozen=True, kw_only=True)
class DaysOff:
    """A day off or a run of them: of one year, or of every year."""

    first: date
    last: date
    is_yearly: bool = False

    def __contains__(self, day: date) -> bool:
        if not self.is_yearly:
            return self.first <= day <= self.last
        first, last, this = ((d.month, d.day) for d in (self.first, self.last, day))
        return first <= this <= last if first <= last else this >= first or this <= last


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Business days, as far as they are known."""

    #: The company's own days off, beside weekends and national holidays.
    days_off: tuple[DaysOff, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Calendar:
        """``2026-08-13..2026-08-14, 12-29..01-03``; days without a year are every year's.

        Raises ValueError that names the piece that is no day, and where no business day is left.
        """
        pieces = (piece.strip() for piece in text.split(","))
        calendar = cls(days_off=tuple(_days_off(piece) for piece in pieces if piece))
        calendar.moved(date(2000, 1, 1), 1)
        return calendar

    def is_business_day(self, day: date) -> bool:
        if day.weekday() >= 5 or jpholiday.is_holiday(day):
            return False
        return not any(day in off for off in self.days_off)

    def moved(self, day: date, by: int) -> date:
        """The ``by``-th business day after a day, or before it where ``by`` is negative.

        Raises ValueError when no day of a year is a business day.
        """
        step = _DAY if by > 0 else -_DAY
        for _ in range(abs(by)):
            day = self._following(day, step)
        return day

    def _following(self, day: date, step: timedelta) -> date:
        days = (day + step * n for n in range(1, _LONGEST_BREAK + 1))
        found = next(filter(self.is_business_day, days), None)
        if found is None:
            raise ValueError("No day of a year is a business day.")
        return found


@dataclass(frozen=True, kw_only=True)
class BusinessHours:
    """When the desk is open on a business day."""

    opens: time = time(9)
    closes: time = time(18)

    @classmethod
    def parse(cls, text: str) -> BusinessHours:
        """``09:00-18:00``. Raises ValueError."""
        try:
            opens, closes = (time.fromisoformat(part.strip()) for part in text.split("-"))
        except ValueError as problem:
            raise ValueError(f"“{text}” are no hours: write 09:00-18:00.") from problem
        if closes <= opens:
            raise ValueError(f"“{text}” ends before it begins.")
        return cls(opens=opens, closes=closes)


def _days_off(piece: str) -> DaysOff:
    first, *rest = (part.strip() for part in piece.split(".."))
    last = rest[-1] if rest else first
    yearly = _YEARLY.fullmatch(first) is not None
    if yearly != (_YEARLY.fullmatch(last) is not None):
        raise ValueError(f"“{piece}” does not name a year on both sides or on neither.")
    begins, ends = _day(first, piece), _day(last, piece)
    if not yearly and ends < begins:
        raise ValueError(f"“{piece}” ends before it begins.")
    return DaysOff(first=begins, last=ends, is_yearly=yearly)


def _day(text: str, piece: str) -> date:
    """A day; without a year one of a leap year, so that 02-29 is one."""
    try:
        if found := _YEARLY.fullmatch(text):
            return date(2000, int(found[1]), int(found[2]))
        return date.fromisoformat(text)
    except ValueError as problem:
        raise ValueError(
            f"“{piece}” is no day: write 2026-08-13, 12-29, or two of them with .. between."
        ) from problem
