"""Places in an XLSX FAQ: the answer cell beside a question.

Only the XML of that sheet is changed. Formulas keep their saved values, without which the next
reading would find them empty, and charts and pictures stay.
"""

from __future__ import annotations

import io
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook

from ingest.patching.places import Place, PlaceNotFound, check_free, same_text
from ingest.patching.workbook import SheetCells
from ingest.reading.faq import FaqColumns, find_faq_columns


def read(data: bytes, place: Place) -> str:
    sheet, row, columns = _find(opened(data), place)
    return str(sheet.cell(row, columns.answer + 1).value or "")


def write(data: bytes, place: Place, text: str) -> bytes:
    book = opened(data)
    if place.new:
        return _with_new_row(data, book, place, text.strip())
    sheet, row, columns = _find(book, place)
    cells = SheetCells(data, sheet.title)
    cells.put(row, columns.answer + 1, text.strip())
    return cells.saved()


def remove(data: bytes, place: Place) -> bytes:
    """The file with the cells of a question's row emptied: rows that formulas name stay put."""
    sheet, row, _ = _find(opened(data), place)
    cells = SheetCells(data, sheet.title)
    cells.clear(row)
    return cells.saved()


def sheets(data: bytes) -> list[str]:
    """The titles of the sheets that take new entries."""
    book = opened(data)
    return [sheet.title for sheet in visible(book) if _columns(sheet) is not None]


def _with_new_row(data: bytes, book: Any, place: Place, text: str) -> bytes:
    """A new row below the last of the sheet that the place names, else of the first FAQ sheet."""
    faqs = [(sheet, found) for sheet in visible(book) if (found := _columns(sheet)) is not None]
    if not faqs:
        raise PlaceNotFound(
            "It has no sheet with question and answer columns.",
            "質問と回答の列があるシートがありません。",
        )
    named = [pair for pair in faqs if pair[0].title in place.heading_path[:-1]]
    sheet, columns = (named or faqs)[0]
    filled = [n for n, row in enumerate(sheet.values, start=1) if any(v is not None for v in row)]
    asked = [n for n in filled if sheet.cell(n, columns.question + 1).value is not None]
    check_free(place, [str(sheet.cell(n, columns.question + 1).value) for n in asked])
    cells = SheetCells(data, sheet.title)
    cells.copy_styles(asked[-1], filled[-1] + 1)
    cells.put(filled[-1] + 1, columns.question + 1, place.heading)
    cells.put(filled[-1] + 1, columns.answer + 1, text)
    return cells.saved()


def _find(book: Any, place: Place) -> tuple[Any, int, FaqColumns]:
    found = []
    for sheet in visible(book):
        columns = _columns(sheet)
        if columns is None:
            continue
        for row in range(columns.header_row + 2, sheet.max_row + 1):
            question = sheet.cell(row, columns.question + 1).value
            if question is not None and same_text(str(question), place.heading):
                found.append((sheet, row, columns))
    # The same question may stand on two sheets.
    found = [one for one in found if one[0].title in place.heading_path[:-1]] or found
    if len(found) != 1:
        count = "no row" if not found else f"{len(found)} rows"
        raise PlaceNotFound(f"It has {count} with the question 「{place.heading}」.")
    sheet, row, columns = found[0]
    if sheet.cell(row, columns.answer + 1).data_type == "f":
        raise PlaceNotFound(
            "The answer is calculated by a formula: change it in Excel.",
            "回答が数式で計算されています。Excel で直してください。",
        )
    return found[0]


def opened(data: bytes) -> Any:
    """A workbook with its formulas. Raises PlaceNotFound where it is none."""
    try:
        return load_workbook(io.BytesIO(data))
    except (BadZipFile, KeyError, ValueError, ParseError) as error:
        raise PlaceNotFound(
            "It is no workbook that can be read.", "Excel ファイルとして読み取れません。"
        ) from error


def visible(book: Any) -> list[Any]:
    """The sheets that are read: hidden ones are not."""
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _columns(sheet: Any) -> FaqColumns | None:
    rows = [["" if v is None else str(v) for v in row] for row in sheet.values]
    return find_faq_columns(rows)
