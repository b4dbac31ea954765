"""Finds the rows (and columns) of a table that a question's words and values point to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.answering.semantics.matters import Matter, terms_of
from bot.answering.semantics.people import employment, relatives
from bot.answering.semantics.values import Range, place_in
from knowledge import japanese
from knowledge.model import Section

#: A row is quoted that is named nearly as well as the best.
_CLOSE = 0.75
#: What a value of the question found in a cell counts for, and a cell's words found in it.
_SAID_OUTRIGHT = 1.5

_PARTS = re.compile(r"[・、,，/／]|又は|または|若しくは|及び|並びに|と(?=[^、]*$)")
_LOSS = re.compile(r"亡く|死|不幸|忌引|葬|弔|逝去|香典|passed away|died|funeral|bereave")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, kw_only=True)
class Cell:
    label: str
    value: str

    @property
    def text(self) -> str:
        return f"{self.label}: {self.value}" if self.label else self.value


@dataclass(frozen=True, kw_only=True)
class Row:
    """A table row as it stands in its section, and its cells."""

    text: str
    cells: tuple[Cell, ...]

    @property
    def naming(self) -> tuple[Cell, ...]:
        """The cells that say what the row is about: the first ones, never all."""
        return self.cells[: max(1, min(2, len(self.cells) - 1))]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(cell.label for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class Found:
    """The rows that answer, and what of each is told."""

    rows: tuple[Row, ...]
    #: Columns that the question points to beside those that name the row; empty: all.
    columns: tuple[int, ...]
    #: Whether words or values of the question chose the rows.
    chosen: bool

    @property
    def told(self) -> list[str]:
        """Each row with the cells that name it and those asked for."""
        return [_told(row, self.columns) for row in self.rows]


def tables(section: Section) -> Iterator[list[Row]]:
    """The tables of a section: neighbouring rows with the same columns."""
    rows: list[Row | None] = [
        _row(block.text) if block.kind == "row" else None for block in section.blocks
    ]
    for labels, group in groupby(rows, key=lambda row: row.labels if row else None):
        if labels is not None:
            yield [row for row in group if row is not None]


def resolve(
    rows: Sequence[Row], matters: Sequence[Matter], values: Sequence[Range], question: str
) -> Found:
    """The rows of a table that the values and words of a question point to; else all of them."""
    columns: set[int] = set()
    kept = _rows_of_relatives(rows, question)
    placed = len(kept) < len(rows)
    for value in values:
        inside = _rows_holding(rows, value)
        if inside:
            # Two values of one kind (勤続7年で3か月休んだ): what either points to.
            kept = [n for n in kept if n in inside] or sorted({*kept, *inside})
            placed = True
        else:
            columns.update(place_in(value, rows[0].labels))
    outright = [_said_outright(row, japanese.normalize(question)) for row in rows]
    most = max((outright[n] for n in kept), default=0.0)
    if most > 0:
        kept = [n for n in kept if outright[n] == most]
    scores = [a + b for a, b in zip(outright, _naming_scores(rows, matters), strict=True)]
    best = max((scores[n] for n in kept), default=0.0)
    if best > 0:
        kept = [n for n in kept if scores[n] >= _CLOSE * best]
    named = best > 0 or placed
    columns |= _employment_columns(rows, question) or _named_columns(rows, matters, columns)
    return Found(
        rows=tuple(rows[n] for n in kept),
        columns=tuple(sorted(columns)),
        chosen=(named and len(kept) < len(rows)) or len(rows) == 1,
    )


def _row(text: str) -> Row:
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


def _rows_of_relatives(rows: Sequence[Row], question: str) -> list[int]:
    """Rows of a table by relatives that name the question's; all rows of any other table."""
    everything = list(range(len(rows)))
    asked = relatives(question)
    listed = [relatives(" ".join(cell.value for cell in row.naming)) for row in rows]
    if sum(map(bool, listed)) < 2:
        return everything
    if not asked:  # one's own wedding, not a child's
        own = [n for n in everything if not listed[n]]
        return everything if _LOSS.search(question) else own or everything
    closer = asked - {"spouse"} or asked
    return [n for n in everything if listed[n] & closer] or everything


def _rows_holding(rows: Sequence[Row], value: Range) -> set[int]:
    """Rows in the first of whose columns that speaks of such values the value lies."""
    width = min(len(row.cells) for row in rows)
    for column in range(max(1, width - 1)):
        inside = place_in(value, [row.cells[column].value for row in rows])
        if inside:
            return set(inside)
    return set()


def _naming_scores(rows: Sequence[Row], matters: Sequence[Matter]) -> list[float]:
    """How well the question names each row: by words that not all rows hold.

    The first cells, which say what a row is about, count more than the rest.
    """
    keys = [terms_of(" ".join(cell.value for cell in row.naming)) for row in rows]
    whole = [terms_of(row.text) for row in rows]
    scores = [0.0] * len(rows)
    for matter in matters:
        in_keys = [matter.is_in(terms) for terms in keys]
        in_rows = [matter.is_in(terms) for terms in whole]
        for held, share in ((in_keys, 1.0), (in_rows, 0.4)):
            telling = share * matter.weight * math.log(len(rows) / max(1, sum(held)))
            for n, holds in enumerate(held):
                if holds:
                    scores[n] += telling
    return scores


def _said_outright(row: Row, question: str) -> float:
    """The longest part of the row's name that the question says word by word."""
    best = 0
    for cell in row.naming:
        name = _ASIDE.sub("", japanese.normalize(cell.value))
        for part in _PARTS.split(name):
            bare = part.strip()
            if len(bare) > 1 and bare in question and not bare.isdigit():
                best = max(best, len(bare))
    return _SAID_OUTRIGHT * math.log1p(best)


def _employment_columns(rows: Sequence[Row], question: str) -> set[int]:
    """Columns for the kind of employment that the question names."""
    asked = employment(question)
    return {n for n, label in enumerate(rows[0].labels) if employment(label) & asked}


def _named_columns(rows: Sequence[Row], matters: Sequence[Matter], already: set[int]) -> set[int]:
    """Columns whose label alone holds a word of the question: 宿泊 of 日帰り and 宿泊."""
    if already or len(rows[0].cells) < 3:
        return set()
    labels = [terms_of(label) for label in rows[0].labels]
    found: set[int] = set()
    for matter in matters:
        holding = {n for n, terms in enumerate(labels) if matter.is_in(terms)}
        if 0 < len(holding) <= len(labels) / 2:
            found |= holding - {0}
    return found


def _told(row: Row, columns: Sequence[int]) -> str:
    if not columns:
        return row.text
    figures = {n for n, cell in enumerate(row.cells) if re.search(r"\d", cell.value)}
    naming = {0} | ({1} - figures)
    return " / ".join(cell.text for n, cell in enumerate(row.cells) if n in naming or n in columns)
