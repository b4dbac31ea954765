"""The quantities of a text, to compare two texts by: quick, and no proof (see bot/grounding)."""

from __future__ import annotations

import re

from knowledge import japanese

_QUANTITY = re.compile(
    r"(\d+(?:\.\d+)?)[\s-]*(営業日|日間|日|円|yen|jpy|年間|年度|年|か月|ヶ月|カ月|箇月|月|週間|週|"
    r"時間|時|分|回|人|名|歳|割|%|パーセント|percent|泊|km|キロ|(?:business|working) days?|days?|"
    r"weeks?|months?|years?|hours?|minutes?|times|people|nights?)?",
)
_UNITS = {
    **{
        "日間": "日",
        "年間": "年",
        "週間": "週",
        "名": "人",
        "yen": "円",
        "jpy": "円",
        "キロ": "km",
    },
    **{"ヶ月": "か月", "カ月": "か月", "箇月": "か月", "パーセント": "%", "percent": "%"},
    **{
        "business day": "営業日",
        "working day": "営業日",
        "day": "日",
        "week": "週",
        "month": "か月",
    },
    **{"year": "年", "hour": "時間", "minute": "分", "time": "回", "people": "人", "night": "泊"},
}
_YEN_BEFORE = re.compile(r"(?:¥|\bjpy)\s*(\d+(?:\.\d+)?)")
_ENGLISH_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_ENGLISH_NUMBER = re.compile(
    rf"\b({'|'.join(_ENGLISH_NUMBERS)})(?=[\s-](?:(?:business|working) )?"
    r"(?:day|week|month|year|hour|minute|time|people|night|percent))"
)
_WORDS = {"半日": "0.5日", "翌々": "2次", "翌": "1次"}


def quantities(text: str) -> set[tuple[str, str]]:
    """Numbers with their units in one spelling: ``{("10", "日"), ("3000", "円")}``."""
    normal = japanese.normalize(text)
    for word, meaning in _WORDS.items():
        normal = normal.replace(word, meaning)
    normal = _YEN_BEFORE.sub(r"\1円 ", normal)
    normal = _ENGLISH_NUMBER.sub(lambda found: str(_ENGLISH_NUMBERS.index(found[1])), normal)
    return {
        (f"{float(number):.15g}", _UNITS.get(unit, _UNITS.get(unit.rstrip("s"), unit)))
        for number, unit in _QUANTITY.findall(normal)
    }
