"""Elements become sections: one per article, FAQ entry, heading or appendix, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.reading.elements import Element, Reading
from ingest.structure.headings import Heading, Line, find_headings
from ingest.structure.numbering import is_clause, is_item, is_sentence, without_number
from ingest.structure.rows import row_texts
from ingest.structure.title import find_title
from knowledge.model import Block, BlockKind, ManualKind, Section

#: From the outermost in: a file's own levels may say otherwise, or nothing.
_HIERARCHY = ("part", "chapter", "clause group", "subgroup", "article")
#: An appendix has a place above or below the open headings that only they tell.
_APPENDIX_BELOW = 5
_GROUP = "別表"
#: A list item that calculates is no name of the table below it.
_FORMULA = re.compile(r"[×÷＝=]")


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A document's sections and what its shape says about it."""

    title: str
    kind: ManualKind
    sections: tuple[Section, ...]


def structure(reading: Reading, fallback_title: str) -> Outline:
    """Order a document's elements into sections; no text is lost on the way."""
    title, elements = find_title(reading)
    builder = _Builder(title or reading.title or fallback_title)
    for line in find_headings(elements):
        builder.add(line)
    sections = builder.finish()
    return Outline(title=builder.title, kind=_kind(sections, builder.articles), sections=sections)


def _kind(sections: Sequence[Section], articles: int) -> ManualKind:
    questions = sum(section.question is not None for section in sections)
    if questions * 2 > len(sections):
        return "faq"
    return "rule" if articles else "manual"


@dataclass
class _Open:
    """A heading whose section is being read."""

    rank: int
    heading: Heading
    page: int | None
    has_content: bool = False


@dataclass
class _Builder:
    """The headings that are open while a document is read top-down, and the sections so far."""

    title: str
    articles: int = 0
    _open: list[_Open] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _sections: list[Section] = field(default_factory=list)
    #: Rank of the last chapter and article: an appendix stands beside or above them.
    _ranks: dict[str, int] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        if line.heading is not None:
            self._open_heading(line.heading, line.element.page)
        else:
            self._blocks += self._blocks_of(line.element)

    def finish(self) -> tuple[Section, ...]:
        self._close_down_to(-1)
        return tuple(self._sections)

    def _open_heading(self, heading: Heading, page: int | None) -> None:
        rank = self._rank(heading)
        self._close_down_to(rank)
        self._ranks[heading.kind] = rank
        self.articles += heading.kind == "article"
        self._open.append(_Open(rank, heading, page))

    def _rank(self, heading: Heading) -> int:
        if heading.kind in _HIERARCHY:
            return self._rank_of_kind(heading)
        if heading.kind == "question":
            asked = [opened.rank for opened in self._open if opened.heading.kind == "question"]
            return min([heading.rank, *asked])
        is_below = heading.kind == "preface" and "article" in self._ranks
        if heading.kind != "appendix" and not is_below:
            return heading.rank
        above = next((opened for opened in self._open if opened.heading.kind == "appendix"), None)
        if above is not None:
            return above.rank + (above.heading.text == _GROUP and heading.text != _GROUP)
        if "chapter" in self._ranks:
            return self._ranks["chapter"]
        if "article" in self._ranks:
            return self._ranks["article"] - _APPENDIX_BELOW
        return heading.rank

    def _rank_of_kind(self, heading: Heading) -> int:
        """An article ends the article before it and stays in its chapter, however it is styled."""
        place, rank = _HIERARCHY.index(heading.kind), heading.rank
        for opened in self._open:
            if opened.heading.kind not in _HIERARCHY:
                continue
            is_outer = _HIERARCHY.index(opened.heading.kind) < place
            rank = max(rank, opened.rank + 1) if is_outer else min(rank, opened.rank)
        return rank

    def _close_down_to(self, rank: int) -> None:
        """End the section being read, and every open heading that a heading of ``rank`` ends."""
        self._end_section()
        while self._open and self._open[-1].rank >= rank:
            closed = self._open[-1]
            if not closed.has_content:  # a heading that says all there is, e.g. 第5条（削除）
                self._blocks = [Block(kind="text", text=closed.heading.text, page=closed.page)]
                self._end_section()
            self._open.pop()

    def _end_section(self) -> None:
        if not self._blocks:
            return
        path = tuple(opened.heading.text for opened in self._open) or (self.title,)
        is_question = bool(self._open) and self._open[-1].heading.kind == "question"
        self._sections.append(
            Section(
                heading_path=path,
                blocks=tuple(self._blocks),
                question=path[-1] if is_question else None,
            )
        )
        self._blocks = []
        for opened in self._open:
            opened.has_content = True

    def _blocks_of(self, element: Element) -> Iterable[Block]:
        if element.category == "table":
            texts = row_texts(element, self._named_by(element))
            return [Block(kind="row", text=text, page=element.page) for text in texts]
        in_article = any(opened.heading.kind == "article" for opened in self._open)
        kind = _block_kind(element, in_article)
        return [Block(kind=kind, text=element.text, page=element.page)]

    def _named_by(self, table: Element) -> str:
        """The list item that says what a table is of: ``1. 本人が結婚するとき``.

        Where the file does not tell, an item right above the table, unless it is one of several.
        """
        above = self._blocks[-1] if self._blocks else None
        beside = self._blocks[-2] if len(self._blocks) > 1 else None
        item = table.named_by
        if not item and above and above.kind in ("item", "text"):
            name = without_number(above.text)
            is_alone = beside is None or beside.kind == "row" or is_sentence(beside.text)
            item = above.text if is_alone and (above.kind == "item" or name != above.text) else ""
        name = without_number(item)
        return "" if is_sentence(item) or _FORMULA.search(name) else name


def _block_kind(element: Element, in_article: bool) -> BlockKind:
    if element.category == "note":
        return "note"
    is_nested = element.category == "item" and (element.depth or 1) > 1
    if is_clause(element.text):
        return "text" if in_article and not is_nested else "item"
    return "item" if element.category == "item" or is_item(element.text) else "text"
