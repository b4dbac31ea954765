"""Checks a model's draft against the passages that it cites, sentence by sentence.

Each sentence must bring a quote that stands verbatim in its passage, and every quantity in the
sentence (money, days, dates, percentages, …) must be among those of the passage. What fails is
left out: a missing sentence costs less than a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import japanese
from knowledge.model import Passage

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
#: Shorter quotes prove nothing.
_SHORTEST_QUOTE = 6
_OBLIGATION = re.compile(r"(なければ|ねば|なくては)(ならない|なりません|いけない|いけません)")
_NEGATION = re.compile(r"ない|ません|不要|不可|禁止|できず|除く|except|not |n't|never|no longer")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence of a draft with its proof."""

    text: str
    #: Index of the cited passage.
    passage: int
    quote: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    statement: Statement
    #: Why it failed; empty when it holds.
    objection: str

    @property
    def holds(self) -> bool:
        return not self.objection


def check(statements: Sequence[Statement], passages: Sequence[Passage]) -> list[Verdict]:
    """A verdict for each statement, in order."""
    return [Verdict(statement=s, objection=_objection(s, passages)) for s in statements]


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


def _objection(statement: Statement, passages: Sequence[Passage]) -> str:
    if not 0 <= statement.passage < len(passages):
        return f"cites passage {statement.passage}, which it was not given"
    source = _source(passages[statement.passage])
    if len(_bare(statement.quote)) < _SHORTEST_QUOTE:
        return "brings no quote"
    if _bare(statement.quote) not in _bare(source):
        return f"its quote does not stand in the passage: {statement.quote}"
    unproved = quantities(statement.text) - quantities(source)
    if unproved:
        figures = ", ".join(sorted(number + unit for number, unit in unproved))
        return f"states {figures}, which the passage does not"
    if _denies(statement.text) and not _denies(source):
        return "denies what the passage does not deny"
    if _denies(statement.quote) and not _denies(statement.text):
        return "affirms what its quote denies"
    return ""


def _denies(text: str) -> bool:
    """Whether a text denies something; 〜しなければならない demands and does not deny."""
    return bool(_NEGATION.search(_OBLIGATION.sub("", text)))


def _source(passage: Passage) -> str:
    return "\n".join([passage.chunk.heading, passage.section.text])


def _bare(text: str) -> str:
    """Text without what copying changes: width, spaces, line ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
