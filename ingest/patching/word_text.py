"""The text of a Word paragraph, character by character, and tracked changes of it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from ingest.patching.alignment import changes
from ingest.patching.places import PlaceNotFound
from ingest.patching.word_tracking import SPACE, Tracker
from ingest.reading.word_styles import Styles, is_on
from ingest.reading.word_visibility import is_seen

#: What a run may hold besides text, each one character.
_PIECES = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_GONE = (qn("w:del"), qn("w:moveFrom"))
_WRAPPERS = (qn("w:ins"), qn("w:moveTo"))
_LOCKS = ("contentLocked", "sdtContentLocked")


@dataclass
class Character:
    """One character and where it stands."""

    text: str
    run: Any
    #: The ``w:t``, tab or break, and where in its text.
    node: Any
    offset: int
    #: Why it cannot be changed (in English and Japanese).
    fixed: tuple[str, str] | None


_FIELD = ("a field, which Word calculates", "自動計算のフィールド")
_RUBY = ("text with readings above it", "ふりがな付きの文字")
_LOCKED = ("a locked or linked content control", "編集できないコンテンツコントロール")
_SHAPE = ("a text box", "テキストボックス")


class Text:
    """What a reader sees of a paragraph."""

    def __init__(self, paragraph: Any, styles: Styles) -> None:
        self.paragraph = paragraph
        self._split_marks()
        self.characters = list(_characters(paragraph, styles))

    def __str__(self) -> str:
        return "".join(character.text for character in self.characters)

    def rewrite(self, start: int, end: int, text: str, tracker: Tracker) -> None:
        """Make the characters from ``start`` to ``end`` say ``text``, as a tracked change.

        Only what differs is changed. Raises PlaceNotFound where that is nobody's to change.
        """
        for first, last, new in reversed(changes(str(self)[start:end], text)):
            self._replace(start + first, start + last, new, tracker)

    def _replace(self, start: int, end: int, text: str, tracker: Tracker) -> None:
        self._check(start, end)
        self._split_before(end)
        self._split_before(start)
        source = self._like(start, end)
        properties = source.run.find(qn("w:rPr")) if source else None
        runs = list(dict.fromkeys(c.run for c in self.characters[start:end]))
        for run in runs:
            tracker.delete(run)
        if text:
            self._put(text, properties, (start, end), tracker)

    def _put(self, text: str, properties: Any, place: tuple[int, int], tracker: Tracker) -> None:
        """Insert behind what is replaced, else where nothing is parted that belongs together."""
        (start, end), inserted = place, tracker.insert(text, properties)
        before = self.characters[end - 1] if end > 0 else None
        after = self.characters[end] if end < len(self.characters) else None
        in_field = before is not None and before.fixed is not None and end == start
        if before is None and after is None:
            self.paragraph.append(inserted)
        elif (before is None or in_field) and after is not None:
            _before(after.run, inserted, tracker)
        elif in_field:
            self.paragraph.append(inserted)
        elif before is not None:
            _behind(before.run, inserted, after.run if after else None, tracker)

    def _like(self, start: int, end: int) -> Character | None:
        """The character whose type an insertion takes."""
        if not self.characters:
            return None
        if end > start:
            return self.characters[start]
        usual = [c for c in self.characters[max(0, start - 1) : start + 1] if c.fixed is None]
        return usual[0] if usual else self.characters[max(0, start - 1)]

    def _check(self, start: int, end: int) -> None:
        touched = self.characters[start:end]
        if start == end and 0 < start < len(self.characters):
            around = self.characters[start - 1], self.characters[start]
            if all(c.fixed is not None for c in around):
                touched = list(around)
        for character in touched:
            if character.fixed is not None:
                raise PlaceNotFound(
                    f"The changed text is in {character.fixed[0]}: change it in Word.",
                    f"変更箇所が{character.fixed[1]}に含まれています。Word で直してください。",
                )

    def _split_before(self, place: int) -> None:
        """Begin a run with a character, if it does not begin one."""
        if place <= 0 or place >= len(self.characters):
            return
        character, before = self.characters[place], self.characters[place - 1]
        if character.run is not before.run:
            return
        run = character.run
        behind = _empty_copy(run)
        if character.offset:
            node = etree.SubElement(behind, qn("w:t"))
            node.set(SPACE, "preserve")
            node.text = character.node.text[character.offset :]
            rest = list(character.node.itersiblings())
            cut, old = character.offset, character.node
            old.text = old.text[:cut]
            old.set(SPACE, "preserve")
        else:
            rest = [character.node, *character.node.itersiblings()]
            node, cut, old = None, 0, None
        behind.extend(rest)
        run.addnext(behind)
        for later in self.characters[place:]:
            if later.run is not run:
                break
            later.run = behind
            if old is not None and later.node is old:
                later.node, later.offset = node, later.offset - cut

    def _split_marks(self) -> None:
        """Give references to notes, pictures and the like a run of their own."""
        for run in list(runs_of(self.paragraph)):
            while (mark := _mark_with_text(run)) is not None:
                behind = _empty_copy(run)
                place = run.index(mark)
                is_first = all(node.tag == qn("w:rPr") for node in run[:place])
                behind.extend(run[place + 1 :] if is_first else run[place:])
                run.addnext(behind)
                run = behind


def _characters(paragraph: Any, styles: Styles) -> Iterator[Character]:
    depth = 0
    shape = any(parent.tag == qn("w:txbxContent") for parent in paragraph.iterancestors())
    for run in runs_of(paragraph):
        for field in run.findall(qn("w:fldChar")):
            kind = field.get(qn("w:fldCharType"))
            depth += (kind == "begin") - (kind == "end")
        if not is_seen(run, styles) or _is_struck(run):
            continue
        fixed = _SHAPE if shape else _FIELD if depth > 0 or _in_field(run) else _locked(run)
        for node in run:
            yield from _pieces(run, node, fixed)


def _pieces(run: Any, node: Any, fixed: tuple[str, str] | None) -> Iterator[Character]:
    if node.tag == qn("w:t"):
        for offset, text in enumerate(node.text or ""):
            yield Character(text, run, node, offset, fixed)
    elif node.tag in _PIECES:
        yield Character(_PIECES[node.tag], run, node, 0, fixed)
    elif node.tag == qn("w:br") and node.get(qn("w:type")) in (None, "textWrapping"):
        yield Character("\n", run, node, 0, fixed)
    elif node.tag == qn("w:ruby"):
        base = node.find(qn("w:rubyBase"))
        for text in "".join(t.text or "" for t in base.iter(qn("w:t"))):
            yield Character(text, run, node, 0, fixed or _RUBY)


def runs_of(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph that are not deleted, without those of shapes and readings."""
    for run in paragraph.iter(qn("w:r")):
        inner = []
        for parent in run.iterancestors():
            if parent is paragraph:
                break
            inner.append(parent.tag)
        nested = (qn("w:p"), qn("w:ruby"), *_GONE)
        if not any(tag in nested for tag in inner):
            yield run


