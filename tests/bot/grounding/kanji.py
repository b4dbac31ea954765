"""Numbers in kanji, the other way round from what is tested."""

from __future__ import annotations


def kanji(number: int) -> str:
    """1 to 9,999: 1,234 is 千二百三十四."""
    said = ""
    for size, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            said += ("" if digit == 1 and mark else "〇一二三四五六七八九"[digit]) + mark
    return said
