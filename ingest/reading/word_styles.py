"""What the styles of a Word document say of its paragraphs: headings, lists, bold type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

#: Word, LibreOffice and Google Docs name the styles of headings in the language of the user.
_HEADING = re.compile(
    r"(?:heading|見出し|標題|titre|überschrift|título|titolo|kop|rubrik|제목|标题)\s*([1-9])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"title|表題|標題|タイトル|titel|título|titolo", re.IGNORECASE)
_LIST = re.compile(r"(?:list|リスト|箇条書き|段落番号)", re.IGNORECASE)
_BODY_LEVEL = 9


class Styles:
    """The paragraph styles of a document by their id, each with those that it is based on."""

    def __init__(self, document: Any) -> None:
        self._nodes = {
            node.get(qn("w:styleId")): node for node in document.styles.element.iter(qn("w:style"))
        }
        self._default = next(
            (
                style
                for style, node in self._nodes.items()
                if node.get(qn("w:type")) == "paragraph"
                and node.get(qn("w:default")) in ("1", "true")
            ),
            None,
        )

    def of(self, paragraph: Any) -> str:
        """The id of a paragraph's style."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return str(style.get(qn("w:val")) if style is not None else self._default or "")

    def heading_level(self, paragraph: Any) -> int | None:
        """The level of a heading from 1; None for other paragraphs."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None:
            return _outline(own)
        for node in self._chain(self.of(paragraph)):
            named = _HEADING.fullmatch(_name(node))
            if named:
                return int(named[1])
            outline = node.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if outline is not None:
                return _outline(outline)
        return None

    def is_title(self, paragraph: Any) -> bool:
        return any(_TITLE.fullmatch(_name(node)) for node in self._chain(self.of(paragraph)))

    def is_list(self, paragraph: Any) -> bool:
        """Whether a paragraph's style is one for list items, numbered or not."""
        return any(_LIST.match(_name(node)) for node in self._chain(self.of(paragraph)))

    def is_bold(self, style: str) -> bool:
        for node in self._chain(style):
            bold = node.find(f"{qn('w:rPr')}/{qn('w:b')}")
            if bold is not None:
                return is_on(bold)
        return False

    def run_properties(self, run: Any, paragraph: Any) -> Iterator[Any]:
        """What is set of a run: by itself, by its own style, by its paragraph's."""
        own = run.find(qn("w:rPr"))
        named = own.find(qn("w:rStyle")) if own is not None else None
        character = str(named.get(qn("w:val"), "")) if named is not None else ""
        chain = (*self._chain(character), *self._chain(self.of(paragraph)))
        found = [own, *(node.find(qn("w:rPr")) for node in chain)]
        yield from (properties for properties in found if properties is not None)

    def numbering(self, paragraph: Any) -> tuple[str, int | None, str] | None:
        """The list that a paragraph belongs to: its id, level from 0 if said, and style's id."""
        style = self.of(paragraph)
        places = [("", paragraph.find(qn("w:pPr")))]
        places += [
            (str(node.get(qn("w:styleId"))), node.find(qn("w:pPr"))) for node in self._chain(style)
        ]
        level: int | None = None
        for name, properties in places:
            number = properties.find(qn("w:numPr")) if properties is not None else None
            if number is None:
                continue
            depth, list_id = number.find(qn("w:ilvl")), number.find(qn("w:numId"))
            if level is None and depth is not None:
                level = int(depth.get(qn("w:val")))
            if list_id is not None:
                found = str(list_id.get(qn("w:val")))
                return None if found == "0" else (found, level, name or style)
        return None

    def _chain(self, style: str) -> Iterator[Any]:
        seen: set[str] = set()
        while style in self._nodes and style not in seen:
            seen.add(style)
            node = self._nodes[style]
            yield node
            based = node.find(qn("w:basedOn"))
            style = str(based.get(qn("w:val"))) if based is not None else ""


def is_on(switch: Any) -> bool:
    """Whether an on-off property is on: it is unless its value says otherwise."""
    return switch.get(qn("w:val"), "true") not in ("0", "false", "off", "none")


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return str(name.get(qn("w:val"), "")) if name is not None else ""


def _outline(node: Any) -> int | None:
    level = int(node.get(qn("w:val")))
    return level + 1 if level < _BODY_LEVEL else None
