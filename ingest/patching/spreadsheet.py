"""Places in an XLSX FAQ: the answer cell beside a question. Formulas and styles stay."""

from __future__ import annotations

import io
from copy import copy
from typing import Any

from openpyxl import load_workbook

from ingest.patching.places import Place, PlaceNotFound, same_text
from ingest.reading.faq import FaqColumns, find_faq_columns


def read(data: bytes, place: Place) -> str:
    sheet, row, columns = _find(load_workbook(io.BytesIO(data)), place)
    return str(sheet.cell(row, columns.answer + 1).value or "")


def write(data: bytes, place: Place, text: str) -> bytes:
    book = load_workbook(io.BytesIO(data))
    if place.new:
        _append(book, place, text.strip())
    else:
        sheet, row, columns = _find(book, place)
        sheet.cell(row, columns.answer + 1).value = text.strip()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _append(book: Any, place: Place, text: str) -> None:
    """A new row below the last of the sheet that the place names, else of the first FAQ sheet."""
    sheets = [(sheet, found) for sheet in book if (found := _columns(sheet)) is not None]
    if not sheets:
        raise PlaceNotFound("It has no sheet with question and answer columns.")
    named = [pair for pair in sheets if pair[0].title in place.heading_path]
    sheet, columns = (named or sheets)[0]
    last = max(
        row for row in range(1, sheet.max_row + 1) if sheet.cell(row, columns.question + 1).value
    )
    for column in range(1, sheet.max_column + 1):
        above, below = sheet.cell(last, column), sheet.cell(last + 1, column)
        below._style = copy(above._style)
    sheet.cell(last + 1, columns.question + 1).value = place.heading
    sheet.cell(last + 1, columns.answer + 1).value = text


def _find(book: Any, place: Place) -> tuple[Any, int, FaqColumns]:
    found = []
    for sheet in book:
        columns = _columns(sheet)
        if columns is None:
            continue
        for row in range(columns.header_row + 2, sheet.max_row + 1):
            question = sheet.cell(row, columns.question + 1).value
            if question is not None and same_text(str(question), place.heading):
                found.append((sheet, row, columns))
    if len(found) != 1:
        count = "no row" if not found else f"{len(found)} rows"
        raise PlaceNotFound(f"It has {count} with the question 「{place.heading}」.")
    return found[0]


def _columns(sheet: Any) -> FaqColumns | None:
    rows = [["" if v is None else str(v) for v in row] for row in sheet.values]
    return find_faq_columns(rows)
