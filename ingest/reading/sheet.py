"""Sheets that are no FAQ: tables parted by blank rows and columns, with texts around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.reading.elements import Element
from ingest.reading.faq import Row
from ingest.reading.joining import one_line

#: Narrower neighbours of a blank column are no table of their own.
_NARROWEST_TABLE = 2


def sheet_elements(rows: Sequence[Row], sheet: str | None) -> list[Element]:
    """The sheet's title as a heading, then its texts and tables in order."""
    elements = [Element(category="heading", text=sheet, depth=1)] if sheet else []
    for block in _blocks(rows):
        for beside in _side_by_side(block):
            elements += _block_elements(beside)
    return elements


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in rows:
        if any(cell.strip() for cell in row):
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _side_by_side(block: list[Row]) -> Iterator[list[Row]]:
    """The tables that stand beside each other, parted by blank columns; else the whole block."""
    used = [any(row[c].strip() for row in block) for c in range(len(block[0]))]
    runs: list[list[int]] = [[]]
    for column, is_used in enumerate(used):
        if is_used:
            runs[-1].append(column)
        elif runs[-1]:
            runs.append([])
    runs = [run for run in runs if run]
    if len(runs) < 2 or any(len(run) < _NARROWEST_TABLE for run in runs):
        yield block
        return
    for run in runs:
        beside = [[row[c] for c in run] for row in block]
        yield [row for row in beside if any(cell.strip() for cell in row)]


def _block_elements(block: list[Row]) -> list[Element]:
    """Rows of one value above and below the table are text; so is a block that never has two."""
    tabular = [n for n, row in enumerate(block) if len(_values(row)) > 1]
    start, end = (tabular[0], tabular[-1] + 1) if tabular else (len(block), len(block))
    elements = [*_texts(block[:start])]
    table = _without_empty_columns(block[start:end])
    if table:
        elements.append(Element(category="table", rows=table))
    return [*elements, *_texts(block[end:])]


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


def _without_empty_columns(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    used = [c for c in range(len(rows[0]) if rows else 0) if any(row[c].strip() for row in rows)]
    return tuple(tuple(one_line(row[c]) for c in used) for row in rows)
