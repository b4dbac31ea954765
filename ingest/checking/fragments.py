"""Sections cut into what is said at once: a sentence, what stands in brackets, a table cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ingest.checking.quantities import quantities
from ingest.checking.quantity import Quantity
from ingest.checking.spelling import normal
from ingest.chunking import sentences
from ingest.structure.numbering import without_number
from knowledge.model import Block, Section, heading_label

#: Text that states no rule in force: examples, dates of effect, amendments.
_NO_RULE = re.compile(
    r"例えば|たとえば|例:|\(例\)|施行|改定|改正|改訂|従前の例|最終更新|更新日|改定前"
)
#: What no text with a figure lacks; most text is left out by it, unread.
_FIGURE = re.compile(r"[0-9０-９〇一二三四五六七八九十百半前翌末]")
_EXCEPTION = re.compile(r"^\W*(?:ただし|但し|なお)")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_CELL = re.compile(r"\s+/\s+")
_LABEL = re.compile(r"^([^:]{1,40}):\s+(.*)$", re.DOTALL)
#: ``終業 ・・・ 18時``, ``3万円未満：課長``: a name and its value.
_NAMED = re.compile(
    r"^(?:\(\d+\)|[・•*-])?\s*([^。:]{1,60}?)\s*(?:・{2,}|\.{3,}|:(?!\d))\s*(.+)$", re.DOTALL
)
#: Headings of several matters tell nothing about one figure below them.
_SEVERAL = re.compile(r"[、・,]|及び|および|並びに|その他")
_POINTS_TO_LIST = re.compile(r"(?:次|以下|下記)の(?!とおり)")
_LONGEST_LEAD = 60


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """Something said at once, normalised, with what it is said about."""

    #: The sentence or row as it stands in the section.
    quote: str
    text: str
    #: Around it, from the nearest out: the sentence of a bracket, the row of a cell, headings.
    around: tuple[str, ...]
    #: How many of these are sentences before it and not headings or cells.
    said: int = 0
    #: The items that it introduces: 次の書類を提出する.
    listed: str = ""
    #: Figures under which it holds: those of a row's key, of a question.
    conditions: tuple[Quantity, ...] = ()
    is_exception: bool = False
    #: Of a cell: the row and the column, ``課長・宿泊費``.
    label: str = ""
    #: Of a cell: what the row is for.
    key: str = ""
    #: A value beside its name; the key of a row says of what the row is.
    is_cell: bool = False
    is_key: bool = False


def fragments(section: Section, is_repeated: bool) -> Iterator[Fragment]:
    """The fragments of a section in reading order.

    ``is_repeated`` tells that the manual has its heading several times, so that only the heading
    above says what it is about.
    """
    around = title(section, is_repeated)
    asked = tuple(quantities(around[0])) if section.question is not None else ()
    lead = ""
    for number, block in enumerate(section.blocks):
        following = section.blocks[number + 1] if number + 1 < len(section.blocks) else None
        if block.kind == "note" or _names_table(block, following):
            continue
        if not _FIGURE.search(block.text):
            lead = _lead(block, lead)
            continue
        context = (lead, *around) if lead else around
        for fragment in _of_block(block, context, asked, _listed(section.blocks[number:])):
            if not _NO_RULE.search(fragment.text):
                yield fragment
        lead = _lead(block, lead)


def headings(section: Section) -> tuple[str, ...]:
    """What the headings name, from the nearest out, normalised."""
    return tuple(normal(heading_label(heading)) for heading in reversed(section.heading_path))


def title(section: Section, is_repeated: bool) -> tuple[str, ...]:
    """The nearest heading, and the one above where that is of one matter only."""
    nearest, *others = headings(section)
    return (nearest, *(o for o in others[:1] if is_repeated or not _SEVERAL.search(o)))


def _of_block(
    block: Block, around: tuple[str, ...], asked: tuple[Quantity, ...], listed: str
) -> Iterator[Fragment]:
    text = normal(block.text)
    if block.kind == "row" or _CELL.search(block.text):
        yield from _cells(block.text, _CELL.split(text), around)
    elif named := _NAMED.match(text):
        yield from _cells(block.text, [named[1], named[2]], around)
    else:
        yield from _sentences(block.text, around, asked, listed)


def _sentences(
    text: str, around: tuple[str, ...], asked: tuple[Quantity, ...], listed: str
) -> Iterator[Fragment]:
    said: tuple[str, ...] = ()
    for sentence in sentences(text):
        whole = normal(sentence)
        is_exception = _EXCEPTION.match(whole) is not None
        outer = Fragment(
            quote=sentence,
            text=_PARENTHESIS.sub(_unless_figures, whole),
            around=(*said, *around),
            said=len(said),
            listed=listed if _POINTS_TO_LIST.search(whole) else "",
            conditions=asked,
            is_exception=is_exception,
        )
        yield outer
        yield from _brackets(whole, outer)
        said = (outer.text, *said[:1])


def _cells(quote: str, cells: Sequence[str], around: tuple[str, ...]) -> Iterator[Fragment]:
    key, values = cells[0], cells[1:] or cells
    keyed = tuple(quantities(key)) if len(cells) > 1 else ()
    if keyed:
        yield Fragment(quote=quote, text=key, around=around, is_key=True)
    for cell in values:
        labelled = _LABEL.match(cell)
        label, text = (labelled[1], labelled[2]) if labelled else ("", cell)
        beside = [other for other in cells[1:] if other is not cell and not quantities(other)]
        row = (label, key, " ".join(beside)) if len(cells) > 1 else (label,)
        names = (_value(key) if len(cells) > 1 else "", label)
        for number, sentence in enumerate(sentences(text)):
            value = Fragment(
                quote=quote,
                text=_PARENTHESIS.sub(_unless_figures, sentence),
                around=(*row, *around),
                conditions=(*keyed, *quantities(label)),
                is_exception=_EXCEPTION.match(sentence) is not None,
                label="・".join(name for name in names if name),
                key=names[0],
                is_cell=number == 0,
            )
            yield value
            yield from _brackets(sentence, value)


def _value(cell: str) -> str:
    labelled = _LABEL.match(cell)
    return labelled[2] if labelled else cell


def _brackets(text: str, outer: Fragment) -> Iterator[Fragment]:
    """What brackets with figures say beside the text around them: （2人以上なら10日）."""
    for found in _PARENTHESIS.finditer(text):
        if quantities(found[1]):
            yield Fragment(
                quote=outer.quote,
                text=found[1],
                around=(text[: found.start()], *outer.around),
                said=outer.said + (not outer.is_cell),
                is_exception=outer.is_exception,
                label=outer.label,
                key=outer.key,
                is_cell=outer.is_cell,
            )


def _unless_figures(found: re.Match[str]) -> str:
    return "" if quantities(found[1]) else found[0]


def _names_table(block: Block, following: Block | None) -> bool:
    """Whether a line is the name of the table below it, which its rows repeat."""
    if following is None or following.kind != "row" or block.kind == "row":
        return False
    return following.text.startswith(without_number(block.text))


def _listed(blocks: Sequence[Block]) -> str:
    """What the items below a block name, those with figures left out."""
    items = takewhile(lambda block: block.kind == "item", blocks[1:])
    return "、".join(
        normal(block.text) for block in items if not _FIGURE.search(without_number(block.text))
    )


def _lead(block: Block, lead: str) -> str:
    """The line that introduces what follows: ``1. 正社員の場合``."""
    text = normal(block.text)
    if not text.endswith("。") and not quantities(text):
        return text if len(text) <= _LONGEST_LEAD else ""
    return "" if block.kind == "text" else lead
