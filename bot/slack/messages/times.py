"""Days and deadlines as they are said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.outcomes import Language
from bot.slack.messages import wording
from knowledge import dates

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_WEEKDAYS = "月火水木金土日"


def short_day(on: date, language: Language) -> str:
    """4月1日 / 1 April"""
    return dates.day_and_month(on, language)


def due(at: datetime, now: datetime, language: Language) -> str:
    """11月25日（水）17:00（あと3時間）, by this machine's clock."""
    return f"{moment(at, language)}{_bracketed(lapse(at, now, language), language)}"


def moment(at: datetime, language: Language) -> str:
    """11月25日（水）17:00 / Wed 25 November, 17:00"""
    here = at.astimezone()
    if language == "en":
        return f"{here:%a} {here.day} {here:%B}, {here:%H:%M}"
    return f"{here.month}月{here.day}日（{_WEEKDAYS[here.weekday()]}）{here:%H:%M}"


def lapse(at: datetime, now: datetime, language: Language) -> str:
    """あと3時間 / 2時間超過"""
    key = "left" if at >= now else "late"
    return wording.text(key, language, time=_spell(abs(at - now), language))


def _bracketed(text: str, language: Language) -> str:
    return f"（{text}）" if language == "ja" else f" ({text})"


def _spell(length: timedelta, language: Language) -> str:
    """In whole minutes below an hour, hours below two days, else days; rounded down."""
    if length < _HOUR:
        count = max(length // timedelta(minutes=1), 1)
        return wording.text("minutes", language, count=count)
    if length < 2 * _DAY:
        return wording.text("hours", language, count=length // _HOUR)
    return wording.text("days", language, count=length // _DAY)
