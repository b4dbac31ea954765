"""Sheets that are no FAQ: tables parted by blank rows and columns, with texts around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.reading.elements import Element
from ingest.reading.faq import Row
from ingest.reading.joining import one_line

#: Narrower neighbours of a blank column are no table of their own.
_NARROWEST_TABLE = 2


@dataclass(frozen=True)
class Area:
    """Cells of a sheet, by the numbers of their rows and columns from 0."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]

    def of(self, rows: Sequence[Row]) -> list[Row]:
        """What stands there, row by row."""
        return [[rows[r][c] for c in self.columns] for r in self.rows]


def sheet_elements(rows: Sequence[Row], sheet: str | None) -> list[Element]:
    """The sheet's title as a heading, then its texts and tables in order."""
    elements = [Element(category="heading", text=sheet, depth=1)] if sheet else []
    for area in _areas(rows):
        elements += _area_elements(rows, area)
    return elements


def tables(rows: Sequence[Row]) -> list[tuple[Area, Element]]:
    """The tables among them with where they stand: a row of the area for each of the element."""
    found = [_table_in(rows, area) for area in _areas(rows)]
    return [(area, _table(area.of(rows))) for area in found if area.rows]


def _areas(rows: Sequence[Row]) -> Iterator[Area]:
    for block in _blocks(rows):
        yield from _side_by_side(rows, block)


def _blocks(rows: Sequence[Row]) -> Iterator[list[int]]:
    block: list[int] = []
    for number, row in enumerate(rows):
        if any(cell.strip() for cell in row):
            block.append(number)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _side_by_side(rows: Sequence[Row], block: list[int]) -> Iterator[Area]:
    """The tables that stand beside each other, parted by blank columns; else the whole block."""
    width = len(rows[block[0]])
    runs: list[list[int]] = [[]]
    for column in range(width):
        if any(rows[r][column].strip() for r in block):
            runs[-1].append(column)
        elif runs[-1]:
            runs.append([])
    runs = [run for run in runs if run]
    if len(runs) < 2 or any(len(run) < _NARROWEST_TABLE for run in runs):
        yield Area(tuple(block), tuple(range(width)))
        return
    for run in runs:
        filled = [r for r in block if any(rows[r][c].strip() for c in run)]
        yield Area(tuple(filled), tuple(run))


def _area_elements(rows: Sequence[Row], area: Area) -> list[Element]:
    """Rows of one value above and below the table are text; so is an area that never has two."""
    block, table = area.of(rows), _table_in(rows, area)
    if not table.rows:
        return [*_texts(block)]
    start, end = area.rows.index(table.rows[0]), area.rows.index(table.rows[-1]) + 1
    return [*_texts(block[:start]), _table(table.of(rows)), *_texts(block[end:])]


def _table_in(rows: Sequence[Row], area: Area) -> Area:
    """From the first to the last row of several values, without empty columns; or nothing."""
    block = area.of(rows)
    tabular = [n for n, row in enumerate(block) if len(_values(row)) > 1]
    kept = area.rows[tabular[0] : tabular[-1] + 1] if tabular else ()
    used = [c for c in area.columns if any(rows[r][c].strip() for r in kept)]
    return Area(kept, tuple(used))


def _table(rows: Sequence[Row]) -> Element:
    return Element(category="table", rows=tuple(tuple(map(one_line, row)) for row in rows))


def _texts(rows: Sequence[Row]) -> Iterator[Element]:
    for row in rows:
        for cell in _values(row):
            yield from (
                Element(category="text", text=one_line(line))
                for line in cell.splitlines()
                if line.strip()
            )


def _values(row: Row) -> list[str]:
    """The different values of a row: a merged title fills several cells with one."""
    return list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
