"""The paragraphs of a text on a slide: bullets by their levels, with automatic numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.reading.colours import Colour
from ingest.reading.elements import Element
from ingest.reading.joining import join_breaks
from ingest.reading.slide_visibility import is_run_seen
from ingest.reading.word_numbering import formatted

_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: How numbers are written (as Word names it), and what stands around them.
_AUTOMATIC = {
    "arabicPeriod": ("decimal", "", "."),
    "arabicPlain": ("decimal", "", ""),
    "arabicParenR": ("decimal", "", ")"),
    "arabicParenBoth": ("decimal", "(", ")"),
    "arabicDbPeriod": ("decimalFullWidth", "", "．"),
    "arabicDbPlain": ("decimalFullWidth", "", ""),
    "circleNumDbPlain": ("decimalEnclosedCircle", "", ""),
    "circleNumWdWhitePlain": ("decimalEnclosedCircle", "", ""),
    "alphaLcPeriod": ("lowerLetter", "", "."),
    "alphaLcParenR": ("lowerLetter", "", ")"),
    "alphaLcParenBoth": ("lowerLetter", "(", ")"),
    "alphaUcPeriod": ("upperLetter", "", "."),
    "alphaUcParenR": ("upperLetter", "", ")"),
    "romanLcPeriod": ("lowerRoman", "", "."),
    "romanUcPeriod": ("upperRoman", "", "."),
    "ea1JpnKorPlain": ("japaneseCounting", "", ""),
    "ea1JpnKorPeriod": ("japaneseCounting", "", "．"),
    "ea1JpnChsDbPeriod": ("japaneseCounting", "", "．"),
}


@dataclass
class SlideText:
    """A text frame while it is read."""

    is_bulleted: bool
    page: int
    #: What the text stands on; None where it cannot be told.
    ground: Colour | None = None
    #: Automatic numbers so far, by level.
    _counts: dict[int, int] = field(default_factory=dict)

    def elements(self, frame: Any) -> Iterator[Element]:
        for paragraph in frame.paragraphs:
            text = join_breaks(paragraph_text(paragraph, self.ground))
            if text:
                yield self._element(paragraph, text)

    def _element(self, paragraph: Any, text: str) -> Element:
        properties = paragraph._p.find(f"{_MAIN}pPr")
        number = properties.find(f"{_MAIN}buAutoNum") if properties is not None else None
        level = paragraph.level
        for deeper in [other for other in self._counts if other > level]:
            del self._counts[deeper]
        if number is not None:
            return self._item(f"{self._number(number, level)} {text}", level)
        self._counts.pop(level, None)
        if _has_bullet(properties, self.is_bulleted) or level > 0:
            return self._item(text, level)
        return Element(category="text", text=text, page=self.page)

    def _item(self, text: str, level: int) -> Element:
        return Element(category="item", text=text, depth=level + 1, page=self.page)

    def _number(self, node: Any, level: int) -> str:
        start = int(node.get("startAt", "1"))
        self._counts[level] = self._counts.get(level, start - 1) + 1
        style, before, after = _AUTOMATIC.get(node.get("type"), ("decimal", "", "."))
        return f"{before}{formatted(self._counts[level], style)}{after}"


def shown_text(frame: Any, ground: Colour | None = None) -> str:
    """The text of a frame without what is struck out, its paragraphs on lines of their own."""
    return "\n".join(paragraph_text(paragraph, ground) for paragraph in frame.paragraphs)


def paragraph_text(paragraph: Any, ground: Colour | None = None) -> str:
    """The text of a paragraph without what is struck out or cannot be seen on its ground."""
    parts = []
    for node in paragraph._p:
        if node.tag == f"{_MAIN}br":
            parts.append("\n")
        elif node.tag in (f"{_MAIN}r", f"{_MAIN}fld"):
            properties = node.find(f"{_MAIN}rPr")
            struck = properties is not None and properties.get("strike", "noStrike") != "noStrike"
            text = node.find(f"{_MAIN}t")
            is_read = text is not None and not struck and is_run_seen(node, ground)
            parts.append(text.text or "" if is_read else "")
    return "".join(parts)


def _has_bullet(properties: Any, by_default: bool) -> bool:
    if properties is None:
        return by_default
    if properties.find(f"{_MAIN}buNone") is not None:
        return False
    if properties.find(f"{_MAIN}buChar") is not None:
        return True
    return by_default
