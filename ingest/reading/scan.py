"""Scanned pages and pictures, by OCR (rapidocr: Japanese and English, offline)."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image
from rapidocr import RapidOCR

from ingest.reading.elements import Progress, Reading
from ingest.reading.layout import elements_of
from ingest.reading.page import Box, Line, Page, Ruled, hull, inside, ruled_table
from ingest.reading.ruling import cells_of_tables

Pixels = npt.NDArray[np.uint8]

_LONGEST_SIDE = 4000
#: White to the left and right of a recognised word, in parts of its height.
_PADDING = 0.35
#: Below this mean confidence, from 0 to 1, an owner should check the page.
_DOUBTFUL = 0.85
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
#: A number that no counter follows: ``2本人`` but not ``2本``, ``3日以内`` or ``1人``.
_CLAUSE_NUMBER = re.compile(
    r"^[2-9](?=本人|[^\W\d_日月年回人名円件個歳か箇ヶカ週時分万千百割項条章号枚冊倍本つ営泊親])"
)
#: Type this much larger than most on the page is a heading's.
_LARGER_TYPE = 1.4
_BRACKETS = re.compile(r"[(（]([^()（）]*[\u3040-\u9fff][^()（）]*)[)）]")
_ENGINE = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "error",
}


@dataclass(frozen=True, kw_only=True)
class Word:
    """A piece of a line that was recognised together, in an upright page."""

    text: str
    box: Box
    score: float


def read(path: Path, progress: Progress) -> Reading:
    warnings: list[str] = []
    with Image.open(path) as image:
        page = scanned_page(image, 1, warnings)
    progress(1, 1)
    return Reading(elements=tuple(elements_of([page])), warnings=tuple(warnings))


def scanned_page(image: Image.Image, number: int, warnings: list[str]) -> Page:
    """The lines and ruled tables of a picture of a page, coordinates in pixels."""
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    pixels, words, score = _recognise_any_way_up(np.asarray(image.convert("RGB")))
    height, width = pixels.shape[:2]
    if words and score < _DOUBTFUL:
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


def _recognise_any_way_up(page: Pixels) -> tuple[Pixels, list[Word], float]:
    """The page turned so that its text reads best: most are upright and read once."""
    best = _recognise(page)
    for quarters in (2, 1, 3):
        if best[2] >= _DOUBTFUL:
            break
        best = max(best, _recognise(np.rot90(page, quarters).copy()), key=lambda found: found[2])
    return best


def _recognise(page: Pixels) -> tuple[Pixels, list[Word], float]:
    """The page with its skew undone, its words, and how sure they are from 0 to 1.

    Lines are not tried upside down one by one: short ones then come out wrong.
    """
    result = _engine()(page, use_cls=False)
    if result.boxes is None:
        return page, [], 0.0
    angle = _skew(result.boxes)
    words = _words(result, angle, page.shape)
    letters = sum(len(word.text) for word in words) or 1
    score = sum(word.score * len(word.text) for word in words) / letters
    return _turned(page, angle), words, score


@functools.cache
def _engine() -> Any:
    return RapidOCR(params=_ENGINE)


def _skew(boxes: Any) -> float:
    """Angle in radians by which the page is turned, from the boxes of its long lines."""
    widest = sorted(boxes, key=lambda box: box[1][0] - box[0][0], reverse=True)[:15]
    return float(np.median([math.atan2(b[1][1] - b[0][1], b[1][0] - b[0][0]) for b in widest]))


def _matrix(angle: float, shape: Sequence[int]) -> npt.NDArray[np.float64]:
    height, width = shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
    return np.asarray(matrix, dtype=np.float64)


def _turned(pixels: Pixels, angle: float) -> Pixels:
    height, width = pixels.shape[:2]
    turned = cv2.warpAffine(
        pixels, _matrix(angle, pixels.shape), (width, height), borderValue=(255, 255, 255)
    )
    return np.asarray(turned, dtype=np.uint8)


def _words(result: Any, angle: float, shape: Sequence[int]) -> list[Word]:
    matrix = _matrix(angle, shape)
    words = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        points = np.asarray(corners) @ matrix[:, :2].T + matrix[:, 2]
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        box = (float(left), float(top), float(right), float(bottom))
        words.append(Word(text=regular(text), box=box, score=float(score)))
    return words


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
            text = _read_again(upright, (left, word.box[1], right, word.box[3]))
        pieces.append((round(middle / height), left, text))
    return "".join(text for _, _, text in sorted(pieces))


def _read_again(upright: Pixels, box: Box) -> str:
    left, top, right, bottom = (round(value) for value in box)
    part = upright[max(0, top) : bottom, max(0, left) : right]
    result = _engine()(part, use_det=False, use_cls=False, use_rec=True)
    return regular("".join(result.txts or ()))


def regular(text: str) -> str:
    """OCR cannot tell full from half width: digits become half-width, brackets full-width."""
    text = re.sub(r"(?<=\d)[，、](?=\d{3})", ",", text.translate(_HALF_WIDTH))
    return _BRACKETS.sub(r"（\1）", text)


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
