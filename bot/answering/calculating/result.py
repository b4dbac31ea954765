"""How what was worked out reads, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from knowledge import dates
from knowledge.dates import Style

_WEEKDAYS = "月火水木金土日"
#: Unit → how an amount of it reads in Japanese and in English.
_UNITS = {
    "yen": ("円", "yen"),
    "day": ("日", "days"),
    "hour": ("時間", "hours"),
    "month": ("か月", "months"),
    "泊": ("泊", "nights"),
    "回": ("回", "times"),
    "人": ("人", "people"),
    "km": ("km", "km"),
    "件": ("件", "items"),
    "個": ("個", "pieces"),
    "枚": ("枚", "sheets"),
    "食": ("食", "meals"),
    "部": ("部", "copies"),
}


@dataclass(frozen=True, kw_only=True)
class Result:
    ja: str
    en: str
    #: Of the quoted texts from which its values are.
    citations: tuple[int, ...]


def amount(value: Fraction, unit: str) -> tuple[str, str]:
    """``28,000円``, ``28,000 yen``."""
    shown = f"{int(value):,}" if value.denominator == 1 else f"{float(value):,g}"
    ja, en = _UNITS.get(unit, (unit, unit))
    if value == 1 and en in ("days", "hours", "months", "nights", "times", "items", "pieces"):
        en = en[:-1]
    return f"{shown}{ja}", f"{shown} {en}"


def day(value: date, on: date | None, style: Style) -> tuple[str, str]:
    """``12月7日(月)``, ``Monday 7 December``; with the year where it is not that of ``on``."""
    ja = f"{value.month}月{value.day}日({_WEEKDAYS[value.weekday()]})"
    en = f"{value:%A} {value.day} {value:%B}"
    if on is not None and value.year == on.year:
        return ja, en
    return f"{dates.year_of(value, style)}{ja}", f"{en} {value.year}"
