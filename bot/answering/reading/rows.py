"""A table row as it stands in its section, and its cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cell:
    label: str
    value: str

    @property
    def text(self) -> str:
        return f"{self.label}: {self.value}" if self.label else self.value


@dataclass(frozen=True, kw_only=True)
class Row:
    text: str
    cells: tuple[Cell, ...]

    @property
    def naming(self) -> tuple[Cell, ...]:
        """The cells that say what the row is about: the first ones, never all."""
        return self.cells[: max(1, min(2, len(self.cells) - 1))]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(cell.label for cell in self.cells)


def row_of(text: str) -> Row:
    """The row that a section writes as ``勤続年数: 3年 / 日数: 5日``."""
    cells: list[Cell] = []
    pending = ""
    for piece in text.split(" / "):
        label, colon, value = f"{pending}{piece}".partition(": ")
        if colon:
            cells.append(Cell(label=label, value=value))
            pending = ""
        else:
            pending = f"{pending}{piece} / "
    if pending:  # a table without header, or a slash in the last value
        rest = pending[: -len(" / ")]
        if cells:
            last = cells.pop()
            cells.append(Cell(label=last.label, value=f"{last.value} / {rest}"))
        else:
            cells = [Cell(label="", value=value) for value in rest.split(" / ")]
    return Row(text=text, cells=tuple(cells))
