"""Which elements are headings: by style, by number, by bold type, or by number and shortness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.numbering import (
    HeadingKind,
    NumberedHeading,
    is_answer,
    is_date,
    is_question,
    is_sentence,
    numbered_heading,
    numbering_style,
)
from ingest.reading.elements import Element

#: Ranks order headings from the outermost in. A level of the file's own comes before any number.
_BY_DEPTH = 10
_BY_KIND: dict[HeadingKind, int] = {
    "part": 200,
    "chapter": 210,
    "clause group": 220,
    "subgroup": 230,
    "article": 240,
    "appendix": 210,
}
_BY_APPEARANCE = 300
_QUESTION_RANK = 1000

_BRACKETED = re.compile(r"[（(【][^（）()【】]{1,40}[）)】]")
_LIST_STYLES = ("point", "round", "kanji", "digit")
_LONGEST_NUMBERED = 40


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
    is_styled = any(e.category == "heading" for e in elements)
    finder = _Finder(
        is_styled=is_styled,
        has_strong=not is_styled and any(_is_strong_heading(e) for e in elements),
        has_articles=any(_number(e) for e in elements),
    )
    skip = False
    for n, element in enumerate(elements):
        following = elements[n + 1] if n + 1 < len(elements) else None
        if skip:
            skip = False
        elif following is not None and (titled := _titled_article(element, following)):
            skip = True
            yield from finder.lines(titled, None)
        else:
            yield from finder.lines(element, following)


def _titled_article(title: Element, article: Element) -> Element | None:
    """A title line such as （目的） and the untitled 第1条 below it, as one element."""
    if title.category not in ("text", "heading") or not _BRACKETED.fullmatch(title.text):
        return None
    number = numbered_heading(article.text)
    if number is None or number.kind != "article" or "（" in number.heading + "(":
        return None
    return replace(article, text=f"{number.heading}{title.text}{number.body}", page=title.page)


def _asks(element: Element, following: Element | None) -> bool:
    """Whether an element is a question: by its column, as a heading, or before its answer."""
    if element.category == "question":
        return True
    if element.category not in ("heading", "text", "item") or not is_question(element.text):
        return False
    return element.category == "heading" or (following is not None and is_answer(following.text))


def _is_strong_heading(element: Element) -> bool:
    is_line = element.category == "text" and not is_sentence(element.text)
    return is_line and element.strong and not is_date(element.text)


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

    def __post_init__(self) -> None:
        self._styles: dict[str, int] = {}

    def lines(self, element: Element, following: Element | None) -> Iterator[Line]:
        if _asks(element, following):
            by_style = element.category == "heading"
            rank = _BY_DEPTH * (element.depth or 1) if by_style else _QUESTION_RANK
            heading = Heading(text=element.text, kind="question", rank=rank)
            yield Line(element=element, heading=heading)
        elif number := _number(element):
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

    def _numbered(self, element: Element, number: NumberedHeading) -> Iterator[Line]:
        is_heading = element.category == "heading"
        rank = _BY_DEPTH * (element.depth or 1) if is_heading else _BY_KIND[number.kind]
        heading = Heading(text=number.heading, kind=number.kind, rank=rank)
        yield Line(element=element, heading=heading)
        if number.body:
            yield Line(element=replace(element, category="text", text=number.body))

    def _reads_as_heading(self, element: Element, following: Element | None) -> bool:
        if self.is_styled or element.category != "text":
            return False
        if self.has_strong:
            return _is_strong_heading(element)
        if self.has_articles or following is None or following.category == "question":
            return False
        style = numbering_style(element.text)
        if not style or is_sentence(element.text) or len(element.text) > _LONGEST_NUMBERED:
            return False
        is_list = style in _LIST_STYLES and numbering_style(following.text) == style
        return not is_list and style != "digit" and style != "round"
