"""Headings that their number tells: articles, chapters and appendices, in all spellings.

``第１２条``, ``第十二条の２``, ``14条(特別休暇)``, ``（目的）第1条``, ``【第3章　休暇】``,
``附　則``, ``別表第1（日当）``, ``第3号様式``, ``Article V - Leave``, ``Section 3.2 Carry-over``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from ingest.structure.numbering import MAX_HEADING, NUMBER, is_clause, is_item, is_sentence

HeadingKind = Literal[
    "part", "chapter", "clause group", "subgroup", "article", "section", "appendix", "preface"
]

_N = NUMBER
_GAP = r"[\s　]{0,2}"
_BRACKETED = (
    r"[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]"
    r"|【[^【】]*】|［[^［］]*］|\[[^\[\]]*\]|〔[^〔〕]*〕"
)
_TITLE = rf"(?P<title>{_BRACKETED})"
_LABEL = (
    rf"第{_GAP}{_N}(?:[-－]{_N})?{_GAP}条(?:{_GAP}の{_GAP}{_N})*|"
    rf"{_N}条(?:の{_N})*(?=[（(【\s　])"
)
_ARTICLE = re.compile(rf"(?P<label>{_LABEL})(?P<after>.*)", re.DOTALL)
_AFTER_LABEL = re.compile(
    rf"[.:．：]?(?:{_GAP}{_TITLE}[.:．：]?[\s　]*(?P<body>.*)|"
    r"(?P<part>[\s　]*[:：－—–-][\s　]*|[\s　]+)(?P<rest>\S.*)|(?P<tight>\S.*))?",
    re.DOTALL,
)
_DELETED_RANGE = re.compile(
    rf"(?:から|～|〜|-|－|ー|―|及び|・|、)+{_GAP}第?{_GAP}{_N}{_GAP}条(?:まで)?"
    r"[\s　（(]*(?:削除|欠番)[）)]?"
)
_TITLED_ABOVE = re.compile(rf"{_TITLE}[\s　]*(?={_LABEL})")
#: 【第1章　総則】, ＜第2条＞, ■第5条（休暇）, - 第3章 -: what surrounds a heading.
_ENCLOSED = re.compile(
    r"(?P<open>[【［\[〈＜<《])[\s　]*(?P<in>第?[^】］\]〉＞>》]+)[】］\]〉＞>》](?P<out>.*)"
)
_MARK = re.compile(r"[■□◆◇●○▼▽▶►★☆§＊*]+[\s　]*(?=第|附|付|別|様式|Art|ART)")
_DIVISION = re.compile(
    rf"(?:第{_GAP}{_N}{_GAP}(?P<unit>[編部章節款目])(?:の{_N})?|{_N}(?P<bare>章)(?=[\s　]))"
    r"(?P<rest>[\s　]*(?:[:：－—–-][\s　]*)?\S.*)?"
)
_UNITS: dict[str, HeadingKind] = {
    "編": "part",
    "部": "part",
    "章": "chapter",
    "節": "clause group",
    "款": "subgroup",
    "目": "subgroup",
}
_ENGLISH_NUMBER = r"(?:\d+(?:\.\d+)*[A-Z]?|[IVXLC]+)"
_ENGLISH = re.compile(
    rf"(?P<label>(?P<unit>Chapter|Part|Article|Art\.|Section|Sec\.|§)\s*{_ENGLISH_NUMBER})(?!\w|\.\d)"
    rf"[.:]?(?:\s*{_TITLE}[.:]?\s*(?P<body>.*)|\s*(?:[:—–-]\s*)?(?P<rest>\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
_ENGLISH_UNITS: dict[str, HeadingKind] = {
    "chapter": "chapter",
    "part": "chapter",
    "article": "article",
    "art.": "article",
    "section": "section",
    "sec.": "section",
    "§": "section",
}
_ATTACHED = r"(?:別{g}表|別{g}紙|別{g}記|別{g}添|別{g}図|様{g}式|別{g}紙様式|別{g}記様式)".replace(
    "{g}", r"[\s　]?"
)
_APPENDIX = re.compile(
    r"[（(【［\[]?(?:附[\s　]*則|付[\s　]*則|"
    rf"{_ATTACHED}(?:[\s　]*第?[\s　]*{_N}(?:号|表)?(?:の{_N})?"
    rf"(?:[-－の]{_N})?(?:様式)?)?|第{_GAP}{_N}{_GAP}号(?:の{_N})?(?:様式|書式)|"
    r"Appendix(?:\s+\w+)?|Annex(?:\s+\w+)?|Schedule\s+\w+)[）)】］\]]?"
    r"(?P<rest>[\s　]*[（(【\[].*[）)】\]][\s　]*\S{0,30}|[\s　:：.．]+\S.*)?"
)
_APPENDIX_BODY = re.compile(r"(?P<label>附[\s　]*則|付[\s　]*則)[\s　]+(?P<body>\S.*)")
_APPENDIX_DATED = re.compile(
    r"(?P<label>(?:附[\s　]*則|付[\s　]*則)[\s　]*[（(][^（）()]*[）)])[\s　]*(?P<body>\S.*)"
)
_PREFACE = re.compile(
    r"[（(【]?(?:前[\s　]*文|沿革|"
    r"(?:改[定訂正]|制定|制改定|変更)(?:[・及び]*改[定訂正廃])?[\s　]*(?:履歴|経過|記録)|"
    r"Preamble|Revision history)[）)】]?",
    re.IGNORECASE,
)
#: What follows a number that is only referred to: 第15条に定める, 第15条（年休）の規定.
_GOES_ON = re.compile(
    r"(?!はじめ|はたらき|がん|へき地|のれん|もの|とりあつかい|とりまとめ|でんわ)"
    r"(?:[にのはをがとへもで、，第～〜~・項号]|及び|および|又は|または|若しくは|もしくは|並びに|ならびに|から|まで)"
)
#: What else follows a number that is referred to without a space: 第5条各号, 第5条関係.
_REFERRED = ("各", "本文", "ただし書", "但書", "中", "以", "前段", "後段", "関係", "参照", "規定")
_LONGEST_TITLE = 30
_LONGEST_TIGHT_TITLE = 20


@dataclass(frozen=True)
class NumberedHeading:
    """A heading recognised by its number, and the text that began on the same line."""

    kind: HeadingKind
    heading: str
    body: str = ""
    #: An article's number without its title, for telling it from others: ``第5条``.
    label: str = ""
    #: In brackets (【第5条　休暇】), as commentaries repeat the heading that they explain.
    enclosed: bool = False

    @property
    def is_untitled(self) -> bool:
        return self.kind == "article" and self.heading == self.label


def numbered_heading(line: str) -> NumberedHeading | None:
    """The 編, 章, 節, 条, 附則 or 別表 that a paragraph begins; None for a reference to one."""
    line = _MARK.sub("", line.strip(), count=1)
    if enclosed := _ENCLOSED.fullmatch(line):
        inner = f"{enclosed['in'].strip()}　{enclosed['out'].strip()}".strip()
        found = _numbered(inner)
        return replace(found, enclosed=True) if found else _appendix(line) or _preface(line)
    return _numbered(line)


def starts_piece(line: str) -> bool:
    """Whether a line surely begins a paragraph of its own."""
    return is_clause(line) or is_item(line) or numbered_heading(line) is not None


def _numbered(line: str) -> NumberedHeading | None:
    return _article(line) or _division(line) or _english(line) or _appendix(line) or _preface(line)


def _article(line: str) -> NumberedHeading | None:
    above = _TITLED_ABOVE.match(line)
    match = _ARTICLE.fullmatch(line[above.end() :] if above else line)
    if match is None:
        return None
    label, after = match["label"].strip(), match["after"]
    if _DELETED_RANGE.fullmatch(after.strip()):
        return NumberedHeading("article", line.strip(), label=label)
    found = _titled(label, after)
    if found and above and found.heading == label:
        return replace(found, heading=f"{label}{above['title']}")
    return None if above else found


def _titled(label: str, after: str) -> NumberedHeading | None:
    """An article from its number and what follows it on the line."""
    match = _AFTER_LABEL.fullmatch(after.rstrip())
    if match is None:
        return None
    if match["title"] is not None:
        body = match["body"].strip()
        if _GOES_ON.match(body):
            return None
        heading = f"{label}{after[: match.end('title')]}".strip()
        return NumberedHeading("article", heading, body, label)
    if match["tight"] is not None:
        return _tight(label, match["tight"], after)
    rest = (match["rest"] or "").strip()
    if _GOES_ON.match(rest):
        return None
    if rest and (is_sentence(rest) or len(rest) > _LONGEST_TITLE):
        return NumberedHeading("article", label, rest, label)
    return NumberedHeading("article", f"{label}{after}".strip(), label=label)


def _tight(label: str, rest: str, after: str) -> NumberedHeading | None:
    """``第5条休暇``, ``第5条この規程は…``, ``第5条(休暇``: nothing between number and text."""
    if _GOES_ON.match(rest) or rest.startswith(_REFERRED):
        return None
    if rest[0] in "（(【［[〔" and len(rest) <= _LONGEST_TITLE and "。" not in rest:
        return NumberedHeading("article", f"{label}{after}", label=label)
    if rest.endswith("。"):
        begins = rest.startswith(("この", "本", "会社", "当社", "従業員", "社員", "職員", "労働者"))
        return NumberedHeading("article", label, rest, label) if begins else None
    if len(rest) > _LONGEST_TIGHT_TITLE or is_sentence(rest) or not rest[0].isalpha():
        return None
    return NumberedHeading("article", f"{label}{after}", label=label)


def _division(line: str) -> NumberedHeading | None:
    if len(line) > MAX_HEADING or line.endswith("。"):
        return None
    match = _DIVISION.fullmatch(line)
    if match is None:
        return None
    rest = match["rest"] or ""
    unit = match["unit"] or match["bare"]
    is_tight = bool(rest) and not rest[0].isspace() and rest[0] not in "（(【:：－—–-"
    if is_tight and (unit != "章" or (_GOES_ON.match(rest) or rest.startswith(_REFERRED))):
        return None
    if _GOES_ON.match(rest.strip()):
        return None
    return NumberedHeading(_UNITS[unit], line.strip())


def _english(line: str) -> NumberedHeading | None:
    match = _ENGLISH.fullmatch(line)
    if match is None or not (line[0].isupper() or line[0] == "§"):
        return None
    kind = _ENGLISH_UNITS[match["unit"].lower()]
    label, rest = match["label"], (match["rest"] or "").strip()
    if match["title"] is not None:
        heading = line[: match.end("title")].strip()
        return NumberedHeading(kind, heading, match["body"].strip(), label)
    if rest[:1].islower() or rest.startswith((",", ";", "(", ")")):
        return None
    if not is_sentence(rest):
        return NumberedHeading(kind, line.strip(), label=label)
    title, stop, body = rest.partition(". ")
    if stop and len(title) <= _LONGEST_TITLE and body:
        heading = f"{line[: match.start('rest')]}{title}"
        return NumberedHeading(kind, heading.strip(), body.strip(), label)
    return NumberedHeading(kind, label, rest, label)


def _appendix(line: str) -> NumberedHeading | None:
    for pattern in (_APPENDIX_DATED, _APPENDIX_BODY):
        if is_sentence(line) and (match := pattern.fullmatch(line)):
            return NumberedHeading("appendix", match["label"].strip(), match["body"])
    match = _APPENDIX.fullmatch(line)
    if is_sentence(line) or match is None:
        return None
    if _GOES_ON.match((match["rest"] or "").strip()):
        return None
    return NumberedHeading("appendix", line.strip())


def _preface(line: str) -> NumberedHeading | None:
    return NumberedHeading("preface", line.strip()) if _PREFACE.fullmatch(line) else None
