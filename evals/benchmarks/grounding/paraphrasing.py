"""Sentences said rightly in other words: figures spelt otherwise, です・ます, shortened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Rewriting = tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str]

_KANJI = "〇一二三四五六七八九"


def _kanji(number: int) -> str:
    """1 to 9,999 in kanji: 25 → 二十五."""
    said = ""
    for size, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            said += ("" if digit == 1 and mark else _KANJI[digit]) + mark
    return said


def _yen(found: re.Match[str]) -> str:
    amount = int(found[1].replace(",", ""))
    if amount % 1000 or amount < 1000:
        return f"¥{amount:,}"
    man, rest = divmod(amount, 10_000)
    return f"{f'{man}万' if man else ''}{f'{rest // 1000}千' if rest else ''}円"


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), found[2]
    if hour > 23:
        return found[0]
    part = "午前" if hour < 12 else "午後"
    return f"{part}{hour if hour <= 12 else hour - 12}時{f'{minute}分' if minute else ''}"


def _era(found: re.Match[str]) -> str:
    return f"令和{int(found[1]) - 2018}年"


_SPELLINGS: tuple[Rewriting, ...] = (
    (re.compile(r"(?<![\d.,万千])(\d{1,3}(?:,\d{3})+|\d{3,7})円"), _yen),
    (re.compile(r"(?<![\d.午前後])(\d{1,2})時(?!間)(?:(\d{1,2})分)?"), _clock),
    (re.compile(r"(20(?:19|2\d))年(?!間)"), _era),
    (re.compile(r"(?<![\d.])(\d{1,2})(?:か月|ヶ月|箇月)"), lambda found: f"{found[1]}ヵ月"),
    (
        re.compile(r"(?<![\d.,第月年/])(\d{1,2})(?=(?:営業)?日(?:前|以内|後|間)|回|週間|歳)"),
        lambda found: _kanji(int(found[1])) or found[1],
    ),
    (re.compile(r"(?<![\d.])([1-9])0(?:%|パーセント)"), lambda found: f"{found[1]}割"),
    (re.compile(r"(?<![\d分])([1-9])割(?![\d増])"), lambda found: f"{found[1]}0%"),
)
_POLITE: tuple[Rewriting, ...] = (
    (re.compile(r"しなければならない。$"), "する必要があります。"),
    (re.compile(r"なければならない。$"), "なければなりません。"),
    (re.compile(r"てはならない。$"), "てはいけません。"),
    (re.compile(r"ことができる。$"), "ことができます。"),
    (re.compile(r"できる。$"), "できます。"),
    (re.compile(r"ことがある。$"), "ことがあります。"),
    (re.compile(r"を要する。$"), "が必要です。"),
    (re.compile(r"を要しない。$"), "は不要です。"),
    (re.compile(r"とする。$"), "とします。"),
    (re.compile(r"しない。$"), "しません。"),
    (re.compile(r"認めない。$"), "認められません。"),
    (re.compile(r"できない。$"), "できません。"),
    (re.compile(r"である。$"), "です。"),
    (re.compile(r"する。$"), "します。"),
    (re.compile(r"受ける。$"), "受けます。"),
    (re.compile(r"与える。$"), "与えます。"),
    (re.compile(r"行う。$"), "行います。"),
    (re.compile(r"支払う。$"), "支払います。"),
    (re.compile(r"よる。$"), "よります。"),
)
_SHORTER: tuple[Rewriting, ...] = (
    (re.compile(r"^(?:会社|当社|法人|病院)は、"), ""),
    (re.compile(r"^(?:従業員|職員|社員|労働者)(?:は|が)、"), ""),
    (re.compile(r"^(?:ただし|なお|また|この場合|その場合)、"), ""),
    (re.compile(r"[（(][^（）()\d]{2,30}[）)]"), ""),
    (re.compile(r"(?:当該|原則として、?)"), ""),
    (re.compile(r"及び"), "と"),
    (re.compile(r"又は"), "または"),
)


def spelt_otherwise(text: str) -> str:
    return _rewritten(unicodedata.normalize("NFKC", text), _SPELLINGS)


def polite(text: str) -> str:
    return _rewritten(text, _POLITE, first=True)


def shortened(text: str) -> str:
    return _rewritten(text, _SHORTER)


def _rewritten(text: str, rewritings: tuple[Rewriting, ...], *, first: bool = False) -> str:
    for pattern, replacement in rewritings:
        said = pattern.sub(replacement, text)
        if first and said != text:
            return said
        text = said
    return text
