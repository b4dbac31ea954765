"""Which cells of an Excel sheet can be changed without Excel, and where a row can be added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

from ingest.patching.references import Bounds, Used, bounds_of, is_formula
from ingest.patching.rows import Cell, Lock
from ingest.reading.sheet import Area
from ingest.reading.sheet_visibility import Hidden
from ingest.reading.spreadsheet import shown

_Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A sheet, with the values that were saved and with its formulas."""

    values: Any
    formulas: Any
    hidden: Hidden
    #: What the formulas of the whole book use.
    used: Used

    def cell(self, row: int, column: int, label: str) -> Cell:
        """What stands in a row and column from 0, also where several cells are merged."""
        place = row + 1, column + 1
        anchor = self._anchors.get(place, place)
        cell = self.values.cell(*anchor)
        is_shown = cell.value is not None and not self.hidden.has(cell)
        return Cell(label=label, value=shown(cell) if is_shown else "", lock=self._lock(place))

    def grows(self, area: Area) -> bool:
        """Whether the row below is free, and no formula and no Excel table is about the rows."""
        last = area.rows[-1] + 1
        columns = range(area.columns[0] + 1, area.columns[-1] + 2)
        below = [(last + n, column) for n in (1, 2) for column in columns]
        is_free = all(self.formulas.cell(*place).value is None for place in below)
        is_used = any(self.used.has(self.values.title, *place) for place in below)
        is_merged = any(place in self._anchors for place in below)
        in_table = any(top <= last <= bottom for _, top, _, bottom in self._tables)
        return is_free and not (is_used or is_merged or in_table)

    def _lock(self, place: _Place) -> Lock:
        anchor = self._anchors.get(place, place)
        if is_formula(self.formulas.cell(*anchor)) or _is_in(place, self._filled_by_formulas):
            return "formula"
        if anchor != place or place in self._tall:
            return "merged"
        if self.used.has(self.values.title, *place):
            return "feeds"
        cell = self.values.cell(*place)
        if cell.value is not None and self.hidden.has(cell):
            return "hidden"
        is_known = isinstance(cell.value, str | int | float | date | time | None)
        return "" if is_known and cell.data_type not in ("b", "e") else "kind"

    @cached_property
    def _anchors(self) -> dict[_Place, _Place]:
        """The cells of merged ones, with the first of each, which says what stands in them."""
        return {
            place: (merged.min_row, merged.min_col)
            for merged in self.values.merged_cells.ranges
            for place in merged.cells
        }

    @cached_property
    def _tall(self) -> set[_Place]:
        """The first cells of those that are merged over several rows."""
        merged = self.values.merged_cells.ranges
        return {(one.min_row, one.min_col) for one in merged if one.max_row > one.min_row}

    @cached_property
    def _filled_by_formulas(self) -> list[Bounds]:
        """The cells that formulas of several cells fill."""
        cells = (cell for row in self.formulas.iter_rows() for cell in row if is_formula(cell))
        return [bounds_of(cell.value.ref) for cell in cells if hasattr(cell.value, "ref")]

    @cached_property
    def _tables(self) -> list[Bounds]:
        return [bounds_of(table.ref) for table in self.formulas.tables.values()]


def _is_in(place: _Place, areas: Iterable[Bounds]) -> bool:
    return any(
        left <= place[1] <= right and top <= place[0] <= bottom
        for left, top, right, bottom in areas
    )
