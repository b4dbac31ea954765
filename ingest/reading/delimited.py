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


def read(path: Path, progress: Progress) -> Reading:
    text = read_text(path)
    try:
        rows = _rows(text)
    except csv.Error as error:
        raise UnreadableDocument(
            path, f"The file is damaged: {error}.", "Correct that row, or export it again as CSV."
        ) from error
    columns = find_faq_columns(rows)
    elements = faq_elements(rows, columns, None) if columns else sheet_elements(rows, None)
    return Reading(elements=tuple(elements), first_heading_may_be_title=False)


def _rows(text: str) -> list[Row]:
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    width = max(map(len, rows), default=0)
    return [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]
