"""Which elements are headings: by style, by number, by bold type, or by number and shortness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from ingest.reading.elements import Element
from ingest.structure.numbered import HeadingKind, NumberedHeading, numbered_heading
from ingest.structure.numbering import (
    is_answer,
    is_clause,
    is_date,
    is_item,
    is_question,
    is_sentence,
    numbering_style,
)

#: Ranks order headings from the outermost in. A level of the file's own comes before any number.
_BY_DEPTH = 10
_BY_KIND: dict[HeadingKind, int] = {
    "part": 200,
    "chapter": 210,
    "clause group": 220,
    "subgroup": 230,
    "article": 240,
    "preface": 240,
    "section": 245,
    # Before all articles, a list of forms or an annex on top holds none of them.
    "appendix": 240,
}
_BY_APPEARANCE = 300
_QUESTION_RANK = 1000

_BRACKETED = re.compile(r"(?:[（(【［〔][^（）()【】［］〔〕]{1,40}[）)】］〕])")
_ASKS = re.compile(r".*(?:[？?]|(?:です|ます|でしょう|ません|ました)か[。．]?)")
_LIST_STYLES = ("point", "round", "kanji", "digit")
_LONGEST_NUMBERED = 40
_LONGEST_TITLE_BELOW = 20
#: So many headings of a file ask something before it is taken for a FAQ.
_QUESTIONS = 2


@dataclass(frozen=True, kw_only=True)
class Heading:
    text: str
    kind: HeadingKind | Literal["question", "other"]
    #: Smaller is further out.
    rank: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """An element, as a heading or as text under one."""

    element: Element
    heading: Heading | None = None


def find_headings(elements: Sequence[Element]) -> Iterator[Line]:
    """Every element in order, with the headings among them recognised."""
    elements = list(_with_titles(elements))
    is_styled = any(e.category == "heading" for e in elements)
    finder = _Finder(
        is_styled=is_styled,
        has_strong=not is_styled and any(_is_strong_heading(e) for e in elements),
        has_articles=any(_number(e) for e in elements),
        asks_by_headings=_asks_by_headings(elements),
        labels=frozenset(_labels(elements)),
    )
    for n, element in enumerate(elements):
        yield from finder.lines(element, elements[n + 1] if n + 1 < len(elements) else None)


def _with_titles(elements: Sequence[Element]) -> Iterator[Element]:
    """The elements; an untitled 第1条 has taken its title from the line above or below it."""
    n = 0
    while n < len(elements):
        titled = _title_above(elements, n) or _title_below(elements, n)
        yield titled or elements[n]
        n += 2 if titled else 1


def _title_above(elements: Sequence[Element], n: int) -> Element | None:
    """A title line such as （目的） and the untitled 第1条 below it, as one element."""
    title = elements[n]
    if title.category not in ("text", "heading") or not _BRACKETED.fullmatch(title.text):
        return None
    article = elements[n + 1] if n + 1 < len(elements) else None
    number = _number(article) if article else None
    if article is None or number is None or not number.is_untitled:
        return None
    return _titled(article, number, title, page=title.page)


def _title_below(elements: Sequence[Element], n: int) -> Element | None:
    """An untitled 第1条 and the title on the line below it, as one element."""
    number = _number(elements[n])
    if number is None or not number.is_untitled or number.body or n + 2 >= len(elements):
        return None
    title, below = elements[n + 1], elements[n + 2]
    if title.category not in ("text", "heading"):
        return None
    next_number = _number(below)
    if _BRACKETED.fullmatch(title.text):
        belongs_below = next_number is not None and next_number.is_untitled
        return None if belongs_below else _titled(elements[n], number, title)
    is_title = len(title.text) <= _LONGEST_TITLE_BELOW and not (
        is_sentence(title.text) or is_clause(title.text) or is_item(title.text) or _number(title)
    )
    is_above_text = below.category in ("text", "item") and (
        is_sentence(below.text) or is_clause(below.text) or is_item(below.text)
    )
    if not is_title or not is_above_text or title.text in ("削除", "欠番"):
        return None
    return _titled(elements[n], number, replace(title, text=f"　{title.text}"))


def _titled(
    article: Element, number: NumberedHeading, title: Element, page: int | None = None
) -> Element:
    styled = next((e for e in (article, title) if e.category == "heading"), article)
    text = f"{number.heading}{title.text}{number.body}"
    return replace(styled, text=text, page=page or article.page)


def _asks(element: Element, following: Element | None) -> bool:
    """Whether an element is a question: by its column, as a heading, or before its answer."""
    if element.category == "question":
        return True
    if element.category not in ("heading", "text", "item") or not is_question(element.text):
        return False
    return element.category == "heading" or (following is not None and is_answer(following.text))


def _asks_by_headings(elements: Sequence[Element]) -> bool:
    """Whether a file is a FAQ whose headings are questions: most that have text below them ask."""
    leaves = [
        element
        for element, below in pairwise(elements)
        if element.category == "heading" and below.category != "heading"
    ]
    asking = sum(bool(_ASKS.fullmatch(leaf.text)) for leaf in leaves)
    return asking >= _QUESTIONS and asking * 2 > len(leaves)


def _labels(elements: Sequence[Element]) -> Iterator[str]:
    """The numbers of the articles that stand outside lists."""
    for element in elements:
        number = _number(element) if element.category != "item" else None
        if number is not None and number.label:
            yield number.label


def _is_strong_heading(element: Element) -> bool:
    is_line = element.category == "text" and not is_sentence(element.text)
    return is_line and element.strong and not is_date(element.text)


def _is_lone_item(element: Element, following: Element | None) -> bool:
    """Whether a numbered item has text of its own below it: ``1. 目的`` in plain Markdown."""
    is_numbered = element.category == "item" and numbering_style(element.text) == "point"
    has_text = following is not None and following.category in ("text", "table")
    return is_numbered and has_text and (element.depth or 1) == 1


def _number(element: Element) -> NumberedHeading | None:
    if element.category not in ("text", "heading", "item"):
        return None
    return numbered_heading(element.text)


@dataclass
class _Finder:
    """What is known of a document's headings while it is read."""

    is_styled: bool
    has_strong: bool
    has_articles: bool
    asks_by_headings: bool
    labels: frozenset[str]
    _styles: dict[str, int] = field(default_factory=dict)
    #: Numbers of the articles so far, and their ranks.
    _articles: dict[str, int] = field(default_factory=dict)

    def lines(self, element: Element, following: Element | None) -> Iterator[Line]:
        asks = self.asks_by_headings and element.category == "heading"
        if _asks(element, following) or (asks and _ASKS.fullmatch(element.text)):
            by_style = element.category == "heading"
            rank = _BY_DEPTH * (element.depth or 1) if by_style else _QUESTION_RANK
            heading = Heading(text=element.text, kind="question", rank=rank)
            yield Line(element=element, heading=heading)
        elif number := self._number(element):
            yield from self._numbered(element, number)
        elif element.category == "heading":
            rank = _BY_DEPTH * (element.depth or 1)
            heading = Heading(text=element.text, kind="other", rank=rank)
            yield Line(element=element, heading=heading)
        elif self._reads_as_heading(element, following):
            style = f"{numbering_style(element.text)} {element.strong} {element.depth}"
            order = self._styles.setdefault(style, len(self._styles))
            rank = _BY_APPEARANCE + 20 * (element.depth or 10) + order
            heading = Heading(text=element.text, kind="other", rank=rank)
            yield Line(element=element, heading=heading)
        else:
            yield Line(element=element)

    def _number(self, element: Element) -> NumberedHeading | None:
        """The number that an element begins; a list that names other articles begins none."""
        number = _number(element)
        names_other = element.category == "item" and number is not None
        return None if names_other and number and number.label in self.labels else number

    def _numbered(self, element: Element, number: NumberedHeading) -> Iterator[Line]:
        is_heading = element.category == "heading"
        rank = _BY_DEPTH * (element.depth or 1) if is_heading else _BY_KIND[number.kind]
        if number.enclosed and number.label in self._articles:
            # A commentary repeats in brackets the heading of the article that it explains.
            rank = self._articles[number.label] + 1
            heading = Heading(text=element.text, kind="other", rank=rank)
        else:
            heading = Heading(text=number.heading, kind=number.kind, rank=rank)
            if number.kind == "article":
                self._articles[number.label] = rank
        yield Line(element=element, heading=heading)
        if number.body:
            yield Line(element=replace(element, category="text", text=number.body))

    def _reads_as_heading(self, element: Element, following: Element | None) -> bool:
        is_line = element.category == "text" or _is_lone_item(element, following)
        if self.is_styled or not is_line:
            return False
        if self.has_strong:
            return _is_strong_heading(element)
        if following is None or following.category == "question":
            return False
        style = numbering_style(element.text)
        if self.has_articles and not style.startswith("decimal"):
            return False
        if not style or is_sentence(element.text) or len(element.text) > _LONGEST_NUMBERED:
            return False
        is_list = style in _LIST_STYLES and numbering_style(following.text) == style
        return not is_list and style != "digit" and style != "round"
