"""How rules and manuals number what stands below their headings, and how their lines read.

``２　…``, ``2. …`` (項), ``(1)``, ``①``, ``ア``, ``一　`` (号), ``１．``, ``1.2``, ``Q1.``.
"""

from __future__ import annotations

import re

#: Numbers in Japanese rules: 12, １２, 十二.
NUMBER = r"[0-9０-９一二三四五六七八九十百〇]+"
_CLAUSE = re.compile(
    r"(?:[0-9０-９]{1,2}[\s　．.、]+(?<![0-9] (?=[a-z]))(?![0-9０-９])|"
    r"[0-9０-９]{1,2}(?=前[0-9０-９一二三]?[項条])|"
    rf"第\s?{NUMBER}\s?項[\s　])(?=\S)"
)
_ITEM = re.compile(
    rf"[（(](?:{NUMBER}|[ア-ンa-zA-Zａ-ｚＡ-Ｚｱ-ﾝivxⅰ-ⅻ]{{1,4}})[）)]|[①-⑳㉑-㉟㊱-㊿㋐-㋾❶-❿➀-➓⑴-⒇⒜-⒵㈠-㈩]|"
    r"[ア-ンｱ-ﾝ][\s　．.)）、]|[・･●◎■□◆◇▪▫‣※＊*\-–•⁃➢✓☑☐][\s　]*(?=\S)|○(?!○)[\s　]*(?=\S)|"
    r"[a-zA-Z][.)]\s|[a-zA-Z][．）]|[ａ-ｚＡ-Ｚ][.)．）]|[0-9０-９]{1,2}[)）]|[ivx]{1,4}[.)]\s|"
    r"[ⅰ-ⅻⅠ-Ⅻ][\s　．.、)）]|[一二三四五六七八九十]{1,3}[\s　、．)）]"
)
_NUMBERED = re.compile(
    r"(?P<decimal>\d+(?:[.．\-]\d+)+[.．]?[\s　]+)|(?P<point>[0-9０-９]{1,2}[.．、][\s　]*)|"
    r"(?P<round>[（(][0-9０-９]{1,2}[）)][\s　]*)|(?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}[.．、\s　]+)|"
    r"(?P<square>[■□◆◇●▼【])|(?P<section>(?:Section|SECTION|Step|STEP)\s+\d+)|"
    r"(?P<kanji>[一二三四五六七八九十]{1,3}[、．\s　])|(?P<digit>[0-9０-９]{1,2}[\s　])"
)
_DATE = re.compile(r"[0-9０-９]{4}\s?年(?!度)|[令平昭]\s?和|\d{4}[-/.]\d")
_ASKS = r"(?:[QＱ]|問|質問|ご質問|Question)"
_ANSWERS = r"(?:[AＡ]|答え?|回答|ご?回答|Answer)"
_NUMBER_AND_POINT = r"\s?[0-9０-９]*(?:[-－.．][0-9０-９]+)*"
_QUESTION = re.compile(
    rf"(?:{_ASKS}{_NUMBER_AND_POINT}\s?[.．:：、\s　]|"
    rf"[【\[［〈(（]{_ASKS}{_NUMBER_AND_POINT}[】\]］〉)）]|"
    r"[QＱ][0-9０-９]+(?![0-9０-９A-Za-z]))\s*\S.*",
)
_ANSWER = re.compile(
    rf"{_ANSWERS}{_NUMBER_AND_POINT}\s?[.．:：、\s　]|"
    rf"[【\[［〈(（]{_ANSWERS}{_NUMBER_AND_POINT}[】\]］〉)）]|"
    r"[AＡ][0-9０-９]+(?![0-9０-９A-Za-z])"
)
_CONTENTS_LINE = re.compile(
    r".*(?:[.．…‥・·･]{3,}|\t+|[…‥]+)[\s　]*(?:[-－(（P]?\s*[0-9０-９]+\s*[-－)）]?)"
)
_LONGEST_CONTENTS_LINE = 300
#: Longer lines are prose, whatever they begin with.
MAX_HEADING = 60
#: Fewer words with a full stop may be a heading: ``Purpose.``
_SENTENCE_WORDS = 6


def is_clause(text: str) -> bool:
    """Whether a paragraph is a numbered 項: ``２　…``, ``2. …``."""
    return _CLAUSE.match(text) is not None


def is_item(text: str) -> bool:
    """Whether a paragraph is a 号 or another list item: ``(1) …``, ``①…``, ``ア　…``, ``・…``."""
    return _ITEM.match(text) is not None


def is_question(text: str) -> bool:
    """Whether a line is a question of a FAQ: ``Q1. …``, ``問3　…``, ``【Q】…``."""
    return _QUESTION.fullmatch(text) is not None


def is_answer(text: str) -> bool:
    """Whether a line begins the answer to one: ``A. …``, ``答　…``."""
    return _ANSWER.match(text) is not None


def without_number(text: str) -> str:
    """An item's text without its number or bullet."""
    match = _CLAUSE.match(text) or _ITEM.match(text)
    return text[match.end() :].strip() if match else text


def numbering_style(text: str) -> str:
    """Which style of numbering a heading begins with: those of one style are of one level."""
    match = _NUMBERED.match(text)
    if match is None:
        return ""
    kind = str(match.lastgroup)
    return f"decimal{len(re.findall(r'[0-9]+', match[0]))}" if kind == "decimal" else kind


def is_date(text: str) -> bool:
    """Whether a line begins with a date; 2026年度 is none."""
    return _DATE.match(text) is not None


def is_contents_line(text: str) -> bool:
    """Whether a line belongs to a table of contents: ``第1章 総則 ……… 3``."""
    return len(text) <= _LONGEST_CONTENTS_LINE and _CONTENTS_LINE.fullmatch(text) is not None


def is_sentence(text: str) -> bool:
    """Whether a text reads as prose, so that it is no heading."""
    if len(text) > MAX_HEADING or text.endswith(("。", "．", "、", ",", ";", "；", "：", ":")):
        return True
    return text.endswith(".") and len(text.split()) >= _SENTENCE_WORDS
