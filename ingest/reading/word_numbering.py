"""Numbers of Word: ``第3条`` and ``(1)`` that stand in no text, but in a list's style."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, kw_only=True)
class Level:
    """How one level of a list is numbered."""

    format: str
    #: ``第%1条``: %n is the number of level n.
    text: str
    start: int
    #: What stands between number and text.
    suffix: str
    #: A new number of a level further out begins this one again; None never does.
    restarts_after: int | None
    #: Numbers of levels further out are shown as digits.
    is_legal: bool
    style: str | None


@dataclass
class Numbering:
    """The numbers of a document's lists, counted in reading order."""

    _levels: dict[str, dict[int, Level]]
    #: numId → abstractNumId and the numbers that levels are made to begin with.
    _lists: dict[str, tuple[str, dict[int, int]]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, list_id: str, depth: int) -> tuple[str, str] | None:
        """The next number of a list at a level from 0, and its suffix; None without a number."""
        if list_id not in self._lists:
            return None
        abstract, begins = self._lists[list_id]
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return None
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            counts.update({place: start - 1 for place, start in begins.items()})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper, other in levels.items():
            if deeper > depth and other.restarts_after is not None and depth < other.restarts_after:
                counts.pop(deeper, None)
        if level.format in ("bullet", "none") and "%" not in level.text:
            return "", level.suffix
        return _shown(level, levels, counts), level.suffix

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that belongs to a paragraph style, from 0."""
        levels = self._levels.get(self._lists.get(list_id, ("", {}))[0], {})
        return next((depth for depth, level in levels.items() if level.style == style), 0)


def read_numbering(document: Any) -> Numbering:
    """The lists that a document defines."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return Numbering({}, {})
    levels = {
        node.get(qn("w:abstractNumId")): {
            int(level.get(qn("w:ilvl"))): _level(level) for level in node.iter(qn("w:lvl"))
        }
        for node in root.iter(qn("w:abstractNum"))
    }
    lists = {}
    for node in root.iter(qn("w:num")):
        abstract = _value(node, "w:abstractNumId") or ""
        begins = {
            int(override.get(qn("w:ilvl"))): int(start)
            for override in node.iter(qn("w:lvlOverride"))
            if (start := _value(override, "w:startOverride")) is not None
        }
        lists[node.get(qn("w:numId"))] = (abstract, begins)
    return Numbering(levels, lists)


def _level(node: Any) -> Level:
    depth = int(node.get(qn("w:ilvl")))
    restart = _value(node, "w:lvlRestart")
    return Level(
        format=_value(node, "w:numFmt") or "decimal",
        text=_value(node, "w:lvlText") or "",
        start=int(_value(node, "w:start") or 1),
        suffix="" if _value(node, "w:suff") == "nothing" else " ",
        restarts_after=None if restart == "0" else int(restart) if restart else depth,
        is_legal=node.find(qn("w:isLgl")) is not None,
        style=_value(node, "w:pStyle"),
    )


def _value(node: Any, name: str) -> str | None:
    child = node.find(qn(name))
    return None if child is None else child.get(qn("w:val"))


def _shown(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    def number(found: re.Match[str]) -> str:
        depth = int(found[1]) - 1
        other = levels.get(depth, level)
        count = counts.setdefault(depth, other.start)
        return formatted(count, "decimal" if level.is_legal else other.format)

    return re.sub(r"%([1-9])", number, level.text).strip()


def formatted(number: int, style: str) -> str:
    """A number as Word shows it in a format of its lists; digits for formats that are unknown."""
    show = _FORMATS.get(style)
    return show(number) if show and number > 0 else str(number)


def _kanji(number: int) -> str:
    if number >= 1000:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    said = ("百" if hundreds == 1 else f"{_DIGITS[hundreds]}百") if hundreds else ""
    said += ("十" if tens == 1 else f"{_DIGITS[tens]}十") if tens else ""
    return said + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        said += letters * count
    return said


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(letters: str) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)]


def _enclosed(first: str, count: int) -> Callable[[int], str]:
    """From a run of numbers in circles or brackets; further ones in brackets."""
    return lambda number: chr(ord(first) + number - 1) if number <= count else f"({number})"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "japaneseCounting": _kanji,
    "japaneseDigitalTenThousand": _kanji,
    "japaneseLegal": _kanji,
    "chineseCounting": _kanji,
    "chineseCountingThousand": _kanji,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "aiueo": _from(_AIUEO),
    "aiueoFullWidth": _from(_AIUEO),
    "iroha": _from(_IROHA),
    "irohaFullWidth": _from(_IROHA),
}
