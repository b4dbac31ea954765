"""When a ticket is due."""

from __future__ import annotations

from datetime import datetime, time

from bot.business_days import Calendar

_CLOSING = time(18)


def due(opened: datetime, business_days: int, calendar: Calendar) -> datetime:
    """The end of the n-th business day after ``opened``, in the local time zone."""
    day = calendar.moved(opened.astimezone().date(), business_days)
    return datetime.combine(day, _CLOSING).astimezone()
