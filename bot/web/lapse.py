"""How long it is until a moment, or since, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.web.messages import Translate

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def due_in(due: datetime, at: datetime, text: Translate) -> str:
    """あと3時間 / 2時間超過"""
    key = "queue.left" if due >= at else "queue.late"
    return text(key, time=spell(abs(due - at), text))


def age(opened: datetime, at: datetime, text: Translate) -> str:
    """3日前"""
    return text("queue.ago", time=spell(max(at - opened, timedelta()), text))


def spell(length: timedelta, text: Translate) -> str:
    """In whole minutes below an hour, hours below two days, else days; rounded down."""
    if length < _HOUR:
        return text("queue.minutes", count=max(length // timedelta(minutes=1), 1))
    if length < 2 * _DAY:
        return text("queue.hours", count=length // _HOUR)
    return text("queue.days", count=length // _DAY)
