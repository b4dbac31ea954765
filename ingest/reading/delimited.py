"""CSV and TSV files: a FAQ or a table."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.reading.decoding import read_text
from ingest.reading.elements import Progress, Reading
from ingest.reading.faq import Row, faq_elements, find_faq_columns
from ingest.reading.sheet import sheet_elements

_DELIMITERS = (",", "\t", ";")
#: As in Excel.
_MOST_COLUMNS = 16_384


def read(path: Path, progress: Progress) -> Reading:
    text = read_text(path)
    try:
        rows = _rows(path, text)
    except csv.Error as error:
        raise UnreadableDocument(
            path, f"The file is damaged: {error}.", "Correct that row, or export it again as CSV."
        ) from error
    columns = find_faq_columns(rows)
    elements = faq_elements(rows, columns, None) if columns else sheet_elements(rows, None)
    return Reading(elements=tuple(elements), first_heading_may_be_title=False)


def _rows(path: Path, text: str) -> list[Row]:
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    width = max(map(len, rows), default=0)
    if width > _MOST_COLUMNS:
        raise UnreadableDocument(
            path,
            f"It has a row of {width:,} columns; the limit is {_MOST_COLUMNS:,}.",
            "Check that it is a table, or split it into smaller files.",
        )
    return [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]
