"""Whole paragraphs of Word: new ones, deleted ones, and those that are to say something else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from ingest.patching.places import PlaceNotFound
from ingest.patching.word_text import Text, runs_of
from ingest.patching.word_tracking import Tracker

_PICTURES = ("w:drawing", "w:pict", "w:object")
#: Properties that belong to a paragraph's mark or to its section, not to its style.
_NOT_STYLE = ("w:rPr", "w:sectPr", "w:pPrChange")


def rewrite_shown(text: Text, line: str, tracker: Tracker, start: int = 0) -> None:
    """Make a paragraph say a line, from a character on; the space around it stays."""
    said = str(text)
    first = start + len(said[start:]) - len(said[start:].lstrip())
    end = max(first, len(said.rstrip()))
    text.rewrite(first, end, line, tracker)


def delete_paragraph(paragraph: Any, tracker: Tracker) -> None:
    """Mark a whole paragraph as deleted, what is not seen of it included.

    Raises PlaceNotFound for one with a picture, which nobody meant to delete with the text.
    """
    if next(paragraph.iter(*map(qn, _PICTURES)), None) is not None:
        raise PlaceNotFound(
            "A paragraph that would be deleted holds a picture or a shape: delete it in Word.",
            "削除する段落に図が含まれています。Word で直してください。",
        )
    for run in list(runs_of(paragraph)):
        tracker.delete(run)
    following = paragraph.getnext()
    is_last = following is None or following.tag != qn("w:p")
    if not is_last and paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        tracker.mark_paragraph(paragraph, "w:del")


def insert_paragraph(anchor: Any, line: str, behind: bool, like: Any, tracker: Tracker) -> Any:
    """A new paragraph with a line, in the style of ``like``, behind or before ``anchor``."""
    made = paragraph_like(like, line, tracker)
    if not behind:
        anchor.addprevious(made)
        tracker.mark_paragraph(made, "w:ins")
        return made
    anchor.addnext(made)
    if anchor.tag == qn("w:p") and not _is_deleted(anchor):
        _part(anchor, made, tracker)
    else:
        tracker.mark_paragraph(made, "w:ins")
    return made


def paragraph_like(like: Any, line: str, tracker: Tracker) -> Any:
    """A paragraph that says a line as inserted text, in the style of another one."""
    made = etree.Element(qn("w:p"))
    if (style := _style(like)) is not None:
        made.append(style)
    run = next(iter(runs_of(like)), None)
    if line:
        made.append(tracker.insert(line, run.find(qn("w:rPr")) if run is not None else None))
    return made


def _part(paragraph: Any, made: Any, tracker: Tracker) -> None:
    """Insert the end of the paragraph before: the new one takes over its end, as in Word itself.

    Marked the other way, the next paragraph may lose its style when the change is rejected.
    """
    old = _taken_over(paragraph)
    tracker.mark_paragraph(paragraph, "w:ins")
    if _bytes(old) == _bytes(_style(made)):
        return
    properties = made.find(qn("w:pPr"))
    if properties is None:
        properties = etree.Element(qn("w:pPr"))
        made.insert(0, properties)
    change = tracker.mark("w:pPrChange")
    change.append(old if old is not None else etree.Element(qn("w:pPr")))
    properties.append(change)


def _taken_over(paragraph: Any) -> Any:
    """The style to which a paragraph's end goes back; a new one hands on what it took over."""
    change = paragraph.find(f"{qn('w:pPr')}/{qn('w:pPrChange')}")
    if change is None or not _is_new(paragraph):
        return _style(paragraph)
    change.getparent().remove(change)
    return change.find(qn("w:pPr"))


def _is_new(paragraph: Any) -> bool:
    return all(run.getparent().tag == qn("w:ins") for run in runs_of(paragraph))


def _is_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _style(paragraph: Any) -> Any:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return None
    copied = deepcopy(properties)
    for name in _NOT_STYLE:
        for node in copied.findall(qn(name)):
            copied.remove(node)
    return copied


def _bytes(node: Any) -> bytes:
    return b"" if node is None or not len(node) else bytes(etree.tostring(node, method="c14n"))
