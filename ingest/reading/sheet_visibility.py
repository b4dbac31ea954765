"""Which cells of an Excel sheet nobody sees: in hidden rows and columns, white on white."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from ingest.reading.colours import WHITE, Colour, colour, is_seen

#: A row of so few points, or a column of so few characters, is as good as hidden.
_FLAT, _NARROW = 1.5, 0.2
_SMALLEST = 2
#: The theme's first colour is that of the paper, its second that of the print.
_PAPER, _PRINT = 0, 1
#: A number format that shows nothing.
_NOTHING = ";;;"


class Hidden:
    """What is hidden of a sheet."""

    def __init__(self, sheet: Any) -> None:
        self.rows = {
            number
            for number, row in sheet.row_dimensions.items()
            if row.hidden or (row.height is not None and row.height < _FLAT)
        }
        self.columns = {
            number
            for column in sheet.column_dimensions.values()
            if column.hidden or (column.customWidth and column.width < _NARROW)
            for number in range(column.min or 0, min(column.max or 0, sheet.max_column) + 1)
        }
        #: Tables, whose style may fill the cells: from column, row to column, row.
        self._tables = [range_boundaries(table.ref) for table in sheet.tables.values()]

    def has(self, cell: Any) -> bool:
        place = _place(cell)
        if place[0] in self.rows or place[1] in self.columns:
            return True
        if str(cell.number_format).replace(" ", "") == _NOTHING:
            return True
        if cell.font.sz is not None and cell.font.sz <= _SMALLEST:
            return True
        ink = _colour(cell.font.color)
        if is_seen(ink, WHITE) or self._is_in_table(*place):
            return False
        return not is_seen(ink, _ground(cell))

    def _is_in_table(self, row: int, column: int) -> bool:
        return any(
            (left or 1) <= column <= (right or column) and (top or 1) <= row <= (bottom or row)
            for left, top, right, bottom in self._tables
        )

    def told(self, sheet: Any) -> str:
        """The rows and columns, as a warning names them; empty where none holds anything."""
        filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        rows = sorted({cell.row for cell in filled} & self.rows)
        columns = sorted({cell.column for cell in filled} & self.columns)
        return ", ".join([*map(str, rows), *map(get_column_letter, columns)])


def _place(cell: Any) -> tuple[int, int]:
    return cell.row, cell.column


def _ground(cell: Any) -> Colour | None:
    """What a cell is filled with; None where it cannot be told."""
    kind = cell.fill.fill_type
    if kind is None:
        return WHITE
    return _colour(cell.fill.fgColor) if kind == "solid" else None


def _colour(shown: Any) -> Colour | None:
    """None for a colour of the theme other than those of paper and print."""
    if shown is None:
        return None
    if shown.type == "theme":
        known = {_PAPER: WHITE, _PRINT: (0, 0, 0)}
        return known.get(shown.theme) if not shown.tint else None
    if shown.type == "rgb" and isinstance(shown.rgb, str):
        return colour(shown.rgb[-6:])
    return None
