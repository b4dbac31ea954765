"""Which cells of a workbook its formulas use: their saved values would be wrong after a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

#: Functions that find out only when they are calculated what they use.
_OPEN = ("INDIRECT(", "OFFSET(")
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576
#: Left, top, right, bottom.
Bounds = tuple[int, int, int, int]


@dataclass
class Used:
    """Cells that formulas use."""

    by_sheet: dict[str, list[Bounds]] = field(default_factory=dict)
    #: Some formula may use any cell.
    any_cell: bool = False

    def has(self, sheet: str, row: int, column: int) -> bool:
        return self.any_cell or any(
            left <= column <= right and top <= row <= bottom
            for left, top, right, bottom in self.by_sheet.get(sheet.lower(), ())
        )


def used_cells(book: Any) -> Used:
    """What the formulas of a workbook (opened with its formulas) use, directly."""
    used = Used()
    for sheet in book.worksheets:
        for formula in _formulas(sheet):
            _note(used, book, sheet, formula, set())
    return used


def is_formula(cell: Any) -> bool:
    return bool(cell.data_type == "f")


def bounds_of(reference: str) -> Bounds:
    """The cells that a reference such as ``B2:C9`` or ``B:B`` names. Raises ValueError."""
    left, top, right, bottom = range_boundaries(reference)
    return left or 1, top or 1, right or _MOST_COLUMNS, bottom or _MOST_ROWS


def _formulas(sheet: Any) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if is_formula(cell):
                # A formula of several cells is an object that has its text.
                yield str(getattr(cell.value, "text", cell.value) or "")


def _note(used: Used, book: Any, sheet: Any, formula: str, names: set[str]) -> None:
    if not formula.startswith("="):
        used.any_cell = True  # such as a data table
        return
    for token in Tokenizer(formula).items:
        if token.type == "FUNC" and token.value.upper() in _OPEN:
            used.any_cell = True
        elif token.type == "OPERAND" and token.subtype == "RANGE":
            _note_range(used, book, sheet, token.value, names)


def _note_range(used: Used, book: Any, sheet: Any, said: str, names: set[str]) -> None:
    if said.startswith(("[", "'[")) and "!" in said:
        return  # another workbook
    title, _, cells = said.rpartition("!")
    title = title.strip("'").replace("''", "'") or sheet.title
    try:
        bounds = bounds_of(cells)
        is_known = title.lower() in {one.title.lower() for one in book.worksheets}
    except (ValueError, TypeError):
        _note_name(used, book, sheet, cells, names)
        return
    if not is_known:
        used.any_cell = True
        return
    used.by_sheet.setdefault(title.lower(), []).append(bounds)


def _note_name(used: Used, book: Any, sheet: Any, said: str, names: set[str]) -> None:
    """A name that stands for cells, or a column of an Excel table."""
    tables = {
        name.lower(): (one, table.ref)
        for one in book.worksheets
        for name, table in one.tables.items()
    }
    if (table := tables.get(said.split("[")[0].lower())) is not None:
        used.by_sheet.setdefault(table[0].title.lower(), []).append(bounds_of(table[1]))
        return
    defined = {**book.defined_names, **sheet.defined_names}
    known = {name.lower(): one.attr_text for name, one in defined.items()}
    meant = known.get(said.lower())
    if meant is None or said.lower() in names:
        used.any_cell = True
        return
    _note(used, book, sheet, f"={meant}", names | {said.lower()})
