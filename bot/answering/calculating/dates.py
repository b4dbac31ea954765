"""The day of which a question speaks: 12月10日に休みたい, 12月8日から10日まで出張."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.answering.calculating.question import Asked
from bot.grounding.claim import Claim

_PAST = re.compile(
    r"(?:まし|し|っ|ん)[ただ](?!ら|い)|[きいけえせべ]た(?!ら|い)|でした|\b(?:was|were|did"
    r"|bought|paid|came|moved"
    r"|got married|returned|ended)\b"
)
_TO = re.compile(
    r"^(?:に)?(?:から|〜|-|\s(?:to|until|through)\s)(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日?"
)
_NEAR = {"明日": 1, "あした": 1, "あす": 1, "明後日": 2, "あさって": 2, "昨日": -1, "きのう": -1}
_NEAR |= {"一昨日": -2, "おととい": -2, "tomorrow": 1, "yesterday": -1}
_NEAR_DAY = re.compile("|".join(sorted(_NEAR, key=len, reverse=True)))
#: A day without a year is not taken for one that is farther away: it may be meant the other way.
_FAR = timedelta(days=300)
_AND = re.compile(r"日(?:と|や|か|、|・|または|又は|及び)$")
_CLAUSE = re.compile(r"[、。?!\n]")
_SENTENCE = re.compile(r"[。?!\n]")


@dataclass(frozen=True, kw_only=True)
class Event:
    """A day, or the first and the last of several."""

    first: date
    last: date
    #: The clause that says what happens then, and its sentence.
    clause: str
    sentence: str
    #: Only the month is said; the days are its first and last.
    is_month: bool = False


def event(asked: Asked) -> Event | None:
    """The one day, or run of days, of the question; None where it names none, or several."""
    dated = [c for c in asked.claims if c.kind == "date" or _is_near_month(c)]
    if not dated:
        return _near(asked)
    days = [c for c in dated if _has_day(c)]
    if not days:
        return _month(asked, dated[0]) if len(dated) == 1 else None
    first, rest = days[0], days[1:]
    begins = _day(asked, first)
    to = _TO.match(asked.text[first.end :])
    others = [
        c for c in asked.claims if c.may_be_day_of_month and _AND.search(asked.text[: c.start])
    ]
    if begins is None or (rest and not to) or len(rest) > 1 or others:
        return None
    ends = _end(begins, to) if to else begins
    if ends is None:
        return None
    end = first.end + (to.end() if to else 0)
    return _event(asked, begins, ends, first.start, end)


def months_after(day: date, months: int) -> date:
    """The same day of a later or earlier month, or its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _is_near_month(claim: Claim) -> bool:
    """来月10日, 今月10日."""
    return claim.kind == "day of month" and claim.values[0] in (-1, 0, 1) and not claim.per


def _has_day(claim: Claim) -> bool:
    return claim.kind == "day of month" or (len(claim.values) == 3 and claim.values[2] is not None)


def _day(asked: Asked, claim: Claim) -> date | None:
    if claim.kind == "day of month":
        offset, day = claim.values
        base = months_after(asked.on.replace(day=1), int(str(offset)))
        return _date(base.year, base.month, int(str(day)))
    year, month, day = claim.values
    if month is None or day is None:
        return None
    if year is not None:
        return _date(int(str(year)), int(str(month)), int(str(day)))
    return _nearest(asked, claim, int(str(month)), int(str(day)))


def _nearest(asked: Asked, claim: Claim, month: int, day: int) -> date | None:
    """Of a day without a year: the last one where the clause is past, else the next."""
    clause = _around(asked.text, claim.start, claim.end, _CLAUSE)
    is_past = _PAST.search(clause) is not None
    years = (asked.on.year - 1, asked.on.year, asked.on.year + 1)
    found = [made for year in years if (made := _date(year, month, day))]
    if is_past:
        return max((d for d in found if asked.on - _FAR <= d <= asked.on), default=None)
    return min((d for d in found if asked.on <= d <= asked.on + _FAR), default=None)


def _end(begins: date, to: re.Match[str]) -> date | None:
    month = int(to["month"]) if to["month"] else begins.month
    year = begins.year + (month < begins.month)
    ends = _date(year, month, int(to["day"]))
    return ends if ends and ends >= begins else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(asked: Asked, claim: Claim) -> Event | None:
    """A month alone: 11月分の経費. The nearest one."""
    year, month = claim.values[0], claim.values[1]
    if month is None:
        return None
    years = [int(str(year))] if year else [asked.on.year + n for n in (-1, 0, 1)]
    firsts = [date(y, int(str(month)), 1) for y in years]
    first = min(firsts, key=lambda d: abs((d - asked.on).days))
    return _event(asked, first, last_of_month(first), claim.start, claim.end, is_month=True)


def _near(asked: Asked) -> Event | None:
    found = list(_NEAR_DAY.finditer(asked.text))
    if len(found) != 1:
        return None
    day = asked.on + timedelta(days=_NEAR[found[0][0]])
    return _event(asked, day, day, found[0].start(), found[0].end())


def _event(
    asked: Asked, first: date, last: date, start: int, end: int, *, is_month: bool = False
) -> Event:
    return Event(
        first=first,
        last=last,
        clause=_around(asked.text, start, end, _CLAUSE),
        sentence=_around(asked.text, start, end, _SENTENCE),
        is_month=is_month,
    )


def _around(text: str, start: int, end: int, boundary: re.Pattern[str]) -> str:
    """The clause or sentence in which a figure stands."""
    before = max((m.end() for m in boundary.finditer(text, 0, start)), default=0)
    after = boundary.search(text, end)
    return text[before : after.start() if after else len(text)]
