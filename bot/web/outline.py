"""Sections as a page shows them: headings where they change, table rows as tables again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.model import Block, Section


@dataclass(frozen=True, kw_only=True)
class Heading:
    text: str
    #: 2 to 6, as in HTML; the manual's title is 1.
    level: int


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Consecutive rows of one table: its columns and cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section with the headings that begin at it."""

    section: Section
    headings: tuple[Heading, ...]
    content: tuple[Block | Grid, ...]


def outline(sections: Sequence[Section]) -> list[Part]:
    parts: list[Part] = []
    above: tuple[str, ...] = ()
    for section in sections:
        headings = tuple(_new_headings(above, section.heading_path))
        content = tuple(_content(section.blocks))
        parts.append(Part(section=section, headings=headings, content=content))
        above = section.heading_path
    return parts


def _new_headings(above: tuple[str, ...], path: tuple[str, ...]) -> Iterator[Heading]:
    same = 0
    while same < min(len(above), len(path) - 1) and above[same] == path[same]:
        same += 1
    for depth in range(same, len(path)):
        yield Heading(text=path[depth], level=min(depth + 2, 6))


def _content(blocks: Sequence[Block]) -> Iterator[Block | Grid]:
    for columns, group in groupby(blocks, key=_columns):
        together = tuple(group)
        if columns:
            rows = tuple(tuple(value for _, value in _cells(block)) for block in together)
            yield Grid(columns=columns, rows=rows)
        else:
            yield from together


def _columns(block: Block) -> tuple[str, ...]:
    return tuple(name for name, _ in _cells(block))


def _cells(block: Block) -> list[tuple[str, str]]:
    """``役職: 部長 / 日当: 3,000円`` as pairs; nothing when the row is not written like that."""
    cells = [cell.partition(": ") for cell in block.text.split(" / ")]
    if block.kind != "row" or not all(colon for _, colon, _ in cells):
        return []
    return [(name, value) for name, _, value in cells]
