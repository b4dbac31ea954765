"""Japanese numerals in one spelling, so that 十日, １０日 and 10日 are the same words.

Only numerals that count something are rewritten: 一般 and 三田 keep their kanji.
"""

from __future__ import annotations

import re
from decimal import Decimal

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
_AND_A_HALF = re.compile(r"(\d+)年半")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def to_digits(text: str) -> str:
    """Rewrite counted numerals in ASCII digits: ``1万5千円`` → ``15000円``, ``二十日`` → ``20日``,
    ``3年半`` → ``3年6か月``.

    Expects NFKC text. A numeral that cannot be read is left as it is.
    """
    digits = _COUNTED.sub(lambda found: _read(found.group()), _THOUSANDS.sub("", text))
    return _AND_A_HALF.sub(r"\1年6か月", digits)


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
