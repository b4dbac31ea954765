"""Points in time: dates of every calendar, days of a month, times of day, weekdays."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.grounding.claim import Kind, Value

_ERA_BEFORE = {"令和": 2018, "r": 2018, "reiwa": 2018, "平成": 1988, "h": 1988, "heisei": 1988}
_ERA_BEFORE |= {"昭和": 1925, "s": 1925, "showa": 1925}
_ERA = (
    r"(?:(?P<era>令和|平成|昭和|(?<![a-z])[rhs]|reiwa|heisei"
    r"|showa)\s?\.?(?P<of_era>\d{1,2}|元)|(?P<year>(?:19|20)\d\d))"
)
_MONTH_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH_INITIALS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:%])"
_LAST = r"末日?|最終日"
_SAID_MONTH = r"毎月|各月|当月|同月|本月|今月|翌々月|翌月|来月|前々月|前月|先月"
_MONTH_VALUES: dict[str, int | str] = {
    **{"毎月": "every", "各月": "every", "翌々月": 2, "翌月": 1, "来月": 1, "前々月": -2},
    **{"前月": -1, "先月": -1},
}
_ENGLISH_MONTHS: dict[str, int | str] = {
    **{"each": "every", "every": "every", "following": 1, "next": 1, "previous": -1, "last": -1},
    **{"preceding": -1, "the": "", "that": 0, "this": 0, "same": 0, "current": 0},
}
_OF_MONTH = (
    r"(?:the )?(?P<which>each|every|following|next|previous|preceding|that|this"
    r"|same|current|the) (?P<second>second )?(?:calendar )?month"
)
_LAST_DAY = 31


class Point(NamedTuple):
    kind: Kind
    values: tuple[Value, ...]


def _era_year(found: re.Match[str]) -> int:
    if found["year"]:
        return int(found["year"])
    return _ERA_BEFORE[found["era"]] + (1 if found["of_era"] == "元" else int(found["of_era"]))


def _date(year: int | None, month: int, day: int | None) -> Point | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Point("date", (year, month, day))


def _full(found: re.Match[str]) -> Point | None:
    part = found.groupdict()
    day = _LAST_DAY if part.get("last") else int(part["day"]) if part.get("day") else None
    return _date(_era_year(found), int(found["month"]), day)


def _year(found: re.Match[str]) -> Point | None:
    return Point("date", (_era_year(found), None, None))


def _fiscal(found: re.Match[str]) -> Point | None:
    return Point("fiscal year", (_era_year(found),))


def _month_day(found: re.Match[str]) -> Point | None:
    part = found.groupdict()
    day = _LAST_DAY if part.get("last") else int(part["day"]) if part.get("day") else None
    return _date(None, int(found["month"]), day)


def _english(found: re.Match[str]) -> Point | None:
    part = found.groupdict()
    month = 1 + _MONTH_INITIALS.index(found["name"][:3])
    year = int(part["year"]) if part.get("year") else None
    return _date(year, month, int(part["day"]) if part.get("day") else None)


def _of_said_month(found: re.Match[str]) -> Point | None:
    day = _LAST_DAY if found["last"] else int(found["day"])
    return Point("day of month", (_MONTH_VALUES.get(found["said"], 0), day))


def _of_english_month(found: re.Match[str]) -> Point | None:
    part = found.groupdict()
    month: int | str = _ENGLISH_MONTHS[found["which"]]
    day = int(part["day"]) if part.get("day") else _LAST_DAY
    return Point("day of month", (None if month == "" else 2 if found["second"] else month, day))


def _last_of_month(found: re.Match[str]) -> Point | None:
    return Point("day of month", (None, _LAST_DAY))


def _said_day(found: re.Match[str]) -> Point | None:
    return Point("day of month", (None, int(found["day"])))


def _month_offset(found: re.Match[str]) -> Point | None:
    said = found[0]
    unit = next(name for char, name in _OFFSET_UNITS if char in said)
    step = -1 if said.startswith(("前", "previous", "preceding")) else 1
    return Point("month offset", (unit, step * (2 if "々" in said else 1)))


_OFFSET_UNITS = (
    *(("年度", "fiscal year"), ("年", "year"), ("月", "month"), ("週", "week")),
    *((name, name) for name in ("fiscal year", "month", "week", "year")),
)

_AFTERNOON = re.compile(r"午後|夕方|夜|晩|p\.?m\.?")
_MORNING = re.compile(r"午前|朝|a\.?m\.?")


def _clock(found: re.Match[str]) -> Point | None:
    part = found.groupdict()
    hour = int(found["hour"])
    minute = 30 if part.get("half") else int(part.get("minute") or 0)
    said = f"{part.get('before') or ''}{part.get('after') or ''}"
    if _AFTERNOON.search(said) and hour < 12:
        hour += 12
    elif _MORNING.search(said) and hour == 12:
        hour = 0
    if hour > 30 or minute > 59:
        return None
    return Point("clock", (60 * hour + minute,))


def _noon(found: re.Match[str]) -> Point | None:
    return Point("clock", (12 * 60,))


_WEEKDAYS = "月火水木金土日"
_WEEKDAY_INITIALS = "mon tue wed thu fri sat sun".split()


def _weekday(found: re.Match[str]) -> Point | None:
    said = found[0]
    if said[0] in _WEEKDAYS:
        return Point("weekday", (said[0],))
    return Point("weekday", (_WEEKDAYS[_WEEKDAY_INITIALS.index(said[:3])],))


_DAY_PART = r"(?:(?P<before>午前|午後|朝|夕方|夜|晩)の?\s?)?"
_AM_PM = r"(?:\s?(?P<after>[ap]\.?m\b\.?))"

#: In this order: what an earlier one matches is not seen by later ones.
PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Point | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"{_ERA}\s?(?:年|[./-])\s?(?P<month>\d{{1,2}})\s?(?:月|[./-])\s?"
            rf"(?:(?P<day>\d{{1,2}})(?:日|(?!\d))|(?P<last>{_LAST}))",
            _full,
        ),
        (rf"{_ERA}年度", _fiscal),
        (rf"(?:\bfy|fiscal(?: year)?)\s?{_ERA}", _fiscal),
        (rf"{_ERA}年\s?(?P<month>\d{{1,2}})月(?:(?P<last>末)日?)?", _full),
        (rf"(?<![\d/]){_ERA}/(?P<month>\d{{1,2}})(?![\d/])", _full),
        (rf"\b(?P<name>{_MONTH_NAMES})\.? {_NTH}(?:,? (?P<year>(?:19|20)\d\d))?", _english),
        (
            rf"\b(?:the )?{_NTH} (?:of )?(?P<name>{_MONTH_NAMES})\b\.?,?(?: (?P<year>(?:19"
            rf"|20)\d\d))?",
            _english,
        ),
        (rf"\b(?P<name>{_MONTH_NAMES}),? (?P<year>(?:19|20)\d\d)\b", _english),
        (rf"{_ERA}年(?!間|以|未)", _year),
        (
            rf"(?<![\d/])(?<![^毎翌同]年)(?<!^年)(?P<month>\d{{1,2}})月の?\s?(?:(?P<day>\d{{1,2}})日"
            rf"|(?P<last>{_LAST}|末))(?!間)",
            _month_day,
        ),
        (r"(?<![\d/.])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/.]|\s?の割合)", _month_day),
        (
            rf"(?P<said>{_SAID_MONTH})の?、?月?(?:(?P<day>\d{{1,2}})日(?!間|以内|前|後)"
            rf"|(?P<last>{_LAST}))",
            _of_said_month,
        ),
        (rf"\b(?:the )?{_NTH}(?: day)? of {_OF_MONTH}\b", _of_english_month),
        (rf"\b(?:the )?(?:end|last day) of {_OF_MONTH}\b", _of_english_month),
        (r"\bmonth[- ]end\b|月末日?|(?<!\d月)末日|月の?最終日", _last_of_month),
        (
            r"(?<![月\d.])(?P<day>\d{1,2})日(?=(?:に|が)?(?:給与|給料|賃金)?(?:を)?(?:支払"
            r"|振り?込|支給)|"
            r"の?締め?(?:切|日|、|で|と|に)|付け|が(?:会社の)?(?:休日|土|銀行))",
            _said_day,
        ),
        (
            r"(?<=[日り])(?:は、?|:\s?|が)(?P<day>\d{1,2})日(?!間|以内|以上|前|後|未満|を超)",
            _said_day,
        ),
        (
            r"\b(?:on |by |the )+(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! (?:time|child|year"
            r"|person|day))",
            _said_day,
        ),
        (r"(?<![\d/])(?<![^毎翌同]年)(?P<month>\d{1,2})月(?!間|[目日]|あたり|当たり)", _month_day),
        (
            r"\b(?P<name>january|february|april|june|july|august|september|october"
            r"|november|december"
            r"|(?<=in )(?:march|may)|(?<=of )(?:march|may))\b",
            _english,
        ),
        (
            rf"(?<![\d:.]){_DAY_PART}(?P<hour>\d{{1,2}})(?=〜(?:翌)?\d{{1,2}}(?:時(?!間)|:\d\d))",
            _clock,
        ),
        (
            rf"(?<![\d:.]){_DAY_PART}(?P<hour>\d{{1,2}})時(?!間|短|期|点|給|代|効)"
            r"(?:(?P<minute>\d{1,2})分|(?P<half>半))?",
            _clock,
        ),
        (
            rf"(?<![\d:.]){_DAY_PART}(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?![\d:]){_AM_PM}?",
            _clock,
        ),
        (rf"(?<![\d:.])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?{_AM_PM}", _clock),
        (r"正午|\bnoon\b|\bmidday\b", _noon),
        (
            r"(?:翌々|翌|前々|前|来)(?:年度|月|年|週)(?!度?[一二三四五六七八九十\d]|[間日])"
            r"|\b(?:following|next|previous|preceding) (?:fiscal year|month|year|week)\b",
            _month_offset,
        ),
        (
            r"(?<!年)[月火水木金土日]曜日?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri"
            r"|sat(?:ur)?|sun)days?\b",
            _weekday,
        ),
    )
)
