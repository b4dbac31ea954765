"""Days and deadlines as they are said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.outcomes import Language
from bot.slack.messages import wording

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_WEEKDAYS = "月火水木金土日"
#: Eras by the first day of each.
_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
)


def day(on: date, language: Language, *, in_eras: bool = False) -> str:
    """2026年4月1日 / 令和8年4月1日 / April 1, 2026"""
    if language == "en":
        return f"{on:%B} {on.day}, {on.year}"
    return f"{_year(on) if in_eras else f'{on.year}年'}{on.month}月{on.day}日"


def short_day(on: date, language: Language) -> str:
    """4月1日 / April 1"""
    return f"{on.month}月{on.day}日" if language == "ja" else f"{on:%B} {on.day}"


def due(at: datetime, now: datetime, language: Language) -> str:
    """11月25日（水）17:00（あと3時間）, by this machine's clock."""
    return f"{moment(at, language)}{_bracketed(lapse(at, now, language), language)}"


def moment(at: datetime, language: Language) -> str:
    """11月25日（水）17:00 / Wed, November 25, 17:00"""
    here = at.astimezone()
    if language == "en":
        return f"{here:%a, %B} {here.day}, {here:%H:%M}"
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


def _year(on: date) -> str:
    first, era = next((found for found in _ERAS if found[0] <= on), (None, ""))
    if first is None:
        return f"{on.year}年"
    number = on.year - first.year + 1
    return f"{era}{'元' if number == 1 else number}年"
