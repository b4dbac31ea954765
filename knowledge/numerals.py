"""Japanese numerals in one spelling, so that 十日, １０日 and 10日 are the same words.

Only numerals that count something are rewritten: 一般 and 三田 keep their kanji. Beyond the one
spelling, :func:`equivalents` says which other figures state the same: 令和8年 is 2026年, 夜10時 is
22時, 半日 is 0.5日.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8}
#: More digits than these are a code.
_LONGEST = 15

_COUNTERS = (
    "営業日|日|円|年|か月|ヶ月|カ月|ヵ月|箇月|月|週|時間|時|分|回|人|名|親等|歳|才|割|"
    "パーセント|%|泊|件|枚|社|親|項|条|章|号|級|等"
)
#: Taken whole or not at all (``*+``): the 万五 of 一万五千 is no numeral.
_REST = r"[0-9〇一二三四五六七八九十百千万億,.]*+"
_NUMERAL = rf"[0-9〇一二三四五六七八九十百千万億]{_REST}"
_PARTS = re.compile(r"([0-9.〇一二三四五六七八九]*)([十百千万億])|([0-9.〇一二三四五六七八九]+)")
#: Before a counter, or an amount such as 1万5千 that says itself that it is one.
_COUNTED = re.compile(rf"(?<![0-9.,])(?:{_NUMERAL}(?=(?:{_COUNTERS}))|[0-9]{_REST}(?<=[千万億]))")
_COUNT = r"(?<![\d.])(\d+)"
_AND_A_HALF = (
    (re.compile(rf"{_COUNT}年半"), r"\1年6か月"),
    (re.compile(rf"{_COUNT}時間半"), r"\1時間30分"),
    (re.compile(rf"{_COUNT}(か月|日)半"), r"\1.5\2"),
)
#: Units in one spelling. A letter that begins a word is none: 3mail, 60hz.
_UNITS = (
    (re.compile(r"(?<=\d)[ヶカヵケヵ箇ヶ個]月"), "か月"),
    (re.compile(r"(?<=\d)\s?(?:h|hr|hrs)(?![a-z])"), "時間"),
    (re.compile(r"(?<=\d)\s?min(?![a-z])"), "分"),
    (re.compile(r"(?<=\d)\s?パーセント"), "%"),
    (re.compile(r"(?<=\d)\s?キロ(?:メートル)?(?![グラワバァ-ヶー])"), "km"),
    (re.compile(r"[¥\\]\s?(\d+(?:\.\d+)?)(?![\d.]*円)"), r"\1円"),
)
#: What every rewritten text holds; most forms of the thesaurus hold none.
_ANY = re.compile(r"[0-9〇一二三四五六七八九十百千万億]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def to_digits(text: str) -> str:
    """Rewrite counted numerals in ASCII digits: ``1万5千円`` → ``15000円``, ``二十日`` → ``20日``,
    ``3年半`` → ``3年6か月``; and units in one spelling: ``60h`` → ``60時間``.

    Expects NFKC text in lower case. A numeral that cannot be read is left as it is.
    """
    if not _ANY.search(text):
        return text
    digits = _COUNTED.sub(lambda found: _read(found.group()), _THOUSANDS.sub("", text))
    for pattern, spelling in (*_UNITS, *_AND_A_HALF):
        digits = pattern.sub(spelling, digits)
    return digits


class Figure(NamedTuple):
    """A place in a text and the figure that it states in other words."""

    start: int
    end: int
    said: str


def equivalents(text: str) -> Iterator[Figure]:
    """What a normalised text states in other words than those of its figures."""
    for pattern, said in _EQUIVALENTS:
        for found in pattern.finditer(text):
            figure = said(found)
            if figure is not None:
                yield Figure(found.start(), found.end(), figure)


#: First year of an era, less one.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988, "s": 1925}
_AFTERNOON = {"午後", "pm", "夕方", "夜", "晩", "深夜"}
_HALVES = {"半日": "0.5日", "半月": "0.5か月", "半年": "6か月", "半時間": "30分"}


def _year(found: re.Match[str]) -> str:
    year = 1 if found["year"] == "元" else int(found["year"])
    return f"{_ERAS[found['era']] + year}年"


def _half(found: re.Match[str]) -> str:
    return _HALVES[found.group()]


def _years_and_half(found: re.Match[str]) -> str:
    return f"{found[1]}.5年"


def _oclock(found: re.Match[str]) -> str | None:
    """The hour of 24 that a part of the day and an hour of 12 name; None for 25:00."""
    part, hour, minute = found["part"] or "", int(found["hour"]), found["minute"] or ""
    if part in _AFTERNOON and (6 <= hour < 12 or (part in ("午後", "pm", "夕方") and hour < 12)):
        hour += 12
    if hour > 24 or (minute and int(minute.strip("半") or 30) > 59):
        return None
    minutes = "30" if minute == "半" else minute.lstrip("0")
    return f"{hour}時{minutes}分" if minutes else f"{hour}時"


_EQUIVALENTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (re.compile(r"(?P<era>令和|平成|昭和)\s?(?P<year>\d{1,2}|元)年"), _year),
    (re.compile(r"(?<![a-z])(?P<era>[rhs])\.?(?P<year>\d{1,2})(?=[./年])"), _year),
    (re.compile("|".join(_HALVES)), _half),
    (re.compile(rf"{_COUNT}年6か月"), _years_and_half),
    (
        re.compile(
            r"(?P<part>午前|午後|am|pm|朝|昼|夕方|夜|晩|深夜)の?\s?(?P<hour>\d{1,2})時"
            r"(?!間)(?P<minute>半|\d{1,2}(?=分))?"
        ),
        _oclock,
    ),
    (
        re.compile(r"(?<![\d:.])(?P<part>am|pm)?\s?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![\d:])"),
        _oclock,
    ),
)


def _read(numeral: str) -> str:
    value = _value(numeral.rstrip(",."))
    return numeral if value is None else f"{value:f}"


def _value(numeral: str) -> Decimal | None:
    """The number that mixed digits and kanji spell; None when they spell none."""
    if "," in numeral:  # a list of numbers, such as 第1,2条
        return None
    total = section = Decimal(0)
    for before, unit, alone in _PARTS.findall(numeral):
        digits = before or alone
        number = _number(digits)
        if number is None:
            return None
        if unit in _LARGE:
            total += (section + number if digits or section else 1) * _LARGE[unit]
            section = Decimal(0)
        else:
            section += (number if digits else 1) * _SMALL[unit] if unit else number
    value = total + section
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _number(digits: str) -> Decimal | None:
    """Digits, ASCII or kanji by position: ``二〇`` is 20. None where they are none."""
    plain = "".join(str(_DIGITS.get(char, char)) for char in digits)
    if plain.count(".") > 1 or len(plain) > _LONGEST:
        return None
    return Decimal(plain.strip(".") or 0)
