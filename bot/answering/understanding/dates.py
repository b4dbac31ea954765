"""The date that a question means: 来年4月, 令和9年4月1日, 来年度, 2027年5月10日."""

from __future__ import annotations

import re
from datetime import date, timedelta

#: First year of an era, less one.
_ERAS = {"令和": 2018, "平成": 1988, "r": 2018}

_FULL = re.compile(
    r"(?:(?P<era>令和|平成|(?<![a-z])r)\s*(?P<era_year>\d{1,2}|元)|(?<!\d)(?P<year>20\d\d))"
    r"\s*(?:年度?|[-/.])"
    r"\s*(?:(?P<month>\d{1,2})\s*(?:月|[-/.])\s*(?:(?P<day>\d{1,2})\s*日?)?)?"
)
#: How many years from now.
_YEARS = {"再来年": 2, "来年": 1, "翌年": 1, "今年": 0, "去年": -1, "昨年": -1}
_YEAR_MONTH = re.compile(rf"({'|'.join(_YEARS)})の?\s*(\d{{1,2}})月(?:\s*(\d{{1,2}})日)?")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH = re.compile(rf"(?:\b{_NTH}\s+)?({'|'.join(_MONTHS)}),?\s+(?:{_NTH},?\s+)?(20\d\d)(?!\d)")


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
    if found := _YEAR_MONTH.search(text):
        return _day(today.year + _YEARS[found[1]], int(found[2]), int(found[3] or 1))
    fiscal = today.year if today.month >= 4 else today.year - 1
    if "再来年度" in text:
        return date(fiscal + 2, 4, 1)
    if "来年度" in text or "next fiscal year" in text:
        return date(fiscal + 1, 4, 1)
    if "昨年度" in text or "去年度" in text or "last fiscal year" in text:
        return date(fiscal, 3, 31)
    if "来月" in text or "next month" in text:
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return None


def _english(text: str) -> date | None:
    found = _ENGLISH.search(text)
    if found is None:
        return None
    before, month, after, year = found.groups()
    return _day(int(year), 1 + _MONTHS.index(month), int(before or after or 1))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
