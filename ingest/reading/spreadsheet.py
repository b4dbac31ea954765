"""Excel workbooks: each sheet a FAQ or tables, cells as Excel shows them."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from ingest.reading.container import check_office_file
from ingest.reading.elements import Element, Progress, Reading
from ingest.reading.faq import Row, faq_elements, find_faq_columns
from ingest.reading.sheet import sheet_elements
from ingest.reading.sheet_visibility import Hidden


def read(path: Path, progress: Progress) -> Reading:
    check_office_file(path)
    book = openpyxl.load_workbook(path, data_only=True)
    elements: list[Element] = []
    warnings: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            warnings.append(f"The hidden sheet “{sheet.title}” was not read.")
            continue
        hidden = Hidden(sheet)
        if told := hidden.told(sheet):
            warnings.append(
                f"Hidden rows or columns of sheet “{sheet.title}” were not read: {told}."
            )
        rows = rows_of(sheet, hidden)
        columns = find_faq_columns(rows)
        name = sheet.title
        elements += faq_elements(rows, columns, name) if columns else sheet_elements(rows, name)
    warnings += _uncalculated(path, book)
    return Reading(
        elements=tuple(elements), warnings=tuple(warnings), first_heading_may_be_title=False
    )


def rows_of(sheet: Any, hidden: Hidden) -> list[Row]:
    """The sheet's cells as text, the value of merged cells in each of them; trailing rows cut."""
    filled = [cell for row in sheet.iter_rows() for cell in row if _filled(cell)]
    said = {(c.row, c.column): shown(c) for c in filled if not hidden.has(c)}
    for merged in sheet.merged_cells.ranges:
        value = said.get((merged.min_row, merged.min_col), "")
        for place in merged.cells if value else ():
            said[place] = value
    height = max((r for r, _ in said), default=0)
    width = max((c for _, c in said), default=0)
    return [[said.get((r, c), "") for c in range(1, width + 1)] for r in range(1, height + 1)]


def _filled(cell: Any) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def shown(cell: Any) -> str:
    """A cell's value as a reader sees it."""
    value, code = cell.value, str(cell.number_format)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, code)
    return str(value).strip()


def _number(value: float, code: str) -> str:
    """A number with the percent sign, thousands separators and 円 of its cell format."""
    if "%" in code:
        return f"{value * 100:.10g}%"
    digits = f"{value:,.10g}" if "," in code else f"{value:.10g}"
    if "円" in code:
        return f"{digits}円"
    return f"¥{digits}" if "¥" in code or "￥" in code else digits


def _uncalculated(path: Path, calculated: Any) -> list[str]:
    """A warning for each sheet whose formulas have no saved value: those cells read as empty."""
    formulas = openpyxl.load_workbook(path)
    warnings = []
    for sheet in formulas.worksheets:
        values = calculated[sheet.title]
        empty = [
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and values[cell.coordinate].value is None
        ]
        if empty:
            warnings.append(
                f"Sheet “{sheet.title}” has formulas without a saved value, e.g. in {empty[0]}: "
                "open it in Excel and save it again."
            )
    return warnings
