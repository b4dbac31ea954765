"""A PDF page that has text: its lines and ruled tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from ingest.reading.characters import all_bold, box_of, lines_of
from ingest.reading.columns import Columns, columns, in_columns, tables_in_columns
from ingest.reading.joining import join_lines
from ingest.reading.orientation import laid_level, vertical_chars
from ingest.reading.page import Box, CellText, Page, Ruled, hull, inside, ruled_table

_TOLERANCE = 3.0
#: Room that a full line of a cell leaves at most, with the cell's padding, in type sizes.
_SPARE = 2.0


def printed_page(page: Any, before: Columns) -> tuple[Page, Columns]:
    """Lines outside of the ruled tables, and the tables, in points; and the page's columns.

    ``before`` are the columns of the page before.
    """
    chars = page.dedupe_chars(tolerance=0.5).chars
    vertical = vertical_chars(chars)
    if vertical:
        return _vertical_page(page, chars, vertical), before
    tables: list[Ruled] = []
    rest: list[Any] = list(chars)
    for cells, box in [(table.cells, table.bbox) for table in _tables(page)]:
        within = [char for char in chars if inside(box, *_middle(char))]
        table = _table(cells, within)
        if table is not None:
            tables.append(table)
            taken = set(map(id, within))
            rest = [char for char in rest if id(char) not in taken]
    found = _columns(rest, tables, before)
    return (
        Page(
            number=page.page_number,
            width=float(page.width),
            height=float(page.height),
            lines=tuple(
                in_columns(found, rest, box_of, lambda held: lines_of(held, page.page_number))
            ),
            tables=tuple(tables_in_columns(found, tables)),
        ),
        found,
    )


def _columns(chars: Sequence[Any], tables: Sequence[Ruled], before: Columns) -> Columns:
    shown = [char for char in chars if not char["text"].isspace()]
    if not shown:
        return replace(before, regions=())
    size = median(char["size"] for char in shown)
    return columns([*map(box_of, shown), *(table.box for table in tables)], size, before)


def _vertical_page(page: Any, chars: Sequence[Any], vertical: Sequence[Any]) -> Page:
    """A page of vertical writing as if its lines ran from left to right.

    What runs so already, a header or a page number, stays above or below.
    """
    width, height = float(page.width), float(page.height)
    taken = set(map(id, vertical))
    level = lines_of((char for char in chars if id(char) not in taken), page.page_number)
    flat = width / height
    aside = [
        replace(
            line,
            top=line.top * flat,
            bottom=line.bottom * flat,
            column=2 if line.top > height / 2 else 0,
        )
        for line in level
    ]
    body = lines_of((laid_level(char, width) for char in vertical), page.page_number)
    return Page(
        number=page.page_number,
        width=height,
        height=width,
        lines=(*aside, *(replace(line, column=1) for line in body)),
    )


def _tables(page: Any) -> list[Any]:
    """The page's ruled tables, closed where a page break cuts through a row without a rule."""
    cuts = _open_ends(page.edges)
    found: list[Any] = page.find_tables({"explicit_horizontal_lines": cuts} if cuts else None)
    return found


def _open_ends(edges: Sequence[Any]) -> list[float]:
    """Heights at which two or more upright rules end without a level one."""
    across = [e for e in edges if e["orientation"] == "h" and e["x1"] - e["x0"] > _TOLERANCE]
    ends: defaultdict[float, set[int]] = defaultdict(set)
    for edge in edges:
        for end in (edge["top"], edge["bottom"]) if edge["orientation"] == "v" else ():
            if not any(_meets(edge["x0"], end, rule) for rule in across):
                ends[round(end)].add(round(edge["x0"]))
    return [end for end, places in ends.items() if max(places) - min(places) > _TOLERANCE]


def _meets(x: float, y: float, rule: Any) -> bool:
    is_level = abs(rule["top"] - y) <= _TOLERANCE
    return bool(is_level and rule["x0"] - _TOLERANCE <= x <= rule["x1"] + _TOLERANCE)


def _table(cells: Sequence[Box], chars: Sequence[Any]) -> Ruled | None:
    def chars_in(box: Box) -> list[Any]:
        return [char for char in chars if inside(box, *_middle(char))]

    def text_in(box: Box) -> CellText:
        lines = lines_of(chars_in(box), 0)
        return CellText(
            text=join_lines(line.text for line in lines),
            full=bool(lines) and lines[-1].x1 + lines[-1].size * _SPARE > box[2],
        )

    table = ruled_table(cells, text_in, _TOLERANCE)
    if table is None:
        return None
    top = hull(cells)[1]
    first_row = [cell for cell in cells if cell[1] - top < _TOLERANCE]
    height = max(cell[3] for cell in first_row)
    head = [char for char in chars if char["bottom"] <= height + 1]
    below = [char for char in chars if char["bottom"] > height + 1]
    only_head_is_bold = all_bold(head) and not all_bold(below)
    return replace(table, header_rows=1) if only_head_is_bold else table


def _middle(char: Any) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
