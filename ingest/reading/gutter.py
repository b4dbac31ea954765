"""Finds the gutter between two columns of text in a coarse picture of the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ingest.reading.page import Box, hull

Grid = npt.NDArray[np.bool_]

#: Cells to a type size in the coarse picture of the page.
_CELLS = 2
#: A damaged file may place its characters miles apart.
_MOST_CELLS = 1_000_000
#: Least width of a gutter in type sizes, and the part of the page in which it stands.
_GUTTER = 1.2
_MIDDLE = (0.35, 0.65)
#: Lines that must stand side by side; the least width of a column in type sizes; and how many of
#: its lines are filled to what part. Tables and lists with aligned entries are not.
_LINES, _WIDE, _FULL_LINES, _FULL = 5, 10, 0.2, 0.75


def gutter_of(
    boxes: Sequence[Box], size: float, expected: float | None
) -> tuple[float, list[tuple[float, float]]]:
    """The middle of the gutter, and from where to where down the page it parts two columns.

    ``boxes`` are those of words or characters, ``size`` is that of the type. A gutter that the
    page before had at ``expected`` needs little text beside it to be seen again.
    """
    left, top, right, bottom = hull(boxes)
    cell = size / _CELLS
    if (right - left) * (bottom - top) > cell * cell * _MOST_CELLS:
        return left, []
    grid = _grid(boxes, left, top, cell)
    width = round(_GUTTER * _CELLS)
    low, high = (round(grid.shape[1] * part) for part in _MIDDLE)
    places = range(low, max(low, high - width))
    if expected is not None:
        place = round((expected - left) / cell - width / 2)
        places = range(max(1, place - 1), min(place + 2, grid.shape[1] - width))
    found = [(_bands(grid, at, width, expected is None), at) for at in places]
    bands, at = max(found, key=lambda pair: _height(pair[0]), default=([], 0))
    edges = [(top + start * cell, top + end * cell) for start, end in bands]
    return left + (at + width / 2) * cell, edges


def _grid(boxes: Sequence[Box], left: float, top: float, cell: float) -> Grid:
    """Which cells of the page have something in them."""
    _, _, right, bottom = hull(boxes)
    grid = np.zeros((int((bottom - top) / cell) + 1, int((right - left) / cell) + 1), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        rows = slice(int((y0 - top) / cell), int((y1 - top) / cell) + 1)
        grid[rows, int((x0 - left) / cell) : int((x1 - left) / cell) + 1] = True
    return grid


def _bands(grid: Grid, at: int, width: int, is_new: bool) -> list[tuple[int, int]]:
    """The stretches of rows that are set in two columns around a gutter."""
    blank = ~grid[:, at : at + width].any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], blank.astype(np.int8), [0]))))
    bands = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        first = np.flatnonzero(grid[start:end, :at].any(axis=1))
        if first.size:
            start += first[0]
            before, behind = grid[start:end, :at], grid[start:end, at + width :]
            if _are_columns(before, behind) if is_new else _are_both(before, behind, 1):
                bands.append((int(start), int(end)))
    return bands


def _are_columns(before: Grid, behind: Grid) -> bool:
    return _are_both(before, behind, _LINES) and _is_prose(before) and _is_prose(behind)


def _are_both(before: Grid, behind: Grid, lines: int) -> bool:
    beside = before.any(axis=1) & behind.any(axis=1)
    return int(beside.sum()) >= lines * _CELLS


def _is_prose(side: Grid) -> bool:
    """Whether it is wide, and enough of its lines reach from its left edge to its right one."""
    places = np.flatnonzero(side.any(axis=0))
    rows = side[side.any(axis=1)][:, places[0] : places[-1] + 1]
    is_wide = rows.shape[1] >= _WIDE * _CELLS
    return bool(is_wide and (rows.mean(axis=1) >= _FULL).mean() >= _FULL_LINES)


def _height(bands: Sequence[tuple[int, int]]) -> int:
    return sum(end - start for start, end in bands)
