"""The date that a question means: 来年4月, 令和9年4月1日, 来年度, 2027年5月10日."""

from __future__ import annotations

import re
from datetime import date, timedelta

#: First year of an era, less one.
_ERAS = {"令和": 2018, "平成": 1988, "r": 2018}

_FULL = re.compile(
    r"(?:(?P<era>令和|平成|r)\s*(?P<era_year>\d{1,2}|元)|(?P<year>20\d\d))\s*(?:年度?|[-/.])"
    r"\s*(?:(?P<month>\d{1,2})\s*(?:月|[-/.])\s*(?:(?P<day>\d{1,2})\s*日?)?)?"
)
_NEXT_YEAR_MONTH = re.compile(r"(来年|今年|翌年)の?\s*(\d{1,2})月(?:\s*(\d{1,2})日)?")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ENGLISH = re.compile(rf"({'|'.join(_MONTHS)})\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(20\d\d)")


def date_meant(text: str, today: date) -> date | None:
    """The day that normalised text names, the first of a month or year where it says no more.

    None when it names none: a bare 4月1日 may be any year's.
    """
    return _full(text) or _relative(text, today) or _english(text)


def _full(text: str) -> date | None:
    for found in _FULL.finditer(text):
        year = int(found["year"]) if found["year"] else _era_year(found["era"], found["era_year"])
        fiscal = "年度" in found.group()
        month = int(found["month"]) if found["month"] else (4 if fiscal else 1)
        if found["month"] or fiscal:
            return _day(year, month, int(found["day"] or 1))
    return None


def _era_year(era: str, year: str) -> int:
    return _ERAS[era] + (1 if year == "元" else int(year))


def _relative(text: str, today: date) -> date | None:
    if found := _NEXT_YEAR_MONTH.search(text):
        year = today.year + (0 if found[1] == "今年" else 1)
        return _day(year, int(found[2]), int(found[3] or 1))
    fiscal = today.year if today.month >= 4 else today.year - 1
    if "来年度" in text or "next fiscal year" in text:
        return date(fiscal + 1, 4, 1)
    if "昨年度" in text or "去年度" in text or "last fiscal year" in text:
        return date(fiscal, 3, 31)
    if "来月" in text or "next month" in text:
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return None


def _english(text: str) -> date | None:
    found = _ENGLISH.search(text)
    return _day(int(found[3]), 1 + _MONTHS.index(found[1]), int(found[2] or 1)) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
