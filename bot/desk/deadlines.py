"""When a ticket is due."""

from __future__ import annotations

from datetime import datetime, time, timedelta

_CLOSING = time(18)


def due(opened: datetime, business_days: int) -> datetime:
    """The end of the n-th business day after ``opened``, in the local time zone."""
    day = opened.astimezone().date()
    left = business_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return datetime.combine(day, _CLOSING).astimezone()
