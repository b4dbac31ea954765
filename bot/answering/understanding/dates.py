"""The day whose rules a question means: 来年4月, 令和9年4月1日, 4月から, 12月10日に休みたい.

A date may also say since when somebody works, by when something is due, or when something happened:
then it is not sure that the rules of that day are meant, and none is.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

#: How sure it is of itself that a date is a day of rules: a bare month or day needs more words.
Kind = Literal["dated", "past", "bare day", "bare month"]

#: First year of an era, less one.
_ERAS = {"令和": 2018, "平成": 1988, "r": 2018}
_HALVES = {"上": 4, "下": 10}
_FULL = re.compile(
    r"(?:(?P<era>令和|平成|(?<![a-z])r)\s*(?P<era_year>\d{1,2}|元)|(?<!\d)(?P<year>20\d\d))"
    r"\s*(?:(?P<fiscal>年度)(?:の?(?P<half>[上下])(?:半)?期)?|年|[-/.])"
    r"\s*(?:(?P<month>\d{1,2})\s*(?:月|[-/.])\s*(?:(?P<day>\d{1,2})\s*日?)?)?"
)
#: How many years from now.
_YEARS = {"再来年": 2, "来年": 1, "翌年": 1, "今年": 0, "去年": -1, "昨年": -1}
_YEAR_MONTH = re.compile(rf"({'|'.join(_YEARS)})の?\s*(\d{{1,2}})月(?:\s*(\d{{1,2}})日)?")
_FISCAL = re.compile(
    r"(?<!一)(?P<which>再来|来|今|本|去|昨)年度(?:の?(?P<half>[上下])(?:半)?期)?"
    r"|\b(?P<english>next|last|this) fiscal year"
)
_FISCAL_YEARS = {"再来": 2, "来": 1, "next": 1, "今": 0, "本": 0, "this": 0}
_MONTH = re.compile(r"(?P<which>再?来月|今月末|先月|next month|last month)(?P<end>末)?")
#: How many months from now; 今月末 is in this one.
_AHEAD = {"来月": 1, "next month": 1, "再来月": 2, "先月": -1, "last month": -1}
_DAYS = re.compile(r"明日|明後日|あさって|来週|\btomorrow\b|\bnext week\b")
_BARE = re.compile(
    r"(?<![\d.年年度/-])(?<![来今去昨]年)(?<![来今去昨]年の)(?P<month>1[0-2]|[1-9])月(?:(?P<day>\d{1,2})日)?(?![分号])"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
_NAMES = "|".join(_MONTHS)
_ENGLISH = re.compile(rf"(?:\b{_NTH}\s+)?({_NAMES}),?\s+(?:{_NTH},?\s+)?(20\d\d)(?!\d)")
_BARE_ENGLISH = re.compile(
    rf"\b(?:(?P<from>from|starting(?: in)?|effective|as of)|on)\s+(?P<month>{_NAMES})\b"
    rf"(?!,?\s+20\d\d)(?:\s+{_NTH}(?!\d))?(?!,?\s+20\d\d)"
)

#: Since when somebody works, when they were born: what rules count from.
_SINCE = re.compile(
    r"^[^。、,?!]{0,10}?(?:入社|入職|採用|中途|就職|雇[いわ用]|着任|転職|生まれ(?!る)|誕生|卒業|働い|働き始|働いて|勤め"
    r"|勤務し|在籍|勤続|満?\d+歳|復職し|加入し|契約し)"
)
_SINCE_BEFORE = re.compile(
    r"\b(?:join(?:ed|ing)?|hired?s?|started|starting work|born|employed|since|was promoted)\b"
    r"[^.?!]{0,25}$"
    r"|(?:入社|採用|雇用|着任|入職|生年月|誕生)日?[はが]?\s*$"
)
_DUE = re.compile(
    r"^(?:の?[朝昼夕夜午前後中正]{0,2}\d{0,2}時?)?(?:まで(?!の規|のルール)|迄|締め?|〆|必着|以前|分|が(?:期限|締|〆)"
    r"|付け?の(?:通達|お知らせ|文書|メール))"
    r"|^(?:へ|に)?(?:は|も)?[^。、?]{0,6}?(?:繰り?越|持ち?越|回[せしす])"
)
_DUE_ENGLISH = re.compile(r"\b(?:by|until|before|due|over|over to|into)\s+(?:the\s+)?$")
_TO_ANOTHER = re.compile(r"^(?:から|より|~|〜|～|-|と|や|、)\s*(?:翌年?の?)?\d{1,2}月")
_EVERY = re.compile(r"(?:毎年|例年|毎|条の|各年)\s*$")
#: Says that the rules of a past day are asked for.
_OF_THEN = re.compile(r"^の?(?:時点|当時|現在|規[程則定]|ルール|基準|改[定正])|でした")
_FROM = re.compile(r"^(?:以降|以後|から|より|になったら)")
_HAPPENED = re.compile(r"(?<!で)(?<!まし)[しっいんきけれえみ][ただ](?![いらくっ])|ました")
_HAPPENED_ENGLISH = re.compile(
    r"\b(?:i|we|he|she|they)\s+(?:\w+ed|went|got|had|took|made)\b[^.?!]*$"
)
_GOES_ON = re.compile(r"て(?:い|お)?(?:る|ます|た|ました)|中です")
_INTENDS = re.compile(
    r"^に[^。?]*?(?:たい|ます|予定|つもり|(?:休|行|出張|出発|結婚|退職|取).{0,4}[るむく])"
)
_CLAUSE_END = re.compile(r"[。?!]|\.\s")


@dataclass(frozen=True, kw_only=True)
class _Named:
    """A date in a text."""

    day: date | None
    start: int
    end: int
    kind: Kind = "dated"


def date_meant(text: str, today: date) -> date | None:
    """The day whose rules normalised text means, the first of a month or year that it names.

    None when it names none, or when it is not sure that the rules of that day are meant.
    """
    named = sorted(_named(text, today), key=lambda one: one.start)
    found = (one.day for one in named if one.day and _is_of_rules(one, text, today))
    return next(found, None)


def _named(text: str, today: date) -> Iterator[_Named]:
    for find in (_full, _relative, _fiscal, _months, _days, _bare, _english):
        yield from find(text, today)


def _is_of_rules(named: _Named, text: str, today: date) -> bool:
    """Whether the rules of a date are meant, by the words around it."""
    assert named.day is not None
    before, after = text[: named.start], text[named.end :]
    clause = after[: end.start()] if (end := _CLAUSE_END.search(after)) else after
    if _SINCE.match(clause) or _SINCE_BEFORE.search(before):
        return False
    if _DUE.match(clause) or _DUE_ENGLISH.search(before) or _EVERY.search(before):
        return False
    of_then = bool(_OF_THEN.search(clause))
    if named.kind == "bare month":
        goes_on = _TO_ANOTHER.match(clause) or _GOES_ON.search(clause)
        return bool(_FROM.match(clause)) and not goes_on and not _HAPPENED.search(clause)
    if named.kind == "bare day":
        forward = _FROM.match(clause) or _INTENDS.match(clause)
        past = _TO_ANOTHER.match(clause) or _GOES_ON.search(clause) or _HAPPENED.search(clause)
        return bool(forward) and not past
    if named.kind == "past":
        return of_then
    happened = _HAPPENED.search(clause) or _HAPPENED_ENGLISH.search(before)
    return named.day >= today or of_then or not happened


def _full(text: str, today: date) -> Iterator[_Named]:
    for found in _FULL.finditer(text):
        year = int(found["year"]) if found["year"] else _era_year(found["era"], found["era_year"])
        if found["month"]:
            day = _day(year, int(found["month"]), int(found["day"] or 1))
            yield _Named(day=day, start=found.start(), end=found.end())
        elif found["fiscal"]:
            day = _of_fiscal(year, found["half"], today)
            yield _Named(day=day, start=found.start(), end=found.end())


def _era_year(era: str, year: str) -> int:
    return _ERAS[era] + (1 if year == "元" else int(year))


def _relative(text: str, today: date) -> Iterator[_Named]:
    for found in _YEAR_MONTH.finditer(text):
        day = _day(today.year + _YEARS[found[1]], int(found[2]), int(found[3] or 1))
        yield _Named(day=day, start=found.start(), end=found.end())


def _fiscal(text: str, today: date) -> Iterator[_Named]:
    for found in _FISCAL.finditer(text):
        years = _FISCAL_YEARS.get(found["which"] or found["english"], -1)
        day = _of_fiscal(_fiscal_year(today) + years, found["half"], today)
        yield _Named(day=day, start=found.start(), end=found.end())


def _fiscal_year(today: date) -> int:
    return today.year if today.month >= 4 else today.year - 1


def _of_fiscal(year: int, half: str | None, today: date) -> date | None:
    """A day of a year from April: its first, its last when it is over, none of the present one."""
    begins = _day(year, _HALVES[half] if half else 4, 1)
    if begins is None:
        return None
    ends = begins + timedelta(days=182 if half else 364)
    if begins > today:
        return begins
    return None if ends >= today else date(ends.year, ends.month, _last(ends.year, ends.month))


def _months(text: str, today: date) -> Iterator[_Named]:
    for found in _MONTH.finditer(text):
        which, kind = found["which"], _kind_of_month(found["which"])
        first = _first_of_month(today, _AHEAD.get(which, 0))
        at_end = kind == "past" or which == "今月末" or found["end"]
        day = first.replace(day=_last(first.year, first.month)) if at_end else first
        yield _Named(day=day, start=found.start(), end=found.end(), kind=kind)


def _kind_of_month(which: str) -> Kind:
    return "past" if _AHEAD.get(which, 0) < 0 else "dated"


def _first_of_month(today: date, ahead: int) -> date:
    months = today.year * 12 + today.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _days(text: str, today: date) -> Iterator[_Named]:
    for found in _DAYS.finditer(text):
        match found.group():
            case "明日" | "tomorrow":
                days = 1
            case "明後日" | "あさって":
                days = 2
            case _:
                days = 7 - today.weekday()
        yield _Named(day=today + timedelta(days=days), start=found.start(), end=found.end())


def _bare(text: str, today: date) -> Iterator[_Named]:
    """A month or day without its year: the next one."""
    for found in _BARE.finditer(text):
        day = _next(int(found["month"]), int(found["day"] or 1), today)
        kind: Kind = "bare day" if found["day"] else "bare month"
        yield _Named(day=day, start=found.start(), end=found.end(), kind=kind)
    for found in _BARE_ENGLISH.finditer(text):
        nth = found[3]
        if nth or found["from"]:
            day = _next(1 + _MONTHS.index(found["month"]), int(nth or 1), today)
            yield _Named(day=day, start=found.start(), end=found.end())


def _next(month: int, day: int, today: date) -> date | None:
    this_year = _day(today.year, month, day)
    return this_year if this_year and this_year >= today else _day(today.year + 1, month, day)


def _english(text: str, today: date) -> Iterator[_Named]:
    for found in _ENGLISH.finditer(text):
        before, month, after, year = found.groups()
        day = _day(int(year), 1 + _MONTHS.index(month), int(before or after or 1))
        yield _Named(day=day, start=found.start(), end=found.end())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
