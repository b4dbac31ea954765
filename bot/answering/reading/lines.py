"""The lines of a section, and what belongs to a line.

A line is a sentence or a list item. With a line come those that it cannot be read without: the
sentence that leads its list in, the items that a sentence leads in, the proviso (ただし…) and the
sentence that 前項 or この場合 points back to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from ingest.chunking import sentences
from knowledge.model import Block, Section

LEADS_IN = re.compile(r"(次の|以下の|下記の|左の|次に|のとおり|[:：]$)")
_PROVISO = re.compile(r"^(ただし|但し|なお|この場合|その場合|また、|もっとも|例外)")
_POINTS_BACK = re.compile(
    r"^[(（]?[0-9０-９]*[)）.．、\s　]*(ただし|但し|この場合|その場合|前項|この|その|これ|同|上記)"
)


#: How items are marked, by how deep such marks mostly stand: 1. and ２　for a paragraph.
_PARAGRAPH = re.compile(r"^\s*[0-9０-９]{1,2}(?:[.．、)）]|\s|　)")
_ITEM = re.compile(
    r"^\s*(?:[(（][0-9０-９一二三四五六七八九十ア-ンa-z]{1,3}[)）]|[①-⑳ⅰ-ⅹ]"
    r"|[ア-ン一二三四五六七八九十][.．、)）　]|[・•●○*-])"
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence, item or note of a section."""

    text: str
    #: Index of the section's block that it is from.
    block: int
    #: Whether the block is an item of a list that a sentence leads in.
    is_item: bool


def lines_of(section: Section) -> list[Line]:
    """The lines of a section in reading order, table rows left out."""
    found: list[Line] = []
    for number, block in enumerate(section.blocks):
        if block.kind != "row":
            is_item = _is_item(block)
            parts = [block.text] if is_item else sentences(block.text)
            found += [Line(text=text, block=number, is_item=is_item) for text in parts]
    return found


def _is_item(block: Block) -> bool:
    """1. and ２ mark paragraphs of an article; (1), ① and dots mark items."""
    if _ITEM.match(block.text):
        return True
    return block.kind == "item" and not _PARAGRAPH.match(block.text)


def belonging(lines: Sequence[Line], chosen: Set[int]) -> set[int]:
    """The lines without which the chosen ones cannot be read."""
    needed: set[int] = set()
    for n in chosen:
        needed |= _led_in(lines, n, chosen)
        if lines[n].is_item:
            lead = lead_of(lines, n)
            needed |= {lead} if lead is not None else set()
        needed |= _provisos(lines, n)
        if n > 0 and points_back(lines[n].text):
            needed.add(_start_of_block(lines, n) if lines[n].block != lines[n - 1].block else n - 1)
    return needed


def lead_of(lines: Sequence[Line], item: int) -> int | None:
    """The line that leads an item in."""
    return next((n for n in range(item - 1, -1, -1) if not lines[n].is_item), None)


def points_back(text: str) -> bool:
    """Whether a line cannot be read without the one before: ただし…, この場合…, 前項…."""
    return bool(_POINTS_BACK.match(text))


def _led_in(lines: Sequence[Line], lead: int, chosen: Set[int]) -> set[int]:
    """All items of a list that is led in, unless some of them were chosen by themselves."""
    if lines[lead].is_item or not LEADS_IN.search(lines[lead].text):
        return set()
    items: set[int] = set()
    for n in range(lead + 1, len(lines)):
        if not lines[n].is_item:
            if lines[n].block == lines[lead].block:
                continue
            break
        items.add(n)
    return set() if items & chosen else items


def _provisos(lines: Sequence[Line], n: int) -> set[int]:
    """The sentences of the same block that limit a line."""
    found: set[int] = set()
    for following in range(n + 1, len(lines)):
        same = lines[following].block == lines[n].block
        if not same or not _PROVISO.match(lines[following].text):
            break
        found.add(following)
    return found


def _start_of_block(lines: Sequence[Line], n: int) -> int:
    """The first line of the paragraph before, which 前項 means; its lead-in, if it is a list."""
    if lines[n - 1].is_item:
        lead = lead_of(lines, n)
        return n - 1 if lead is None else lead
    before = lines[n - 1].block
    return next(k for k in range(n) if lines[k].block == before)
