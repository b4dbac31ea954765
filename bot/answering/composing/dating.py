"""Gives the dates of a model's sentence the spelling of the quote that proves them."""

from __future__ import annotations

import re

from bot.grounding.reading import read
from bot.grounding.spelling import plain

_DATE = re.compile(r"(?:(?:令和|平成|昭和)(?:元|\d{1,2})|(?:19|20)\d{2})年\d{1,2}月\d{1,2}日")


def dated_as_quoted(text: str, quote: str) -> str:
    """``2026年4月1日から`` is ``令和8年4月1日から`` where the quote has that day so.

    A day that the quote does not have, or has in both spellings, stays as it is written.
    """
    spelled: dict[tuple[object, ...], set[str]] = {}
    for date in _DATE.findall(quote):
        spelled.setdefault(_day(date), set()).add(date)

    def spelling(found: re.Match[str]) -> str:
        quoted = spelled.get(_day(found[0]), set())
        return next(iter(quoted)) if len(quoted) == 1 else found[0]

    return _DATE.sub(spelling, text)


def _day(date: str) -> tuple[object, ...]:
    """Year, month and day; of what no calendar has, how it is spelled."""
    claims = read(plain(date))
    is_day = len(claims) == 1 and claims[0].kind == "date" and None not in claims[0].values
    return tuple(claims[0].values) if is_day else (date,)
