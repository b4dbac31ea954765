"""Quantities in a question and the ranges that rules give them: 入社7年目 → 6年以上7年未満.

A rule says for whom or for what it holds by a range (3年6か月以上4年6か月未満, 10km以上15km未満,
5万円以下) or by the value from which it holds (3年6か月). Durations are compared in months or
hours, whatever the unit they are written in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge import japanese

#: What a unit measures, and how much of the dimension's base unit it is.
_UNITS: dict[str, tuple[str, float]] = {
    "年": ("months", 12),
    "か年": ("months", 12),
    "年間": ("months", 12),
    "years": ("months", 12),
    "year": ("months", 12),
    "か月": ("months", 1),
    "か月間": ("months", 1),
    "months": ("months", 1),
    "month": ("months", 1),
    "週": ("weeks", 1),
    "週間": ("weeks", 1),
    "日": ("days", 1),
    "日間": ("days", 1),
    "days": ("days", 1),
    "営業日": ("business days", 1),
    "時間": ("minutes", 60),
    "hours": ("minutes", 60),
    "分": ("minutes", 1),
    "時": ("o'clock", 1),
    "円": ("yen", 1),
    "yen": ("yen", 1),
    "km": ("km", 1),
    "キロ": ("km", 1),
    "kilometers": ("km", 1),
    "m": ("km", 0.001),
    "メートル": ("km", 0.001),
    "歳": ("age", 1),
    "才": ("age", 1),
    "人": ("people", 1),
    "名": ("people", 1),
    "人目": ("people", 1),
    "回": ("times", 1),
    "泊": ("nights", 1),
    "%": ("percent", 1),
    "割": ("percent", 10),
    "月": ("month of the year", 1),
    "級": ("grade", 1),
    "等級": ("grade", 1),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = r"\d+(?:\.\d+)?"
_MONTHS = re.compile("ヶ月|カ月|ヵ月|ケ月|箇月|ヶ月|ヵ月")
#: A quantity; years with months are one: 3年6か月.
_QUANTITY = re.compile(
    rf"(?P<years>\d+)年(?:と)?(?P<months>\d+)か月(?:間)?"
    rf"|(?P<number>{_NUMBER})\s?(?P<unit>{_UNIT})(?![a-z])"
)
_NTH_YEAR = re.compile(r"(\d+)年度?目|(\d+)(?:st|nd|rd|th) year")
_NTH_CHILD = re.compile(r"第(\d+)子")
#: 4月1日, 2026年度 and 第3条 are no amounts of anything.
_NO_AMOUNT = re.compile(
    r"(?<=\d月)\d{1,2}日|\d{4}年度?|(?:令和|平成)\d+年度?(?!目)"
    r"|第\d+[条項号章表]|別表第?\d+|\d{1,2}/\d{1,2}"
)
_LOWER = re.compile(r"\s*(以上|以降|を?超え|を?越え|を?こえ|オーバー|超|~|〜|～|-|から(?=\s*\d))")
_UPPER = re.compile(r"\s*(以下|以内|未満|まで|に満たない|に達しない)")


@dataclass(frozen=True, kw_only=True)
class Range:
    """An interval of quantities of a dimension, in its base unit."""

    dimension: str
    low: float
    high: float
    low_included: bool = True
    high_included: bool = True

    @property
    def is_value(self) -> bool:
        """Whether it is one value: neither a lower nor an upper bound was said."""
        return self.low == self.high

    def holds(self, other: Range) -> bool:
        """Whether all of another range lies in this one."""
        return (
            self.dimension == other.dimension
            and (self.low < other.low or (self.low == other.low and self._takes_low(other)))
            and (other.high < self.high or (other.high == self.high and self._takes_high(other)))
        )

    def _takes_low(self, other: Range) -> bool:
        return self.low_included or not other.low_included

    def _takes_high(self, other: Range) -> bool:
        return self.high_included or not other.high_included


def asked_values(question: str) -> list[Range]:
    """The quantities that a question gives, in its order; 入社7年目 is a range of a year."""
    normal = _plain(question)
    found: list[tuple[int, Range]] = []
    for nth in _NTH_YEAR.finditer(normal):
        year = int(nth[1] or nth[2])
        low, high = 12.0 * (year - 1), 12.0 * year
        found.append(
            (nth.start(), Range(dimension="months", low=low, high=high, high_included=False))
        )
    rest = _NTH_YEAR.sub(lambda nth: " " * len(nth.group()), normal)
    found += _placed_ranges(rest)
    return [value for _, value in sorted(found, key=lambda place: place[0])]


def spoken_values(text: str) -> dict[str, str]:
    """The first quantity of each dimension as a normalised text says it: ``3年6か月``."""
    normal = _plain(text)
    found: dict[str, str] = {}
    for said in _NTH_YEAR.finditer(normal):
        found.setdefault("months", said.group())
    for said in _QUANTITY.finditer(normal):
        found.setdefault(_amount(said)[0], said.group())
    return found


@lru_cache(maxsize=4_000)
def ranges(text: str) -> tuple[Range, ...]:
    """The ranges that a rule's text names: 3年6か月以上4年6か月未満, 10km未満, 3年6か月.

    Two bounds of one dimension that follow each other are one range.
    """
    return tuple(found for _, found in _placed_ranges(_plain(text)))


def _placed_ranges(normal: str) -> list[tuple[int, Range]]:
    """Ranges with the places at which they begin."""
    found: list[tuple[int, Range]] = []
    open_low: Range | None = None
    for said in _QUANTITY.finditer(normal):
        dimension, amount = _amount(said)
        rest = normal[said.end() :]
        lower, upper = _LOWER.match(rest), _UPPER.match(rest)
        if lower is not None:
            included = not lower[1].endswith(("超え", "越え", "こえ", "超"))
            bound = Range(dimension=dimension, low=amount, high=math.inf, low_included=included)
            found.append((said.start(), bound))
            open_low = bound
        elif open_low is not None and open_low.dimension == dimension:
            found[-1] = (found[-1][0], _closed(open_low, amount, upper))
            open_low = None
        elif upper is not None:
            included = upper[1] not in ("未満", "に満たない", "に達しない")
            low = Range(dimension=dimension, low=0, high=amount, high_included=included)
            found.append((said.start(), low))
        else:
            value = Range(dimension=dimension, low=amount, high=amount)
            found.append((said.start(), value))
    return found


def place_in(value: Range, cells: Sequence[str]) -> list[int]:
    """Which of a row's or column's cells a value falls into.

    Cells that state single values of its dimension in rising order hold from their value on.
    """
    named = [[r for r in ranges(cell) if r.dimension == value.dimension] for cell in cells]
    inside = [n for n, found in enumerate(named) if any(_falls_into(value, r) for r in found)]
    if inside:
        return inside
    steps = [(found[0].low, n) for n, found in enumerate(named) if _is_step(found)]
    if len(steps) < 2 or sorted(steps) != steps:
        return []
    reached = [n for start, n in steps if start <= value.low]
    # Within the year of 入社7年目 a step may lie: the later one is what is reached in it.
    within = [n for start, n in steps if value.low < start < value.high]
    return within[-1:] or reached[-1:]


def _falls_into(value: Range, cell: Range) -> bool:
    if cell.is_value:
        return value.is_value and cell.low == value.low
    if value.is_value:
        return cell.holds(value)
    return cell.low < value.high and value.low < cell.high


def _is_step(found: Sequence[Range]) -> bool:
    return len(found) >= 1 and (found[0].is_value or found[0].high == math.inf)


def _closed(lower: Range, high: float, upper: re.Match[str] | None) -> Range:
    included = upper is None or upper[1] not in ("未満", "に満たない", "に達しない")
    return Range(
        dimension=lower.dimension,
        low=lower.low,
        high=high,
        low_included=lower.low_included,
        high_included=included,
    )


def _amount(said: re.Match[str]) -> tuple[str, float]:
    if said["years"]:
        return "months", 12.0 * int(said["years"]) + int(said["months"])
    dimension, size = _UNITS[said["unit"]]
    return dimension, float(said["number"]) * size


def _plain(text: str) -> str:
    """Normalised text without what only looks like an amount, its places kept."""
    normal = _MONTHS.sub("か月", japanese.normalize(text)).replace("半年", "6か月")
    normal = _NTH_CHILD.sub(r"\1人目", normal)
    return _NO_AMOUNT.sub(lambda found: " " * len(found.group()), normal)
