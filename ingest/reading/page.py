"""What a page holds: lines of text and ruled tables, with their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: Left, top, right, bottom.
Box = tuple[float, float, float, float]

_MAX_CELLS = 20_000


@dataclass(frozen=True, kw_only=True)
class Line:
    """One printed line."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    #: Height of its type.
    size: float
    page: int
    bold: bool = False
    #: Place of its column in the reading order of the page.
    column: int = 0
    #: Right edge of its column; None where the page is set in one.
    limit: float | None = None


@dataclass(frozen=True, kw_only=True)
class Ruled:
    """A table drawn with lines."""

    rows: tuple[tuple[str, ...], ...]
    box: Box
    #: Left edges of the columns.
    columns: tuple[float, ...]
    header_rows: int | None = None
    #: Whether the last lines of the cells in its last row reach the right edges of their cells.
    full: tuple[bool, ...] = ()
    #: Place of its column in the reading order of the page.
    column: int = 0

    @property
    def top(self) -> float:
        return self.box[1]


@dataclass(frozen=True, kw_only=True)
class Page:
    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Ruled, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CellText:
    text: str
    #: Whether its last line reaches the right edge of the cell.
    full: bool = False


def ruled_table(
    cells: Sequence[Box], text_in: Callable[[Box], CellText], tolerance: float
) -> Ruled | None:
    """The grid of a table's cells, merged ones repeated; None for a mere frame around text."""
    xs, ys = _edges(cells, 0, tolerance), _edges(cells, 1, tolerance)
    if len(xs) < 2 or len(xs) * len(ys) > _MAX_CELLS:
        return None
    grid = [[CellText(text="") for _ in xs] for _ in ys]
    for cell in cells:
        text = text_in(cell)
        for r in _covered(ys, cell[1], cell[3], tolerance):
            for c in _covered(xs, cell[0], cell[2], tolerance):
                grid[r][c] = text
    return Ruled(
        rows=tuple(tuple(cell.text for cell in row) for row in grid),
        box=hull(cells),
        columns=tuple(xs),
        full=tuple(cell.full for cell in grid[-1]),
    )


def inside(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def hull(boxes: Sequence[Box]) -> Box:
    """The smallest box around all."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _edges(cells: Sequence[Box], side: int, tolerance: float) -> list[float]:
    edges: list[float] = []
    for edge in sorted(cell[side] for cell in cells):
        if not edges or edge - edges[-1] > tolerance:
            edges.append(edge)
    return edges


def _covered(edges: Sequence[float], start: float, end: float, tolerance: float) -> list[int]:
    return [n for n, edge in enumerate(edges) if start - tolerance <= edge < end - tolerance]
