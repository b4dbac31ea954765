"""Days that a rule counts from one in the question: 3 business days before, within 14 days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from bot.answering.calculating.actions import agree
from bot.answering.calculating.conditions import fits, unsaid_case
from bot.answering.calculating.dates import Event, event, last_of_month, months_after
from bot.answering.calculating.happenings import is_same, names_any
from bot.answering.calculating.question import Asked
from bot.answering.calculating.result import Result, day
from bot.answering.calculating.stated import Stated
from bot.business_days import Calendar
from bot.grounding.claim import Claim

_ASKS = re.compile(
    r"いつまで|いつ迄|何日まで|何日の|何月何日|締め?切|〆切|期限|いつ(?:頃|ごろ)?(?:に|から"
    r"|申請|提出|出せ|出す|言え|言う|連絡)"
    r"|間に合|\bdeadline\b|\bby when\b|\bdue\b|how late|latest|when (?:do|should|must|is)"
)
#: The day is that of the application itself, or of what the rule does not count from.
_OTHERWISE = re.compile(
    r"^(?:に|までに|で)?(?:申請|提出|申し込|届け?出|連絡|報告)(?:して|し[たま]|する|すれば"
    r"|した)|締め|までに(?:ほしい|欲しい)"
)
#: What a rule counts from: 結婚した日から, 終了後, 利用日より.
_FROM = re.compile(
    r"(?P<what>[^、。]{1,24}?)(?:から|後|より|以後)(?:起算して|数えて)?(?:、遅くとも)?$"
)
_INCLUDED = re.compile(r"起算|当日を(?:含|算入)|を1日目|初日を(?:含|算入)|を含め")
_CONDITIONAL = re.compile(
    r"以上(?!前)|超え|未満|以降|場合を除|連続して?\d|やむを得|緊急|\d+日間?以上"
)
_BOUNDARY = re.compile(r"[、。?!\n]")
_CLOSING = re.compile(r"締め(?!切)|〆日|締日")
_BUSINESS = ("business day",)
#: No rule counts more days or months.
_FARTHEST = 1000
_OF_MONTHS = ("the same month", "the next month", "the month after the next")
_STEPS = ("day", "month", *_BUSINESS)


@dataclass(frozen=True, kw_only=True)
class _Due:
    day: date
    ja: str
    en: str
    notes_ja: tuple[str, ...]
    notes_en: tuple[str, ...]
    citation: int
    #: What the rule holds for, where the question does not say it.
    case: tuple[str, str] = ("", "")


def due(asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """The last day that a quoted rule gives for the day in the question; one, or none."""
    if not _ASKS.search(asked.text):
        return []
    happening = event(asked)
    if happening is None:
        return []
    if any(_is_conditional(one) for one in lines):
        return []
    doing = _asking_clause(asked.text)
    found = [due for one in lines for due in _dues(asked, happening, one, doing)]
    if len({due.day for due in found}) != 1:
        return []
    return [_told(found[0], asked)]


def _is_conditional(stated: Stated) -> bool:
    """Whether a line gives a day for some cases only, which the question may or may not be."""
    has_day = any(c.side == "before" or c.bound == "at most" for c in stated.line.claims)
    return has_day and _CONDITIONAL.search(stated.line.text) is not None


def _asking_clause(text: str) -> str:
    """The clause of a question that asks by when."""
    found = _ASKS.search(text)
    if found is None:
        return text
    before = max((m.end() for m in _BOUNDARY.finditer(text, 0, found.start())), default=0)
    after = _BOUNDARY.search(text, found.end())
    return text[before : after.start() if after else len(text)]


def _dues(asked: Asked, happening: Event, stated: Stated, doing: str) -> Iterator[_Due]:
    line = stated.line
    for claim in line.claims:
        own = stated.said_of(claim)
        if not fits(own, line.context, asked.text, asked.profile, anybody=True):
            continue
        if not agree(doing, line.text[claim.end :], line.whole):
            continue
        if claim.kind == "day of month":
            due = _of_month(asked, happening, stated, claim)
        elif claim.kind == "duration" and claim.unit in _STEPS:
            due = _counted(asked, happening, stated, claim)
        else:
            due = None
        if due:
            yield replace(due, case=unsaid_case(own, line.context, asked.text))


def _counted(asked: Asked, happening: Event, stated: Stated, claim: Claim) -> _Due | None:
    if happening.is_month:
        return None
    if claim.side == "before":
        return _before(asked, happening, stated, claim)
    return _after(asked, happening, stated, claim) if claim.bound == "at most" else None


def _before(asked: Asked, happening: Event, stated: Stated, claim: Claim) -> _Due | None:
    text = stated.line.text
    clock, hour = _clock(stated, claim)
    if (claim.bound != "at most" and not clock) or _INCLUDED.search(text):
        return None
    before = text[: claim.start]
    phrase = _phrase(before)
    if not is_same(phrase if names_any(phrase) else text, happening):
        return None
    if "変更後" in phrase or _begins_elsewhere(phrase, happening):
        return None
    if _OTHERWISE.search(happening.clause[_length_of_day(happening.clause) :]):
        return None
    found = _moved(happening.first, claim, -1, asked.calendar)
    if found is None:
        return None
    shown = claim.shown if claim.shown.startswith("前") else f"{claim.shown}前"
    ja, en = day(happening.first, asked.on, asked.style(stated.citation))
    counted = _counting(claim, asked.calendar)
    return _Due(
        day=found,
        ja=f"{ja}の{shown} = {{}}{clock}まで",
        en=f"{_english(claim)} before {en} = {{}}{hour and f', {hour}'}",
        notes_ja=counted[0],
        notes_en=counted[1],
        citation=stated.citation,
    )


def _after(asked: Asked, happening: Event, stated: Stated, claim: Claim) -> _Due | None:
    text = stated.line.text
    start = _FROM.search(text[: claim.start])
    is_after = text.startswith(("後", "経過"), claim.end)
    if start is None or is_after or not is_same(start["what"], happening):
        return None
    begins = happening.last
    included = _INCLUDED.search(text) is not None
    found = _moved(begins - timedelta(days=included), claim, 1, asked.calendar)
    if found is None or (included and claim.unit in _BUSINESS):
        return None
    counted = _counting(claim, asked.calendar)
    first = ("当日を1日目として数えています", "that day is counted")
    second = ("翌日から数えています", "counted from the day after")
    basis = first if included else second
    ja, en = day(begins, asked.on, asked.style(stated.citation))
    return _Due(
        day=found,
        ja=f"{ja}から{claim.shown}以内 = {{}}まで",
        en=f"Within {_english(claim)} of {en} = by {{}}",
        notes_ja=(basis[0], *counted[0]),
        notes_en=(basis[1], *counted[1]),
        citation=stated.citation,
    )


def _of_month(asked: Asked, happening: Event, stated: Stated, claim: Claim) -> _Due | None:
    """翌月5日まで, of the month in which the day is."""
    offset, of_month = claim.values
    if offset not in (0, 1, 2) or claim.bound != "at most" or not isinstance(of_month, int):
        return None
    if _CLOSING.search(stated.line.whole) or not is_same(stated.line.text, happening):
        return None
    base, until = happening.first, happening.last
    if (base.year, base.month) != (until.year, until.month):
        return None
    month = months_after(base.replace(day=1), int(str(offset)))
    last = last_of_month(month)
    if last.day < of_month < 31:
        return None
    ja, en = (
        (f"{base.month}月", f"{base:%B}")
        if happening.is_month
        else day(base, asked.on, asked.style(stated.citation))
    )
    return _Due(
        day=month.replace(day=min(of_month, last.day)),
        ja=f"{ja}の{claim.shown} = {{}}まで",
        en=f"{en}, by {_day_of_month(of_month)} of {_OF_MONTHS[int(str(offset))]} = by {{}}",
        notes_ja=(),
        notes_en=(),
        citation=stated.citation,
    )


def _moved(start: date, claim: Claim, direction: int, calendar: Calendar) -> date | None:
    value = claim.values[0]
    if not isinstance(value, Fraction) or value.denominator != 1 or not 0 <= value <= _FARTHEST:
        return None
    size = int(value) * direction
    if claim.unit == "month":
        return months_after(start, size)
    if claim.unit == "day":
        return start + timedelta(days=size)
    found = calendar.moved(start, size)
    return None if _crosses_new_year(start, found, calendar) else found


def _crosses_new_year(one: date, other: date, calendar: Calendar) -> bool:
    """Whether business days lie between that nearly every company has off, and none are set."""
    first, last = min(one, other), max(one, other)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return any(
        ((d.month, d.day) >= (12, 29) or (d.month, d.day) <= (1, 3)) and calendar.is_business_day(d)
        for d in days
    )


def _begins_elsewhere(phrase: str, happening: Event) -> bool:
    """Whether the rule counts from the end of what only begins on the day, where it lasts."""
    return bool(re.search(r"終了|最終日|満了|末日", phrase)) and happening.first != happening.last


def _clock(stated: Stated, claim: Claim) -> tuple[str, str]:
    """The time of day up to which it is on that day, in both languages: 前日の17時まで."""
    for other in stated.line.claims:
        if other.kind == "clock" and 0 <= other.start - claim.end <= 2 and other.bound == "at most":
            minutes = int(str(other.values[0]))
            return other.shown, f"{minutes // 60}:{minutes % 60:02}"
    return "", ""


def _phrase(before: str) -> str:
    """What stands right before a figure in its clause: 取得日の."""
    return re.split(r"[、。]", before)[-1]


def _length_of_day(clause: str) -> int:
    found = re.search(r"\d{1,2}日|\d{1,2}/\d{1,2}", clause)
    return found.end() if found else 0


def _counting(claim: Claim, calendar: Calendar) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if claim.unit not in _BUSINESS:
        return (), ()
    if calendar.days_off:
        return ("土日・祝日と会社の休日を除いて数えています",), (
            "weekends, national holidays and the company's own days off left out",
        )
    return ("土日・祝日を除いて数えています",), ("weekends and national holidays left out",)


def _day_of_month(day: int) -> str:
    """``day 5``, ``the last day``; rules name the last day as the 31st."""
    return f"day {day}" if day < 31 else "the last day"


def _english(claim: Claim) -> str:
    value = claim.values[0]
    assert isinstance(value, Fraction)
    name = claim.unit if value == 1 else f"{claim.unit}s"
    return f"{int(value)} {name}"


def _told(due: _Due, asked: Asked) -> Result:
    ja, en = day(due.day, asked.on, asked.style(due.citation))
    notes_ja = [note for note in (due.case[0], *due.notes_ja) if note]
    notes_en = [note for note in (due.case[1], *due.notes_en) if note]
    if due.day < asked.on:
        notes_ja.append("すでに過ぎています")
        notes_en.append("already past")
    elif not asked.calendar.is_business_day(due.day):
        notes_ja.append("休日に当たります")
        notes_en.append("not a business day")
    after_ja = f"（{'。'.join(notes_ja)}）" if notes_ja else ""
    after_en = f" ({'; '.join(notes_en)})" if notes_en else ""
    return Result(
        ja=due.ja.format(ja) + after_ja,
        en=due.en.format(en) + after_en,
        citations=(due.citation,),
    )
