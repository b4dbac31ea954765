"""Scanned pages and pictures: recognised words become lines and ruled tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from ingest.reading.elements import Progress, Reading
from ingest.reading.layout import elements_of
from ingest.reading.page import Box, Line, Page, Ruled, hull, inside, ruled_table
from ingest.reading.recognition import DOUBTFUL, Pixels, Word, read_again, recognise
from ingest.reading.ruling import cells_of_tables

_LONGEST_SIDE = 4000
#: White to the left and right of a recognised word, in parts of its height.
_PADDING = 0.35
#: A number that no counter follows: ``2本人`` but not ``2本``, ``3日以内`` or ``1人``.
_CLAUSE_NUMBER = re.compile(
    r"^[2-9](?=本人|[^\W\d_日月年回人名円件個歳か箇ヶカ週時分万千百割項条章号枚冊倍本つ営泊親])"
)
#: Type this much larger than most on the page is a heading's.
_LARGER_TYPE = 1.4


def read(path: Path, progress: Progress) -> Reading:
    warnings: list[str] = []
    with Image.open(path) as image:
        page = scanned_page(image, 1, warnings)
    progress(1, 1)
    return Reading(elements=tuple(elements_of([page])), warnings=tuple(warnings))


def scanned_page(image: Image.Image, number: int, warnings: list[str]) -> Page:
    """The lines and ruled tables of a picture of a page, coordinates in pixels."""
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    pixels, words, score = recognise(np.asarray(image.convert("RGB")))
    height, width = pixels.shape[:2]
    if words and score < DOUBTFUL:
        warnings.append(f"Page {number} was hard to read (confidence {score:.2f}): check its text.")
    tables: list[Ruled] = []
    for cells in cells_of_tables(pixels):
        within = [word for word in words if inside(hull(cells), *_middle(word.box))]
        table = _table(cells, within, pixels)
        if table is not None:
            tables.append(table)
            words = [word for word in words if word not in within]
    lines = tuple(_lines(words, number))
    return Page(number=number, width=width, height=height, lines=lines, tables=tuple(tables))


def _table(cells: Sequence[Box], words: Sequence[Word], page: Pixels) -> Ruled | None:
    return ruled_table(cells, lambda box: _text_in(box, words, page), page.shape[1] / 200)


def _lines(words: Sequence[Word], page: int) -> list[Line]:
    """Words side by side are one line."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: _middle(w.box)[1]):
        if rows and _same_line(rows[-1][-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    lines = [_line(sorted(row, key=lambda w: w.box[0]), page) for row in rows]
    return _with_spaced_numbers(_with_even_type(lines))


def _with_even_type(lines: list[Line]) -> list[Line]:
    """Type that is about as large as most is as large as most: boxes are not exact."""
    common = median(line.size for line in lines) if lines else 0.0
    return [replace(x, size=common) if x.size < common * _LARGER_TYPE else x for x in lines]


def _with_spaced_numbers(lines: list[Line]) -> list[Line]:
    """The space behind the number of a 項, which OCR swallows: ``2本人が`` is ``2　本人が``."""
    spaced: list[Line] = []
    for line in lines:
        begins = not spaced or spaced[-1].text.endswith("。") or _is_apart(spaced[-1], line)
        text = _CLAUSE_NUMBER.sub(r"\g<0>　", line.text, count=1) if begins else line.text
        spaced.append(replace(line, text=text))
    return spaced


def _is_apart(above: Line, line: Line) -> bool:
    return line.top - above.top > line.size * 4


def _line(row: Sequence[Word], page: int) -> Line:
    x0, top, x1, bottom = hull([word.box for word in row])
    return Line(
        text="　".join(word.text for word in row),
        x0=x0,
        x1=x1,
        top=top,
        bottom=bottom,
        size=_type_size(max(row, key=lambda word: len(word.text))),
        page=page,
    )


def _type_size(word: Word) -> float:
    """Width of a full-width character: boxes are too generous in height to tell."""
    left, top, right, bottom = word.box
    units = sum(0.55 if character.isascii() else 1.0 for character in word.text)
    return min(bottom - top, (right - left - (bottom - top) * _PADDING) / max(units, 1.0))


def _same_line(a: Word, b: Word) -> bool:
    height = min(a.box[3] - a.box[1], b.box[3] - b.box[1])
    overlap = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
    return overlap > height * 0.6


def _text_in(cell: Box, words: Sequence[Word], upright: Pixels) -> str:
    """The text of a cell; a word that was read across its border is read again within it."""
    pieces = []
    for word in words:
        left, right = max(word.box[0], cell[0]), min(word.box[2], cell[2])
        middle = (word.box[1] + word.box[3]) / 2
        height = word.box[3] - word.box[1]
        if not cell[1] <= middle <= cell[3] or right - left < height * 0.5:
            continue
        if right - left >= (word.box[2] - word.box[0]) - height:
            text = word.text
        else:
            text = read_again(upright, (left, word.box[1], right, word.box[3]))
        pieces.append((round(middle / height), left, text))
    return "".join(text for _, _, text in sorted(pieces))


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
