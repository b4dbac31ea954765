"""Recognised words in rows and in the cells of tables."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.reading.ink import grey, ink_of
from ingest.reading.page import Box, CellText
from ingest.reading.recognition import Pixels, Word, read_again

#: What its ruled border takes of a cell, in parts of the page's width; and the least difference
#: between ink and paper, in grey levels.
_BORDER, _CONTRAST = 1 / 300, 80
#: Room that a full line of a cell leaves at most, with the cell's padding, in type sizes.
_SPARE = 2.0


def in_rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words in rows from the top; those of a row stand side by side."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: middle(w.box)[1]):
        if rows and _same_line(rows[-1][-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def text_in(cell: Box, words: Sequence[Word], upright: Pixels) -> CellText:
    """The text of a cell; a word that was read across its border is read again within it."""
    within = [word for word in words if _is_within(word, cell)]
    if not within:
        return CellText(text=_overlooked(cell, upright))
    rows = [sorted(row, key=lambda word: word.box[0]) for row in in_rows(within)]
    last = rows[-1][-1]
    return CellText(
        text="".join(_part(word, cell, upright) for row in rows for word in row),
        full=last.box[2] + last.size * _SPARE > cell[2],
    )


def _is_within(word: Word, cell: Box) -> bool:
    left, right = max(word.box[0], cell[0]), min(word.box[2], cell[2])
    is_level = cell[1] <= middle(word.box)[1] <= cell[3]
    return is_level and right - left >= min(word.size, word.box[2] - word.box[0]) * 0.5


def _part(word: Word, cell: Box, upright: Pixels) -> str:
    left, top, right, bottom = word.box
    inner_left, inner_right = max(left, cell[0]), min(right, cell[2])
    if inner_right - inner_left >= right - left - word.size:
        return word.text
    return read_again(upright, (inner_left, top, inner_right, bottom))


def _overlooked(cell: Box, upright: Pixels) -> str:
    """A single letter or digit, which detection overlooks."""
    edge = upright.shape[1] * _BORDER
    left, top, right, bottom = (round(value) for value in cell)
    inner = (left + edge, top + edge, right - edge, bottom - edge)
    if inner[2] <= inner[0] or inner[3] <= inner[1]:
        return ""
    ink = ink_of(grey(upright), inner)
    if ink is None or ink.contrast < _CONTRAST:
        return ""
    room = ink.size
    return read_again(
        upright, (ink.left - room, ink.top - room / 2, ink.right + room, ink.bottom + room / 2)
    )


def _same_line(a: Word, b: Word) -> bool:
    height = min(a.box[3] - a.box[1], b.box[3] - b.box[1])
    overlap = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
    return overlap > height * 0.6


def middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
