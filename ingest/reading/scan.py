"""Scanned pages and pictures: recognised words become lines and ruled tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from ingest.errors import UnreadableDocument
from ingest.reading.columns import Columns, columns, in_columns, tables_in_columns
from ingest.reading.elements import Progress, Reading
from ingest.reading.layout import elements_of
from ingest.reading.page import Box, Line, Page, Ruled, hull, inside, ruled_table
from ingest.reading.recognition import DOUBTFUL, Pixels, Word, recognise
from ingest.reading.ruling import cells_of_tables
from ingest.reading.words import in_rows, middle, text_in

_LONGEST_SIDE = 4000
#: Type that differs from most on the page by less is measured badly; parts of its size.
_SAME_TYPE = (0.5, 1.12)
#: Lines of so many characters are prose.
_PROSE = 20
#: Strokes this much wider than most on the page are bold.
_BOLD = 1.2


def read(path: Path, progress: Progress) -> Reading:
    warnings: list[str] = []
    try:
        with Image.open(path) as image:
            page = scanned_page(image, 1, warnings)
    except Image.DecompressionBombError as error:
        raise UnreadableDocument(
            path, "The picture has too many points.", "Save it with at most 10,000 on each side."
        ) from error
    progress(1, 1)
    return Reading(elements=tuple(elements_of([page])), warnings=tuple(warnings))


def scanned_page(image: Image.Image, number: int, warnings: list[str]) -> Page:
    """The lines and ruled tables of a picture of a page, coordinates in pixels."""
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    pixels, words, score = recognise(np.asarray(image.convert("RGB")))
    height, width = pixels.shape[:2]
    if words and score < DOUBTFUL:
        warnings.append(f"Page {number} was hard to read (confidence {score:.2f}): check its text.")
    if _lacks_punctuation(words):
        warnings.append(
            f"The text of page {number} seems to run from top to bottom; its punctuation could "
            "not be read: check its text."
        )
    tables: list[Ruled] = []
    for cells in cells_of_tables(pixels):
        within = [word for word in words if inside(hull(cells), *middle(word.box))]
        table = _table(cells, within, pixels)
        if table is not None:
            tables.append(table)
            words = [word for word in words if word not in within]
    boxes = [*(word.box for word in words), *(table.box for table in tables)]
    size = median(word.size for word in words) if words else 0.0
    found = columns(boxes, size, Columns())
    lines = in_columns(found, words, lambda word: word.box, lambda held: _lines(held, number))
    return Page(
        number=number,
        width=width,
        height=height,
        lines=tuple(lines),
        tables=tuple(tables_in_columns(found, tables)),
    )


def _lacks_punctuation(words: Sequence[Word]) -> bool:
    """Recognition reads the characters of vertical writing from their side, but not its signs."""
    text = "".join(word.text for word in words)
    prose = [word for word in words if len(word.text) >= _PROSE]
    return len(prose) > 1 and not any(sign in text for sign in "、。，．,.")


def _table(cells: Sequence[Box], words: Sequence[Word], page: Pixels) -> Ruled | None:
    table = ruled_table(cells, lambda box: text_in(box, words, page), page.shape[1] / 200)
    if table is None:
        return None
    top = hull(cells)[1]
    height = max(cell[3] for cell in cells if cell[1] - top < page.shape[1] / 200)
    head = [word for word in words if middle(word.box)[1] < height]
    below = [word for word in words if middle(word.box)[1] >= height]
    is_bold = head and below and _stroke(head) >= _stroke(below) * _BOLD
    return replace(table, header_rows=1) if is_bold else table


def _stroke(words: Sequence[Word]) -> float:
    """The width of most of their strokes."""
    return median(word.stroke for word in words for _ in word.text)


def _lines(words: Sequence[Word], page: int) -> list[Line]:
    """Words side by side are one line."""
    if not words:
        return []
    size = median(word.size for word in words for _ in word.text)
    stroke = _stroke(words)
    return [
        _line(sorted(row, key=lambda w: w.box[0]), page, size, stroke) for row in in_rows(words)
    ]


def _line(row: Sequence[Word], page: int, usual_size: float, usual_stroke: float) -> Line:
    """One line; its height is its type's, as boxes are generous and uneven."""
    size = max(word.size for word in row)
    least, most = _SAME_TYPE
    size = usual_size if least < size / usual_size < most else size
    level = median(middle(word.box)[1] for word in row)
    return Line(
        text="　".join(word.text for word in row),
        x0=row[0].box[0],
        x1=max(word.box[2] for word in row),
        top=level - size / 2,
        bottom=level + size / 2,
        size=size,
        page=page,
        bold=_stroke(row) >= usual_stroke * _BOLD,
    )
