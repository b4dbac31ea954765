"""Rows of a plain table in an XLSX file, changed cell by cell.

Numbers stay numbers and dates stay dates. A cell that formulas use is left to Excel: what they had
worked out would be wrong until somebody opened the file, and is what would be read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from ingest.patching.figures import clock, moment, number, plain
from ingest.patching.places import Place, PlaceNotFound
from ingest.patching.references import used_cells
from ingest.patching.rows import (
    Cell,
    Found,
    Row,
    exactly,
    expect,
    last_of,
    located,
    of_section,
    parsed,
    rows_of,
)
from ingest.patching.spreadsheet import opened, visible
from ingest.patching.spreadsheet_locks import Looked
from ingest.patching.workbook import SheetCells
from ingest.reading import spreadsheet as reader
from ingest.reading.faq import find_faq_columns
from ingest.reading.sheet_visibility import Hidden


@dataclass(frozen=True, kw_only=True)
class _File:
    data: bytes
    #: With the values that were saved, and with the formulas.
    values: Any
    formulas: Any
    found: list[Found]


def rows(data: bytes, heading_path: Sequence[str]) -> list[Row]:
    """The rows of the tables on the sheet of a section; none of a FAQ."""
    return [one.row for one in of_section(_parse(data).found, heading_path)]


def read(data: bytes, place: Place) -> str:
    return located(_parse(data).found, place).row.text


def write(data: bytes, place: Place, text: str) -> bytes:
    file = _parse(data)
    return _with_new(file, place, text) if place.new else _with_changed(file, place, text)


def remove(data: bytes, place: Place) -> bytes:
    """The file with the cells of the last row of a table emptied. Raises PlaceNotFound."""
    file = _parse(data)
    gone = exactly(file.found, place)
    cells = SheetCells(data, gone.sheet)
    for column in gone.columns:
        cells.empty(gone.number + 1, column + 1)
    return _checked(file, cells, file.found.index(gone), -1)


def _with_changed(file: _File, place: Place, text: str) -> bytes:
    there = exactly(file.found, place)
    values = parsed(text, there.row.labels)
    cells = SheetCells(file.data, there.sheet)
    for column, cell, value in zip(there.columns, there.row.cells, values, strict=True):
        if value != cell.value:
            if cell.lock:
                raise _locked(cell)
            _put(cells, file, there, (there.number, column), value, cell.label)
    return _checked(file, cells, file.found.index(there), 0)


def _with_new(file: _File, place: Place, text: str) -> bytes:
    last, values = last_of(file.found, place, text)
    cells = SheetCells(file.data, last.sheet)
    for column, cell, value in zip(last.columns, last.row.cells, values, strict=True):
        above, target = (last.number + 1, column + 1), (last.number + 2, column + 1)
        cells.copy_style(above, target)
        if value and cell.lock == "formula":
            raise _locked(cell)
        if value:
            _put(cells, file, last, (last.number + 1, column), value, cell.label)
    cells.forget_size()
    return _checked(file, cells, file.found.index(last) + 1, 1)


def _put(
    cells: SheetCells, file: _File, row: Found, at: tuple[int, int], value: str, label: str
) -> None:
    """Put a value into a cell, as what the cell (or else its column) holds."""
    target = at[0] + 1, at[1] + 1
    sheet = file.values[row.sheet]
    there = sheet.cell(*target)
    held = [c for c in _column(file, row, at[1]) if c.value is not None]
    # An empty cell takes what its column holds, figures first.
    alike = [there] if there.value is not None else [*reversed(held), there]
    read = [(c, digits) for c in alike if (digits := _digits(value, c, label, file.values.epoch))]
    like = read[0][0] if read else alike[0]
    if not value:
        cells.empty(*target)
    elif read:
        if there.value is None and there.number_format == "General":
            cells.copy_style((like.row, like.column), target)
        cells.put_number(*target, read[0][1])
    elif isinstance(like.value, str | None) or any(isinstance(c.value, str) for c in held):
        cells.put(*target, value)
    else:
        raise _other_kind(like, label)


def _digits(value: str, like: Any, label: str, epoch: datetime) -> str | None:
    """A typed value as the file holds it, where a cell like this holds no text; None for text."""
    held, code = like.value, str(like.number_format)
    if isinstance(held, int | float):
        is_money = any(mark in code + label for mark in "円¥￥")
        typed = number(value, is_money=is_money, is_percent="%" in code)
        return None if typed is None else plain(typed)
    if isinstance(held, date) and (day := moment(value)) is not None:
        return _serial(day, epoch)
    if isinstance(held, time) and (at := clock(value)) is not None:
        return _serial(at, epoch)
    return None


def _serial(value: datetime | time, epoch: datetime) -> str:
    days: float = to_excel(value, epoch)  # type: ignore[no-untyped-call]
    return f"{days:.15g}"


def _column(file: _File, row: Found, column: int) -> Iterator[Any]:
    """The cells of a column in the rows of the same table, or of one just like it."""
    for one in file.found:
        if (one.sheet, one.columns) == (row.sheet, row.columns):
            yield file.values[row.sheet].cell(one.number + 1, column + 1)


def _checked(file: _File, cells: SheetCells, index: int, more: int) -> bytes:
    changed = cells.saved()
    expect(file.found, _parse(changed).found, index, more)
    return changed


@lru_cache(maxsize=2)
def _parse(data: bytes) -> _File:
    values, formulas = load_workbook(io.BytesIO(data), data_only=True), opened(data)
    used = used_cells(formulas)
    found: list[Found] = []
    for sheet in visible(values):
        hidden = Hidden(sheet)
        grid = reader.rows_of(sheet, hidden)
        if grid and find_faq_columns(grid) is None:
            looked = Looked(values=sheet, formulas=formulas[sheet.title], hidden=hidden, used=used)
            found += rows_of(grid, sheet.title, looked.cell, looked.grows)
    return _File(data=data, values=values, formulas=formulas, found=found)


def _locked(cell: Cell) -> PlaceNotFound:
    return PlaceNotFound(
        f"The cell 「{cell.label}」 can only be changed in Excel.",
        f"「{cell.label}」のセルはここでは変更できません。Excel で直してください。",
    )


def _other_kind(like: Any, label: str) -> PlaceNotFound:
    if isinstance(like.value, date | time):
        return PlaceNotFound(
            f"「{label}」 holds dates: write one as {reader.shown(like)}.",
            f"「{label}」は日付・時刻の列です。「{reader.shown(like)}」の形で入力してください。",
        )
    return PlaceNotFound(
        f"「{label}」 holds numbers: write one as {reader.shown(like)}.",
        f"「{label}」は数値の列です。「{reader.shown(like)}」のように入力してください。",
    )
