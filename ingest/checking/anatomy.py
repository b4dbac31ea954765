"""What a manual has that a text can refer to: articles and their 項 and 号, chapters, 別表."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.checking.finding import InForce
from ingest.structure.numbering import is_clause, is_sentence, without_number
from knowledge.model import Block, Section
from knowledge.numerals import to_digits

_ARTICLE = re.compile(r"(?:第\s*|^)(\d+)\s*条((?:\s*の\s*\d+)*)|^article\s+(\d+)")
_CHAPTER = re.compile(r"第\s*(\d+)\s*章")
APPENDIX = (
    r"(別表|別紙|別添|様式)\s*(?:第?\s*([0-9一二三四五六七八九十]+)\s*(?:号|表)?(?:の\s*(\d+))?)?"
)
_APPENDIX = re.compile(APPENDIX)
#: A caption above a table, where the document has no heading for it.
_CAPTION = re.compile(rf"\W*(?:{APPENDIX})")
_SECTION = re.compile(r"^(?:section\s+)?(\d+(?:\.\d+)*)(?:[.)、:\s]|$)")
_LEADING = re.compile(r"[(第]?\s*(\d{1,2})\s*(?:[項号)]|[.、\s])")
_CIRCLED = {chr(ord("①") + n): n + 1 for n in range(20)}
_SPACED = re.compile(
    r"(?<=第)\s+(?=[\d一二三四五六七八九十])|(?<=[\d一二三四五六七八九十])\s+(?=[条項号章])"
)
_HISTORY = re.compile(r"附\s*則|付\s*則|改[定正廃]|沿革|履歴|変更点|新旧")


@dataclass(frozen=True, kw_only=True)
class Article:
    """An article, with its 項 and 号 counted generously: what may be one counts as one."""

    #: ``12`` or ``12の2``.
    number: str
    #: How many 項 it has.
    paragraphs: int
    #: How many 号 each 項 has, nested ones included.
    items: tuple[int, ...]

    def items_of(self, paragraph: int | None) -> int:
        """How many 号 a 項 has; where none is named or they are not numbered, the most of any."""
        if paragraph is not None and len(self.items) == self.paragraphs:
            return self.items[paragraph - 1]
        return max(self.items, default=0)


@dataclass(frozen=True, kw_only=True)
class Anatomy:
    document: InForce
    articles: Mapping[str, Article]
    chapters: frozenset[str]
    #: ``別表1``, ``別表``, ``様式2``.
    appendices: frozenset[str]
    #: Numbers of headings that are neither articles nor chapters: ``3``, ``3.2``.
    sections: frozenset[str]

    def article_beside(self, number: str, step: int) -> str | None:
        """The number of the article before (-1) or after (+1) one; None where there is none."""
        order = list(self.articles)
        place = order.index(number) + step
        return order[place] if 0 <= place < len(order) else None


def anatomy(document: InForce) -> Anatomy:
    found = _Parts()
    for section in document.sections:
        if not is_history(section):
            found.add(section)
    articles = {number: _article(number, blocks) for number, blocks in found.articles.items()}
    return Anatomy(
        document=document,
        articles=articles,
        chapters=frozenset(found.chapters),
        appendices=frozenset(found.appendices),
        sections=frozenset(found.sections),
    )


def article_of(section: Section) -> str | None:
    """The article that a section is or is part of."""
    for heading in reversed(section.heading_path):
        if number := article_number(heading):
            return number
    return None


def article_number(heading: str) -> str | None:
    match = _ARTICLE.search(plain(heading))
    if match is None:
        return None
    return (match[1] or match[3]) + re.sub(r"\s", "", match[2] or "")


def appendix_key(match: re.Match[str]) -> str:
    """One spelling for ``別表第一``, ``別表1``, ``別表第1表``; from a match of APPENDIX."""
    number = to_digits(f"{match[2]}条")[:-1] if match[2] else ""
    return match[1] + number + (f"の{match[3]}" if match[3] else "")


def appendix_keys(heading: str) -> set[str]:
    """The 別表, 別紙 and 様式 that a heading names: ``別表1``."""
    return {appendix_key(match) for match in _APPENDIX.finditer(plain(heading))}


def is_history(section: Section) -> bool:
    """Whether a section tells of earlier versions, whose articles need not exist any more."""
    return any(_HISTORY.search(heading) for heading in section.heading_path[-2:])


def plain(text: str) -> str:
    """One spelling of width, case and numerals; no spaces in 第 1 条."""
    normal = unicodedata.normalize("NFKC", text).lower()
    return to_digits(_SPACED.sub("", normal))


@dataclass
class _Parts:
    articles: dict[str, list[Block]] = field(default_factory=dict)
    chapters: set[str] = field(default_factory=set)
    appendices: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)

    def add(self, section: Section) -> None:
        number = article_of(section)
        if number is not None:
            self.articles.setdefault(number, []).extend(section.blocks)
        for heading in map(plain, section.heading_path):
            self.chapters |= {match[1] for match in _CHAPTER.finditer(heading)}
            self.appendices |= appendix_keys(heading)
            if match := _SECTION.match(heading):
                self.sections |= set(_with_outer(match[1]))
        for block in section.blocks:
            caption = None if is_sentence(block.text) else _CAPTION.match(plain(block.text))
            if caption is not None:
                self.appendices.add(appendix_key(caption))


def _with_outer(number: str) -> Iterator[str]:
    """``3.2.1`` is in 3.2, which is in 3."""
    parts = number.split(".")
    for depth in range(len(parts)):
        yield ".".join(parts[: depth + 1])


def _article(number: str, blocks: Sequence[Block]) -> Article:
    items: list[int] = []
    last = 0
    for block in blocks:
        leading = _leading_number(block.text)
        if not items or _begins_paragraph(block, leading, last):
            items.append(0)
            last = max(last + 1, leading)
        else:
            items[-1] = max(items[-1] + 1, leading)
    return Article(number=number, paragraphs=last, items=tuple(items))


def _begins_paragraph(block: Block, leading: int, last: int) -> bool:
    """Whether a block begins a 項: it is text, and numbered on if at all."""
    return block.kind == "text" and (leading > last or not is_clause(block.text))


def _leading_number(text: str) -> int:
    """The number that a paragraph or item begins with, 0 where it has none."""
    if text[:1] in _CIRCLED:
        return _CIRCLED[text[0]]
    match = _LEADING.match(plain(text[:12]))
    return int(match[1]) if match and without_number(text) != text else 0
