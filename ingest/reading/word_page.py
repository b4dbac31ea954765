"""A Word document as a web page: what a reader of pages needs to know, and no layout."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from ingest.reading.word_numbering import read_numbering
from ingest.reading.word_styles import Styles, is_on
from ingest.reading.word_visibility import is_seen
from ingest.reading.word_xml import PLACE
from ingest.structure.numbered import numbered_heading

_BRACKETS = tuple("（(【［[〔　 ")


class WordPage:
    """Renders the body of a document, paragraph by paragraph in reading order."""

    def __init__(self, document: Any) -> None:
        self._styles = Styles(document)
        self._numbering = read_numbering(document)
        self._page = 1
        self._has_pages = False
        self.struck: list[str] = []

    def render(self, body: Any) -> Any:
        """The page as an lxml element; ``data-page`` tells where Word broke pages when it saved."""
        self._has_pages = next(body.iter(qn("w:lastRenderedPageBreak")), None) is not None
        main = etree.Element("main")
        self._blocks(body, main)
        return main

    def _blocks(self, parent: Any, target: Any) -> None:
        for node in parent:
            if node.tag == qn("w:p"):
                self._paragraph(node, target)
            elif node.tag == qn("w:tbl"):
                self._table(node, target)

    def _paragraph(self, paragraph: Any, target: Any) -> None:
        level = self._styles.heading_level(paragraph)
        label, depth = self._label(paragraph)
        page = self._page
        node = etree.Element(_tag(level))
        self._runs(paragraph, node, self._styles.is_bold(self._styles.of(paragraph)))
        text = "".join(map(str, node.itertext())).strip()
        if not text:
            return
        self._tell_page(node, paragraph, self._page if _starts_page(paragraph) else page)
        said = _joined(label, text)
        is_number = numbered_heading(said) is not None
        if label:
            _prepend(node, said[: len(said) - len(text)])
        if self._styles.is_title(paragraph) and not is_number:
            node.tag = "p"
            node.set("data-role", "title")
        elif (
            level is None
            and not is_number
            and (depth is not None or self._styles.is_list(paragraph))
        ):
            node.tag = "li"
            node.set("data-depth", str((depth or 0) + 1))
        target.append(node)

    def _tell_page(self, rendered: Any, source: Any, page: int) -> None:
        """Say on which page something stands; its place in the file instead where that is known."""
        if source.get(PLACE) is not None:
            rendered.set("data-page", source.get(PLACE))
        elif self._has_pages:
            rendered.set("data-page", str(page))

    def _label(self, paragraph: Any) -> tuple[str, int | None]:
        """The automatic number of a paragraph and its level from 0, if it belongs to a list."""
        numbering = self._styles.numbering(paragraph)
        if numbering is None or not _has_text(paragraph):
            return "", None
        list_id, level, style = numbering
        depth = self._numbering.level_of_style(list_id, style) if level is None else level
        label = self._numbering.label(list_id, depth)
        return (label[0] + label[1] if label and label[0] else ""), depth

    def _runs(self, parent: Any, target: Any, bold: bool) -> None:
        for node in parent.iter(qn("w:r"), qn("w:ruby")):
            if node.tag == qn("w:r") and not _in_ruby(node):
                self._run(node, target, bold, parent)

    def _run(self, run: Any, target: Any, bold: bool, paragraph: Any) -> None:
        properties = run.find(qn("w:rPr"))
        if not is_seen(run, self._styles):
            return
        struck = _is_set(properties, "w:strike") or _is_set(properties, "w:dstrike")
        own = properties.find(qn("w:b")) if properties is not None else None
        place = etree.SubElement(
            target, "b" if (is_on(own) if own is not None else bold) else "span"
        )
        for node in run:
            self._piece(node, place, paragraph)
        if struck:
            self.struck.append("".join(map(str, place.itertext())))
            target.remove(place)

    def _piece(self, node: Any, place: Any, paragraph: Any) -> None:
        if node.tag in (qn("w:lastRenderedPageBreak"), qn("w:br"), qn("w:cr")):
            if node.tag == qn("w:lastRenderedPageBreak"):
                self._page += 1
            elif node.get(qn("w:type")) in (None, "textWrapping"):
                etree.SubElement(place, "br")
        elif node.tag == qn("w:t"):
            _append(place, node.text or "")
        elif node.tag == qn("w:tab"):
            _append(place, "…" if _has_leader(paragraph) else " ")
        elif node.tag == qn("w:noBreakHyphen"):
            _append(place, "-")
        elif node.tag == qn("w:ruby"):
            base = node.find(qn("w:rubyBase"))
            _append(place, "".join(t.text or "" for t in base.iter(qn("w:t"))))

    def _table(self, table: Any, target: Any) -> None:
        rendered = etree.SubElement(target, "table")
        self._tell_page(rendered, table, self._page)
        above: dict[int, Any] = {}
        leading = True
        for row in table.iterchildren(qn("w:tr")):
            tr = etree.SubElement(rendered, "tr")
            column = _gap(row)
            for cell in _cells(row):
                width = _span(cell)
                if _continues(cell) and column in above:
                    above[column].set("rowspan", str(int(above[column].get("rowspan", "1")) + 1))
                else:
                    td = etree.SubElement(tr, "td", colspan=str(width))
                    self._blocks(cell, td)
                    above[column] = td
                column += width
            leading = leading and _is_header(row, tr)
            for td in tr if leading else ():
                td.tag = "th"


def _tag(level: int | None) -> str:
    return "p" if level is None else f"h{min(level, 6)}"


def _joined(label: str, text: str) -> str:
    """Number and text: 第1条 and （目的） need no space, 第1条 and 目的 a wide one."""
    if not label or not label.strip().endswith(("条", "章", "節", "款", "編")):
        return label + text
    return label.strip() + ("" if text.startswith(_BRACKETS) else "　") + text


def _prepend(node: Any, text: str) -> None:
    first = etree.Element("span")
    first.text = text
    node.insert(0, first)


def _append(place: Any, text: str) -> None:
    if len(place):
        place[-1].tail = (place[-1].tail or "") + text
    else:
        place.text = (place.text or "") + text


def _has_text(paragraph: Any) -> bool:
    return any((t.text or "").strip() for t in paragraph.iter(qn("w:t")))


def _starts_page(paragraph: Any) -> bool:
    """Whether the page was broken before the first text of a paragraph."""
    first = next(paragraph.iter(qn("w:t"), qn("w:lastRenderedPageBreak")), None)
    return first is not None and first.tag == qn("w:lastRenderedPageBreak")


def _in_ruby(run: Any) -> bool:
    return any(node.tag in (qn("w:rt"), qn("w:rubyBase")) for node in run.iterancestors())


def _is_set(properties: Any, name: str) -> bool:
    switch = properties.find(qn(name)) if properties is not None else None
    return switch is not None and is_on(switch)


def _has_leader(paragraph: Any) -> bool:
    """Whether tabs are filled with dots, as in tables of contents."""
    tabs = paragraph.iter(qn("w:tab"))
    return any(tab.get(qn("w:leader")) in ("dot", "middleDot", "hyphen") for tab in tabs)


def _cells(row: Any) -> list[Any]:
    return list(row.iterchildren(qn("w:tc")))


def _span(cell: Any) -> int:
    return min(_number(cell, "w:tcPr", "w:gridSpan", 1), 200)


def _gap(row: Any) -> int:
    """Columns that a row leaves out at its beginning."""
    return min(_number(row, "w:trPr", "w:gridBefore", 0), 200)


def _number(node: Any, properties: str, name: str, default: int) -> int:
    found = node.find(f"{qn(properties)}/{qn(name)}")
    value = found.get(qn("w:val"), "") if found is not None else ""
    return int(value) if value.isdecimal() else default


def _continues(cell: Any) -> bool:
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged is not None and merged.get(qn("w:val"), "continue") == "continue"


def _is_header(row: Any, rendered: Any) -> bool:
    """Whether Word repeats a row on each page, or all that it says is bold."""
    if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
        return True
    bold = "".join("".join(b.itertext()) for b in rendered.iter("b"))
    said = "".join(rendered.itertext())
    return bool(said.strip()) and "".join(bold.split()) == "".join(said.split())
