"""HTML tables as grids: merged cells repeated in every place they cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.reading.joining import one_line

Grid = tuple[tuple[str, ...], ...]

#: A damaged file may claim a span of millions.
_MAX_SPAN = 200
_MAX_CELLS = 500_000


def grid_of(table: Any) -> tuple[Grid, int | None, bool]:
    """Rows of an lxml ``table``, how many of them are header rows, and whether rows have names.

    The number of header rows is None where the table marks none of its cells as headers.
    """
    trs = own_rows(table)
    places: dict[tuple[int, int], str] = {}
    marks: dict[tuple[int, int], bool] = {}
    for r, tr in enumerate(trs):
        c = 0
        for cell in tr.iterchildren("td", "th"):
            while (r, c) in places:
                c += 1
            down, right = _span(cell, "rowspan"), _span(cell, "colspan")
            text, is_header = cell_text(cell), cell.tag == "th" or _in_head(tr)
            for dr in range(min(down, len(trs) - r)):
                for dc in range(right):
                    places.setdefault((r + dr, c + dc), text)
                    marks.setdefault((r + dr, c + dc), is_header)
            c += right
            if len(places) > _MAX_CELLS:
                raise ValueError(f"a table has more than {_MAX_CELLS:,} cells")
    width = max((c for _, c in places), default=-1) + 1
    rows = tuple(tuple(places.get((r, c), "") for c in range(width)) for r in range(len(trs)))
    header = [[marks.get((r, c), False) for c in range(width)] for r in range(len(trs))]
    while rows and all(header[0]) and not any(rows[0]):  # Markdown writes one where there is none
        rows, header = rows[1:], header[1:]
    return rows, *_headers(header, rows)


def own_rows(table: Any) -> list[Any]:
    """The rows of a table without those of tables in its cells."""
    return [tr for tr in table.iter("tr") if _own(tr, table)]


def cell_text(cell: Any) -> str:
    """The text of a cell on one line; lines and paragraphs in it are parted by a space."""
    return one_line(" ".join(_pieces(cell)))


def _pieces(node: Any) -> list[str]:
    pieces = [node.text or ""]
    for child in node:
        if not isinstance(child.tag, str):
            pieces[-1] += child.tail or ""
            continue
        inner = _pieces(child)
        if child.tag in ("b", "strong", "i", "em", "span", "a", "u", "small", "code", "sup", "sub"):
            pieces[-1] += inner[0]
            pieces.extend(inner[1:])
            pieces[-1] += child.tail or ""
        else:
            pieces.extend([*inner, child.tail or ""])
    return pieces


def _headers(marks: Sequence[Sequence[bool]], rows: Grid) -> tuple[int | None, bool]:
    if not any(any(row) for row in marks):
        return None, False
    count = 0
    while count < len(marks) and _is_header(marks[count], rows[count]):
        count += 1
    row_names = any(row[0] and not all(row) for row in marks[count:])
    return count, row_names


def _is_header(marks: Sequence[bool], cells: Sequence[str]) -> bool:
    """Whether all cells of a row are headers; the empty corner of a table need not be one."""
    marked = all(is_header or not cell for is_header, cell in zip(marks, cells, strict=True))
    return marked and any(cells)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdecimal() else 1


def _own(tr: Any, table: Any) -> bool:
    nearest: Any = next(tr.iterancestors("table"))
    return nearest is table


def _in_head(tr: Any) -> bool:
    return str(tr.getparent().tag) == "thead"
