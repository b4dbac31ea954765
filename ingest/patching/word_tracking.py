"""Tracked changes of Word: what was inserted and deleted, by whom, and when."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from ingest.patching.places import PlaceNotFound

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DELETED = {qn("w:t"): qn("w:delText"), qn("w:instrText"): qn("w:delInstrText")}
#: Changes of another change, and marks that a copied run must not carry on.
_NOT_COPIED = ("w:rPrChange", "w:ins", "w:del", "w:moveFrom", "w:moveTo")
#: What may stand behind the properties of a paragraph's mark.
_AFTER_MARK = ("w:sectPr", "w:pPrChange")


@dataclass
class Tracker:
    """Makes the elements of one author's changes."""

    author: str
    at: datetime
    _next: int = field(default=1)

    @classmethod
    def of(cls, root: Any, author: str, at: datetime | None) -> Tracker:
        """One whose ids are not in use in the document."""
        ids = [value for node in root.iter() if (value := node.get(qn("w:id"), "")).isdecimal()]
        moment = at or datetime.now(UTC)
        return cls(author or "Zeroji", moment.astimezone(UTC), 1 + max(map(int, ids), default=0))

    def mark(self, name: str) -> Any:
        """A new ``w:ins`` or ``w:del``."""
        node = etree.Element(qn(name))
        node.set(qn("w:id"), self.new_id())
        node.set(qn("w:author"), self.author)
        node.set(qn("w:date"), self.at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return node

    def new_id(self) -> str:
        self._next += 1
        return str(self._next - 1)

    def delete(self, run: Any) -> None:
        """Mark a run as deleted, together with the run before it where that is deleted too."""
        for node in list(run):
            if node.tag in _DELETED:
                node.tag = _DELETED[node.tag]
                node.set(SPACE, "preserve")
        before, parent = run.getprevious(), run.getparent()
        if before is not None and before.tag == qn("w:del") and self._is_own(before):
            before.append(run)
            return
        wrapper = self.mark("w:del")
        parent.replace(run, wrapper)
        wrapper.append(run)

    def insert(self, text: str, properties: Any) -> Any:
        """An inserted run. Raises PlaceNotFound for control characters."""
        wrapper = self.mark("w:ins")
        wrapper.append(run_of(text, properties))
        return wrapper

    def mark_paragraph(self, paragraph: Any, name: str) -> None:
        """Say that a paragraph's end (its mark) was inserted or deleted."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            properties = etree.Element(qn("w:pPr"))
            paragraph.insert(0, properties)
        own = properties.find(qn("w:rPr"))
        if own is None:
            own = etree.Element(qn("w:rPr"))
            following = [properties.find(qn(tag)) for tag in _AFTER_MARK]
            place = next((properties.index(n) for n in following if n is not None), len(properties))
            properties.insert(place, own)
        if own.find(qn(name)) is None:
            is_behind = name == "w:del" and own.find(qn("w:ins")) is not None
            own.insert(1 if is_behind else 0, self.mark(name))

    def mark_row(self, row: Any, name: str) -> None:
        """Say that a row of a table was inserted or deleted."""
        properties = row.find(qn("w:trPr"))
        if properties is None:
            properties = etree.Element(qn("w:trPr"))
            exceptions = row.find(qn("w:tblPrEx"))
            row.insert(0 if exceptions is None else 1, properties)
        if properties.find(qn(name)) is None:
            properties.append(self.mark(name))

    def _is_own(self, node: Any) -> bool:
        return bool(
            node.get(qn("w:author")) == self.author
            and node.get(qn("w:date")) == self.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        )


def run_of(text: str, properties: Any) -> Any:
    """A run with a text, tabs and line breaks, in the type of ``properties`` (an ``rPr``)."""
    run = etree.Element(qn("w:r"))
    if properties is not None:
        run.append(own_properties(properties))
    for n, line in enumerate(text.split("\n")):
        if n:
            etree.SubElement(run, qn("w:br"))
        for m, piece in enumerate(line.split("\t")):
            if m:
                etree.SubElement(run, qn("w:tab"))
            if piece:
                _text(run, piece)
    return run


def own_properties(properties: Any) -> Any:
    """A copy of the properties of a run, without what was changed in them."""
    copied = deepcopy(properties)
    for name in _NOT_COPIED:
        for node in copied.findall(qn(name)):
            copied.remove(node)
    return copied


def _text(run: Any, text: str) -> None:
    node = etree.SubElement(run, qn("w:t"))
    node.set(SPACE, "preserve")
    try:
        node.text = text
    except ValueError as error:
        raise PlaceNotFound(
            "The text has control characters, which Word refuses.",
            "Word で使えない制御文字が含まれています。取り除いてください。",
        ) from error
