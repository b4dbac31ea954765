"""A manual as its author wrote it: the pieces that every format is made from and scored against."""

from __future__ import annotations

from dataclasses import dataclass

#: Cells of a table; ``^`` is merged with the cell above, ``<`` with the cell to the left.
Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Heading:
    text: str
    #: From 1, the outermost.
    level: int


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    text: str
    #: The number of a list item, e.g. ``3``; ``・`` for a bullet, empty for no item.
    marker: str = ""
    #: Nesting of a list item from 1; 0 for no item.
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Table:
    rows: Cells
    #: Leading rows that name the columns; 0 where the first column names the rows.
    header_rows: int


Piece = Heading | Paragraph | Table


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    name: str
    title: str
    pieces: tuple[Piece, ...]

    def shortened(self, characters: int) -> Manuscript:
        """The sections from the start that have about so many characters together."""
        count, kept = 0, len(self.pieces)
        for n, piece in enumerate(self.pieces):
            if isinstance(piece, Heading) and count >= characters:
                kept = n
                break
            count += _length(piece)
        return Manuscript(name=self.name, title=self.title, pieces=self.pieces[:kept])


def filled(rows: Cells) -> Cells:
    """The cells with merged ones repeated in every place they cover."""
    grid: list[list[str]] = []
    for r, row in enumerate(rows):
        grid.append([])
        for c, cell in enumerate(row):
            if cell == "^" and r:
                grid[r].append(grid[r - 1][c])
            elif cell == "<" and c:
                grid[r].append(grid[r][c - 1])
            else:
                grid[r].append(cell)
    return tuple(map(tuple, grid))


def _length(piece: Piece) -> int:
    if isinstance(piece, Table):
        return sum(len(cell) for row in piece.rows for cell in row)
    return len(piece.text)
