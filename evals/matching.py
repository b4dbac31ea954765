"""Compares what was said with what was expected, whatever the spelling of width and spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TAG = re.compile(r"<[^<>]+>")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MONTHS = re.compile(r"[ヶヵケカ](?=月)")
_KANJI_NUMERALS = "〇一二三四五六七八九十百千万億"
#: ① marks an item of a list; NFKC makes it 1, which is no part of the number that follows.
_LIST_MARK = re.compile(r"[①-⑳⑴-⒇㉑-㉟㊱-㊿]")
#: Of 1年6か月 no part is told alone: unit → what must not stand before its number.
_GREATER_UNITS = {
    "か月": r"(?<![0-9][年歳])",
    "月": r"(?<![0-9]年)",
    "日": r"(?<![0-9]月)",
    "分": r"(?<![0-9]時)(?<![0-9]時間)",
}
_NUMBER_WITH_UNIT = re.compile(rf"[0-9.]+({'|'.join(_GREATER_UNITS)})")
#: A smaller piece is in too many texts to identify a place.
_SHORTEST_QUOTE = 6


def says(text: str, fact: str) -> bool:
    """Whether a text states a fact in one of its spellings (``10日|十日``).

    A number must be whole: neither ``110日``, ``2.10日`` nor ``4月10日`` states ``10日``.
    """
    readable = _readable(text)
    spellings = [spelling for spelling in fact.split("|") if spelling.strip()]
    return any(_pattern(spelling).search(readable) for spelling in spellings)


def plain(text: str) -> str:
    """Letters and digits only: NFKC, lower case, no markup, no spaces, no punctuation."""
    normal = unicodedata.normalize("NFKC", _TAG.sub("", text)).casefold()
    return "".join(c for c in normal if unicodedata.category(c)[0] in "LNM")


def same_quote(quote: str, gold: str) -> bool:
    """Whether a cited quote and the expected one hold each other."""
    cited, expected = plain(quote), plain(gold)
    if not expected:
        return False
    return expected in cited or (len(cited) >= _SHORTEST_QUOTE and cited in expected)


def same_heading(section: str, heading: str) -> bool:
    """Whether a heading path (``第5章 > 第32条``) has the expected heading as one of its parts."""
    expected = plain(heading)
    return bool(expected) and expected in {plain(part) for part in section.split(" > ")}


def same_file(path: str, file: str) -> bool:
    """Whether a path ends with the expected file, which may name folders too."""
    parts, expected = _parts(path), _parts(file)
    return bool(expected) and parts[-len(expected) :] == expected


def _parts(path: str) -> list[str]:
    # File names of one spelling come composed or decomposed, depending on the file system.
    return [p for p in re.split(r"[/\\]", unicodedata.normalize("NFKC", path)) if p]


def _readable(text: str) -> str:
    apart = _LIST_MARK.sub(r" \g<0> ", text)
    normal = unicodedata.normalize("NFKC", apart).casefold()
    return _MONTHS.sub("か", _THOUSANDS.sub("", normal))


@lru_cache(maxsize=4096)
def _pattern(spelling: str) -> re.Pattern[str]:
    """The spelling with spaces anywhere, and no number that goes on beyond its ends."""
    characters = [c for c in _readable(spelling) if not c.isspace()]
    wanted = r"\s*".join(map(re.escape, characters))
    return re.compile(_before("".join(characters)) + wanted + _after(characters[-1]))


def _before(spelling: str) -> str:
    first = spelling[0]
    if first.isdigit():
        unit = _NUMBER_WITH_UNIT.match(spelling)
        return r"(?<![0-9千万億])(?<![0-9]\.)" + (_GREATER_UNITS[unit[1]] if unit else "")
    return f"(?<![{_KANJI_NUMERALS}])" if first in _KANJI_NUMERALS else ""


def _after(last: str) -> str:
    if last.isdigit():
        return r"(?![0-9千万億])(?!\.[0-9])"
    return f"(?![{_KANJI_NUMERALS}])" if last in _KANJI_NUMERALS else ""
