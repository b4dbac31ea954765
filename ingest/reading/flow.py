"""The elements of a web page in reading order: every text of it, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.reading.arrangement import arranges
from ingest.reading.elements import Category, Element
from ingest.reading.grid import cell_text, grid_of, own_rows
from ingest.reading.joining import join_breaks, one_line
from ingest.structure.numbered import numbered_heading, starts_piece
from ingest.structure.numbering import is_question, is_sentence

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "header", "hr", "html",
    "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_LISTS = ("ul", "ol", "menu")
#: Stands for <br>, which is more than the white space of the source.
_BREAK = "\ue000"
_ENDS_QUESTION = ("？", "?")
_REMARK = re.compile(
    r"[【〔（(［\[]?(?:解説|補足|参考|注記|注意点?|Note|NOTE)(?:[】〕）)］\]:：\s]|$)"
)
_LONGEST_TERM = 40


@dataclass(frozen=True, kw_only=True)
class _Context:
    """What a text is part of."""

    category: Category = "text"
    depth: int | None = None
    bold: bool = False
    #: Each line of the source is one of the page.
    preformatted: bool = False
    #: Page of a printed document, from 1.
    page: int | None = None


@dataclass
class _Flow:
    """A page while it is read: the elements so far and the paragraph that is being read."""

    elements: list[Element] = field(default_factory=list)
    _pieces: list[tuple[str, bool]] = field(default_factory=list)
    _lists: int = 0
    #: The word that a definition list is about to explain.
    _term: str = ""

    def block(self, node: Any, context: _Context) -> None:
        if self._end(context) and context.category == "item":
            context = replace(context, category="text", depth=None)
        inner = self._inner(node, context)
        if node.tag == "table" and self._table(node, inner):
            return
        first = len(self.elements)
        self._lists += node.tag in _LISTS
        self._children(node, inner)
        self._lists -= node.tag in _LISTS
        if node.tag == "dt" and self._pieces:
            self._keep_term()
        if node.tag == "summary" and _asks(self._said()):
            inner = replace(inner, category="question")
        self._end(inner if self._starts(inner, first) else context)
        if node.tag == "blockquote":
            self._mark_remark(first)

    def _inner(self, node: Any, context: _Context) -> _Context:
        if node.get("data-page", "").isdecimal():
            context = replace(context, page=int(node.get("data-page")))
        if node.get("data-role") == "title":
            return replace(context, category="title")
        level = _HEADINGS.get(node.tag)
        if node.get("role") == "heading" and node.get("aria-level", "").isdecimal():
            level = int(node.get("aria-level"))
        if level is not None:
            return replace(context, category="heading", depth=level)
        if node.tag == "li":
            nested = int(node.get("data-depth", "0"))
            return replace(context, category="item", depth=nested or max(1, self._lists))
        if node.tag == "pre":
            return replace(context, preformatted=True)
        if node.tag in ("ul", "ol", "dl", "blockquote"):
            return replace(context, category="text", depth=None)
        return context

    def _starts(self, context: _Context, first: int) -> bool:
        """Whether the paragraph is the item itself, not what follows a list within it."""
        return context.category != "item" or len(self.elements) == first

    def _children(self, node: Any, context: _Context) -> None:
        first = len(self.elements)
        self._text(node.text, context)
        for child in node:
            if isinstance(child.tag, str):
                self._child(child, context)
            if context.category == "item" and len(self.elements) > first:
                context = replace(context, category="text", depth=None)
            self._text(child.tail, context)

    def _child(self, child: Any, context: _Context) -> None:
        if child.tag == "br":
            self._pieces.append((_BREAK, context.bold))
        elif child.tag in _BLOCKS or child.tag in _HEADINGS or child.get("role") == "heading":
            self.block(child, context)
        else:
            bold = context.bold or child.tag in ("b", "strong")
            self._children(child, replace(context, bold=bold))

    def _text(self, text: str | None, context: _Context) -> None:
        if text:
            lines = text.replace("\n", _BREAK) if context.preformatted else text
            self._pieces.append((lines, context.bold))

    def _end(self, context: _Context) -> bool:
        """End the paragraph that is being read; whether it said anything."""
        pieces, self._pieces = self._pieces, []
        said = [(text, bold) for text, bold in pieces if text.strip(f"{_BREAK} \t\r\n　")]
        if not said:
            return False
        lines = "".join(text for text, _ in pieces).split(_BREAK)
        is_bold = all(bold for _, bold in said) and not self._term
        strong = context.category == "text" and is_bold
        for text in _paragraphs(lines, context.category == "heading"):
            category = context.category
            if self._term:
                text, self._term = f"{self._term}: {text}", ""
            depth = context.depth if category in ("heading", "item") else None
            self.elements.append(
                Element(category=category, text=text, depth=depth, strong=strong, page=context.page)
            )
            if category == "item":
                context = replace(context, category="text")
        return True

    def _said(self) -> str:
        return join_breaks("".join(text for text, _ in self._pieces).replace(_BREAK, "\n"))

    def _keep_term(self) -> None:
        """The word that a <dt> names goes before its explanation; a question is one of a FAQ."""
        text = self._said()
        if _asks(text):
            self._pieces = []
            self.elements.append(Element(category="question", text=text))
        elif len(text) <= _LONGEST_TERM and not is_sentence(text) and not numbered_heading(text):
            self._pieces = []
            if self._term:  # two words of one explanation
                text = f"{self._term}、{text}"
            self._term = text

    def _table(self, table: Any, context: _Context) -> bool:
        """Add a table; False for one that only arranges text, which is then read as text."""
        for caption in table.findall("caption"):
            text = cell_text(caption)
            if text:
                self.elements.append(Element(category="text", text=text, page=context.page))
            table.remove(caption)
        cells = [
            [cell_text(cell) for cell in tr.iterchildren("td", "th")] for tr in own_rows(table)
        ]
        if arranges(cells) or (
            len(table.xpath(".//table")) and max(map(len, cells), default=0) == 1
        ):
            return False
        rows, header_rows, row_names = grid_of(table)
        if any(any(row) for row in rows):
            self.elements.append(
                Element(
                    category="table",
                    rows=rows,
                    header_rows=header_rows,
                    row_names=row_names,
                    page=context.page,
                    named_by=self._own_item(),
                )
            )
        return True

    def _own_item(self) -> str:
        """The text of the list item that is being read, if nothing else of it was read yet."""
        last = self.elements[-1] if self.elements and self._lists else None
        is_own = last is not None and last.category == "item" and last.depth == self._lists
        return last.text if last is not None and is_own else ""

    def _mark_remark(self, first: int) -> None:
        """A quoted passage that says it is a commentary is no rule."""
        said = self.elements[first:]
        if said and _REMARK.match(said[0].text):
            self.elements[first:] = [
                replace(e, category="note") if e.category in ("text", "item") else e for e in said
            ]


def elements_of(content: Any) -> list[Element]:
    """The elements of a page's main content, an lxml element without boilerplate."""
    flow = _Flow()
    flow.block(content, _Context())
    return flow.elements


def _asks(text: str) -> bool:
    return is_question(text) or text.endswith(_ENDS_QUESTION)


def _paragraphs(lines: list[str], is_heading: bool) -> Iterator[str]:
    """The lines of a paragraph, joined unless a new piece begins where one is broken."""
    texts = [text for text in map(join_breaks, lines) if text]
    if is_heading:
        yield one_line(" ".join(texts))
        return
    paragraph = ""
    for text in texts:
        if paragraph and _breaks(paragraph, text):
            yield paragraph
            paragraph = ""
        paragraph = join_breaks(f"{paragraph}\n{text}") if paragraph else text
    if paragraph:
        yield paragraph


def _breaks(above: str, below: str) -> bool:
    number = numbered_heading(above)
    is_heading = number is not None and not number.body
    return is_heading or above.endswith("。") or starts_piece(below)
