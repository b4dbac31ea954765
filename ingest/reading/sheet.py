"""Sheets that are no FAQ: tables parted by blank rows, with titles and remarks above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.reading.elements import Element
from ingest.reading.faq import Row
from ingest.reading.joining import one_line


def sheet_elements(rows: Sequence[Row], sheet: str | None) -> list[Element]:
    """The sheet's title as a heading, then its texts and tables in order."""
    elements = [Element(category="heading", text=sheet, depth=1)] if sheet else []
    for block in _blocks(rows):
        elements += _block_elements(block)
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


def _block_elements(block: list[Row]) -> list[Element]:
    """Rows of one value above the table are text; so is a block that never has two."""
    start = next((n for n, row in enumerate(block) if len(_values(row)) > 1), len(block))
    elements = [
        Element(category="text", text=line)
        for row in block[:start]
        for cell in _values(row)
        for line in cell.splitlines()
        if line.strip()
    ]
    table = _without_empty_columns(block[start:])
    if table:
        elements.append(Element(category="table", rows=table))
    return elements


def _values(row: Row) -> list[str]:
    """The different values of a row: a merged title fills several cells with one."""
    return list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))


def _without_empty_columns(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    used = [c for c in range(len(rows[0]) if rows else 0) if any(row[c].strip() for row in rows)]
    return tuple(tuple(one_line(row[c]) for c in used) for row in rows)
