"""Counts that a sentence takes of a list: 次の3つ, three types."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.grounding.claim import Claim
from bot.grounding.source import Line, Source

_UNITS = frozenset("個 種類 段階 項目 点 通り 区分 形態 パターン ケース".split())
_OF_LIST = re.compile(
    r"\s?(?:[a-z-]+\s){0,2}(?:types?|kinds?|patterns?|ways?|steps?|categor(?:y|ies)|cases?|items?"
    r"|options?|groups?|documents?|things|points?|forms?|grades?|reasons?|following)\b"
    r"|(?:つ|種類|段階|項目|点|通り|区分|形態|パターン|ケース)"
)
_YEARLY = re.compile(r"毎年|年に|\bevery year\b|\beach year\b|annually")
_KANJI = "〇一二三四五六七八九十"
_JOINT = re.compile(r"、|・|及び|又は|または|と(?=[一-龠ァ-ヶ])|,| and | or ")


def is_count_of_list(claim: Claim, sentence: str, quoted: Sequence[Line], whole: Source) -> bool:
    """Whether a figure counts the items of one of the passage's lists."""
    if claim.kind not in ("count", "number") or claim.bound:
        return False
    if claim.unit == "回" and claim.per == "year":
        return any(_times(line) == claim.values[0] for line in quoted)
    if claim.unit not in _UNITS and not _OF_LIST.match(sentence, claim.end):
        return False
    number = claim.values[0]
    named = {len(_JOINT.findall(line.text)) + 1 for line in quoted}
    return number in whole.lists or number in named


def _times(line: Line) -> int:
    """How often 毎年7月及び12月 is in a year."""
    return sum(own.kind == "date" for own in line.claims) if _YEARLY.search(line.text) else 0


def is_part_of_word(claim: Claim, whole: Source) -> bool:
    """Whether a bare number only translates a word that has it: two-shift and 二交替."""
    number = str(claim.values[0])
    if claim.kind != "number" or claim.bound or not number.isdigit():
        return False
    return int(number) < len(_KANJI) and _KANJI[int(number)] in whole.text
