"""Pages set in two columns: where the gutter is, and in which order the parts are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ingest.reading.gutter import gutter_of
from ingest.reading.page import Box, Line, Ruled, hull

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Region:
    """A part of the page that is read before the next one."""

    box: Box
    #: Left and right edge between which its lines are set.
    left: float
    right: float

    def holds(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return self.box[0] <= x < self.box[2] and self.box[1] <= y < self.box[3]


@dataclass(frozen=True, kw_only=True)
class Columns:
    #: In reading order; empty for a page in one column.
    regions: tuple[Region, ...] = ()
    #: Right edge of the left column and left edge of the right one.
    gutter: tuple[float, float] | None = None


def columns(boxes: Sequence[Box], size: float, expected: Columns) -> Columns:
    """The columns that boxes of words or characters stand in; ``size`` is that of the type.

    ``expected`` are those of the page before: little text is enough to see the same gutter again.
    """
    if not boxes or size <= 0:
        return replace(expected, regions=())
    middle = sum(expected.gutter) / 2 if expected.gutter else None
    center, bands = gutter_of(boxes, size, middle)
    if not bands:
        return replace(expected, regions=())
    gutter = _gutter(boxes, center, bands, expected)
    return Columns(regions=tuple(_regions(boxes, center, gutter, bands)), gutter=gutter)


def in_columns(
    found: Columns,
    items: Sequence[Item],
    box_of: Callable[[Item], Box],
    lines_of: Callable[[Sequence[Item]], list[Line]],
) -> list[Line]:
    """The lines that items form, column by column.

    Lines of a right column are moved to the left margin, so that all columns measure alike.
    """
    if not found.regions:
        return lines_of(items)
    lines: list[Line] = []
    for number, region in enumerate(found.regions):
        shift = region.left - found.regions[0].left
        lines += [
            replace(
                line,
                x0=line.x0 - shift,
                x1=line.x1 - shift,
                column=number,
                limit=region.right - shift,
            )
            for line in lines_of([item for item in items if region.holds(box_of(item))])
        ]
    return lines


def tables_in_columns(found: Columns, tables: Sequence[Ruled]) -> list[Ruled]:
    """The tables with the place of their column; those of a right column are moved likewise."""
    placed = []
    for table in tables:
        number = next((n for n, r in enumerate(found.regions) if r.holds(table.box)), None)
        if number is None:
            placed.append(table)
            continue
        shift = found.regions[number].left - found.regions[0].left
        moved = tuple(x - shift for x in table.columns)
        placed.append(replace(table, columns=moved, column=number))
    return placed


def _gutter(
    boxes: Sequence[Box], middle: float, bands: Sequence[tuple[float, float]], expected: Columns
) -> tuple[float, float]:
    beside = [b for b in boxes if any(start <= (b[1] + b[3]) / 2 < end for start, end in bands)]
    before = max((b[2] for b in beside if (b[0] + b[2]) / 2 < middle), default=middle)
    behind = min((b[0] for b in beside if (b[0] + b[2]) / 2 >= middle), default=middle)
    if expected.gutter is None:
        return before, behind
    return max(before, expected.gutter[0]), min(behind, expected.gutter[1])


def _regions(
    boxes: Sequence[Box],
    middle: float,
    gutter: tuple[float, float],
    bands: Sequence[tuple[float, float]],
) -> list[Region]:
    """The columns of each band, and what stands above, between and below over the full width."""
    left, top, right, bottom = hull(boxes)
    regions, reached = [], top - 1
    for start, end in bands:
        regions += [
            Region(box=(left - 1, reached, right + 1, start), left=left, right=right),
            Region(box=(left - 1, start, middle, end), left=left, right=gutter[0]),
            Region(box=(middle, start, right + 1, end), left=gutter[1], right=right),
        ]
        reached = end
    regions.append(Region(box=(left - 1, reached, right + 1, bottom + 1), left=left, right=right))
    return regions