def _mark_with_text(run: Any) -> Any:
    """What stands in a run with text and is none; None where there is nothing such."""
    inner = [node for node in run if node.tag != qn("w:rPr")]
    marks = [node for node in inner if not _is_text(node)]
    return marks[0] if marks and len(inner) > 1 else None


def _is_text(node: Any) -> bool:
    return node.tag in (qn("w:t"), qn("w:br"), qn("w:lastRenderedPageBreak"), *_PIECES)


def _empty_copy(run: Any) -> Any:
    copied = etree.Element(run.tag, dict(run.attrib))
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        copied.append(deepcopy(properties))
    return copied


def _is_struck(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    found = (
        [properties.find(qn(n)) for n in ("w:strike", "w:dstrike")]
        if properties is not None
        else []
    )
    return any(node is not None and is_on(node) for node in found)


def _in_field(run: Any) -> bool:
    return next(run.iterancestors(qn("w:fldSimple")), None) is not None


def _locked(run: Any) -> tuple[str, str] | None:
    for control in run.iterancestors(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        if properties is None:
            continue
        lock = properties.find(qn("w:lock"))
        is_locked = lock is not None and lock.get(qn("w:val")) in _LOCKS
        if is_locked or properties.find(qn("w:dataBinding")) is not None:
            return _LOCKED
    return None


def _behind(run: Any, inserted: Any, following: Any, tracker: Tracker) -> None:
    """Put an insertion behind a run, outside of what others deleted, inserted or linked."""
    node = run
    while node.getparent().tag in (*_GONE, *_WRAPPERS, qn("w:hyperlink")):
        parent = node.getparent()
        is_link = parent.tag == qn("w:hyperlink") and following is not None
        if is_link and parent in following.iterancestors():
            break
        if parent.tag in _WRAPPERS and node.getnext() is not None:
            _split(parent, node, tracker)
        node = parent
    node.addnext(inserted)


def _before(run: Any, inserted: Any, tracker: Tracker) -> None:
    node = run
    while node.getparent().tag in (*_GONE, *_WRAPPERS, qn("w:hyperlink")):
        if node.getparent().tag in _WRAPPERS and node.getprevious() is not None:
            _split(node.getparent(), node.getprevious(), tracker)
        node = node.getparent()
    node.addprevious(inserted)


def _split(wrapper: Any, last: Any, tracker: Tracker) -> None:
    """Make two of an insertion: up to a node, and behind it."""
    behind = etree.Element(wrapper.tag, dict(wrapper.attrib))
    behind.set(qn("w:id"), tracker.new_id())
    behind.extend(list(last.itersiblings()))
    wrapper.addnext(behind)
