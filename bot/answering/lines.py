"""Chooses the lines of a section that answer: never less than the answer needs.

A line is a sentence or a list item. With a line come those that it cannot be read without: the
sentence that leads its list in, the items that a sentence leads in, the proviso (ただし…) and the
sentence that 前項 or この場合 points back to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.matters import Matter, covered, terms_of
from bot.answering.values import Range, ranges
from ingest.chunking import sentences
from knowledge.model import Block, Section
from knowledge.question_types import Wanted, states

#: Texts up to this length are quoted whole: cutting them saves nobody time.
SHORT = 160
#: A line is quoted that comes this close to the best.
_CLOSE = 0.55
#: What stating the kind of thing that is asked counts for, beside all words of the question.
_STATES = 0.35
_VALUE = 0.3
#: Words that the heading names already tell little about the line.
_NAMED_ABOVE = 0.35

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


def relevance(
    line: Line,
    matters: Sequence[Matter],
    above: frozenset[str],
    wanted: Wanted | None,
    values: Sequence[Range],
) -> float:
    """How much a line says of what is asked; ``above`` are the terms of its headings."""
    terms = terms_of(line.text)
    total = sum(matter.weight for matter in matters) or 1.0
    own = sum(
        matter.weight * (_NAMED_ABOVE if matter.is_in(above) else 1.0)
        for matter in matters
        if matter.is_in(terms)
    )
    stated = _STATES if wanted is not None and states(wanted, line.text) else 0.0
    return own / total + stated + (_VALUE if _speaks_of(values, line.text) else 0.0)


def choose(
    lines: Sequence[Line],
    matters: Sequence[Matter],
    above: frozenset[str],
    wanted: Wanted | None,
    values: Sequence[Range],
    close: float = _CLOSE,
    short: int = SHORT,
) -> list[int]:
    """Indices of the lines that answer, with what belongs to them, in reading order."""
    if sum(len(line.text) for line in lines) <= short:
        return list(range(len(lines)))
    scores = [relevance(line, matters, above, wanted, values) for line in lines]
    best = max(scores, default=0.0)
    chosen = {n for n, score in enumerate(scores) if score >= close * best}
    return sorted(chosen | _belonging(lines, chosen, scores))


def _speaks_of(values: Sequence[Range], text: str) -> bool:
    """Whether a value of the question lies in a range that a line gives."""
    if not values:
        return False
    said = ranges(text)
    return any(
        (found.holds(value) and not found.is_value) or found == value
        for value in values
        for found in said
    )


def _belonging(lines: Sequence[Line], chosen: set[int], scores: Sequence[float]) -> set[int]:
    """The lines without which the chosen ones cannot be read."""
    needed: set[int] = set()
    for n in chosen:
        needed |= _led_in(lines, n, chosen)
        if lines[n].is_item:
            needed |= _lead_of(lines, n)
        needed |= _provisos(lines, n)
        if n > 0 and _POINTS_BACK.match(lines[n].text):
            needed.add(_start_of_block(lines, n) if lines[n].block != lines[n - 1].block else n - 1)
    return needed


def _lead_of(lines: Sequence[Line], item: int) -> set[int]:
    before = [n for n in range(item) if not lines[n].is_item]
    return {before[-1]} if before else set()


def _led_in(lines: Sequence[Line], lead: int, chosen: set[int]) -> set[int]:
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
    """The first line of the paragraph before, which 前項 means."""
    before = lines[n - 1].block
    return next(k for k in range(n) if lines[k].block == before)


def coverage(lines: Sequence[str], above: frozenset[str], matters: Sequence[Matter]) -> float:
    """Share of the matters' weight that these lines and their headings speak of, in [0, 1]."""
    held = set(above).union(*(terms_of(line) for line in lines)) if lines else set(above)
    total = sum(matter.weight for matter in matters)
    return covered(matters, held) / total if total else 0.0
