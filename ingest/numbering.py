"""How Japanese rules and manuals number their parts, in all spellings.

``第１２条``, ``第十二条の２``, ``14条(特別休暇)``, ``第3章　休暇``, ``附則``, ``別表第1（日当）``,
``２　…`` (項), ``(1)``, ``①``, ``ア`` (号), ``１．``, ``1.2``, ``Article 5``, ``Section 3:``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

HeadingKind = Literal["part", "chapter", "clause group", "subgroup", "article", "appendix"]

_N = r"[0-9０-９一二三四五六七八九十百〇]+"
_TITLE = r"(?P<title>[（(【\[][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)】\]])"
_ARTICLE = re.compile(
    rf"(?P<label>第\s?{_N}\s?条(?:\s?の\s?{_N})*|{_N}条(?=[（(])|"
    rf"Article\s+\d+[A-Z]?|Art\.\s*\d+|ARTICLE\s+\d+)[.:．：]?"
    rf"(?:\s*{_TITLE}\s*(?P<body>.*)|[\s　]+(?P<rest>.+))?",
    re.DOTALL,
)
_DIVISION = re.compile(rf"第\s?{_N}\s?(?P<unit>[編部章節款])(?:の{_N})?(?:[\s　]+\S.*|[（(].*)?")
_UNITS: dict[str, HeadingKind] = {
    "編": "part",
    "部": "part",
    "章": "chapter",
    "節": "clause group",
    "款": "subgroup",
}
_ENGLISH_DIVISION = re.compile(r"(?:Chapter|CHAPTER|Part|PART)\s+(?:\d+|[IVX]+)\b[.:]?(?:\s+\S.*)?")
_APPENDIX = re.compile(
    rf"(?:附\s*則|付\s*則|(?:別表|別紙|別記様式|様式|別添)(?:\s*第?\s*{_N}(?:号|表)?(?:の{_N})?)?"
    r"|Appendix(?:\s+\w+)?|Annex(?:\s+\w+)?|Schedule\s+\w+)"
    r"(?:[\s　]*[（(【\[].*[）)】\]][\s　]*\S{0,30}|[\s　:：.．]+\S.*)?"
)
_APPENDIX_BODY = re.compile(r"(?P<label>附\s*則|付\s*則)[\s　]+(?P<body>\S.*)")
_CLAUSE = re.compile(rf"(?:[0-9０-９]{{1,2}}[\s　．.、]+(?![0-9０-９])|第\s?{_N}\s?項[\s　])(?=\S)")
_ITEM = re.compile(
    rf"[（(](?:{_N}|[ア-ンa-zA-Zｱ-ﾝivx]{{1,4}})[）)]|[①-⑳㋐-㋾❶-❿]|[ア-ト][\s　．.）)]|"
    r"[・･●○◎■□◆◇▪‣※*\-–•][\s　]*(?=\S)|[a-zA-Z][.)]\s|[0-9０-９]{1,2}[)）]|"
    r"[ivx]{1,4}[.)]\s|[一二三四五六七八九十]{1,3}[\s　、．]"
)
_NUMBERED = re.compile(
    r"(?P<decimal>\d+(?:[.．\-]\d+)+[.．]?[\s　]+)|(?P<point>[0-9０-９]{1,2}[.．、][\s　]*)|"
    r"(?P<round>[（(][0-9０-９]{1,2}[）)][\s　]*)|(?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}[.．、\s　]+)|"
    r"(?P<square>[■□◆◇●▼【])|(?P<section>(?:Section|SECTION|Step|STEP)\s+\d+)|"
    r"(?P<kanji>[一二三四五六七八九十]{1,3}[、．\s　])|(?P<digit>[0-9０-９]{1,2}[\s　])"
)
_DATE = re.compile(r"[0-9０-９]{4}\s?年(?!度)|[令平昭]\s?和|\d{4}[-/.]\d")
_QUESTION = re.compile(r"(?:[QＱ]|問|質問)\s?[0-9０-９]*\s?[.．:：、\s　]\s*\S.*")
_ANSWER = re.compile(r"(?:[AＡ]|答え?|回答)\s?[0-9０-９]*\s?[.．:：、\s　]")
#: What follows a number that is only referred to: 第15条に定める, 第15条（年休）の規定.
_GOES_ON = tuple("にのはをがと、及又若並で第")
_CONTENTS_LINE = re.compile(r".*(?:[.．…‥・·･]{3,}|\t+)[\s　]*(?:[-－]?\s*[0-9０-９]+\s*[-－]?)")
#: Longer lines are prose, whatever they begin with.
MAX_HEADING = 60


@dataclass(frozen=True)
class NumberedHeading:
    """A heading recognised by its number, and the text that began on the same line."""

    kind: HeadingKind
    heading: str
    body: str = ""


def numbered_heading(line: str) -> NumberedHeading | None:
    """The 編, 章, 節, 条, 附則 or 別表 that a paragraph begins; None for a reference to one."""
    return _article(line) or _division(line) or _appendix(line)


def is_clause(text: str) -> bool:
    """Whether a paragraph is a numbered 項: ``２　…``, ``2. …``."""
    return _CLAUSE.match(text) is not None


def is_item(text: str) -> bool:
    """Whether a paragraph is a 号 or another list item: ``(1) …``, ``①…``, ``ア　…``, ``・…``."""
    return _ITEM.match(text) is not None


def is_question(text: str) -> bool:
    """Whether a line is a question of a FAQ: ``Q1. …``, ``問3　…``."""
    return _QUESTION.fullmatch(text) is not None


def is_answer(text: str) -> bool:
    """Whether a line begins the answer to one: ``A. …``, ``答　…``."""
    return _ANSWER.match(text) is not None


def without_number(text: str) -> str:
    """An item's text without its number or bullet."""
    match = _CLAUSE.match(text) or _ITEM.match(text)
    return text[match.end() :].strip() if match else text


def starts_piece(line: str) -> bool:
    """Whether a line surely begins a paragraph of its own."""
    return is_clause(line) or is_item(line) or numbered_heading(line) is not None


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
    return _CONTENTS_LINE.fullmatch(text) is not None


def is_sentence(text: str) -> bool:
    """Whether a text reads as prose, so that it is no heading."""
    return len(text) > MAX_HEADING or text.endswith(("。", "．", "、", ",", ";", "；", "：", ":"))


def _article(line: str) -> NumberedHeading | None:
    match = _ARTICLE.fullmatch(line)
    if match is None:
        return None
    label, title = match["label"], match["title"]
    if title is not None:
        body = match["body"].strip()
        if body.startswith(_GOES_ON):
            return None
        heading = line[: match.end("title")].strip()
        return NumberedHeading("article", heading, body)
    rest = (match["rest"] or "").strip()
    if rest.startswith(_GOES_ON):
        return None
    if rest and (is_sentence(rest) or len(rest) > 30):
        return NumberedHeading("article", label, rest)
    return NumberedHeading("article", line.strip())


def _division(line: str) -> NumberedHeading | None:
    if len(line) > MAX_HEADING or line.endswith("。"):
        return None
    if match := _DIVISION.fullmatch(line):
        return NumberedHeading(_UNITS[match["unit"]], line.strip())
    if _ENGLISH_DIVISION.fullmatch(line):
        return NumberedHeading("chapter", line.strip())
    return None


def _appendix(line: str) -> NumberedHeading | None:
    if is_sentence(line) and (match := _APPENDIX_BODY.fullmatch(line)):
        return NumberedHeading("appendix", match["label"], match["body"])
    if is_sentence(line) or _APPENDIX.fullmatch(line) is None:
        return None
    return NumberedHeading("appendix", line.strip())
