"""The tables of a section, and what of them answers a question for whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.answering.reading.applying import applied, said_outright
from bot.answering.reading.axes import Attribute, Axis, axes_of
from bot.answering.reading.naming import pointed_to
from bot.answering.reading.rows import Row, row_of
from bot.answering.semantics.cities import cities_said, rows_of_city
from bot.answering.semantics.grades import names_grade
from bot.answering.semantics.matters import Matter
from bot.answering.semantics.people import employment
from bot.answering.semantics.values import Range
from bot.answering.understanding.applicability import NOBODY, Known
from knowledge import japanese
from knowledge.model import Section


@dataclass(frozen=True, kw_only=True)
class Found:
    """The rows that answer, and what of each is told."""

    rows: tuple[Row, ...]
    #: Columns that the question points to beside those that name the row; empty: all.
    columns: tuple[int, ...]
    #: Whether words or values of the question, or what is known of the asker, chose the rows.
    chosen: bool
    #: All rows of the table.
    table: tuple[Row, ...] = ()
    #: What is known of the asker that chose rows or columns.
    by: tuple[Attribute, ...] = ()

    @property
    def told(self) -> list[str]:
        """Each row with the cells that name it and those asked for."""
        return [_told(row, self.columns) for row in self.rows]


def tables(section: Section) -> Iterator[list[Row]]:
    """The tables of a section: neighbouring rows with the same columns."""
    rows: list[Row | None] = [
        row_of(block.text) if block.kind == "row" else None for block in section.blocks
    ]
    for labels, group in groupby(rows, key=lambda row: row.labels if row else None):
        if labels is not None:
            yield [row for row in group if row is not None]


def resolve(
    rows: Sequence[Row],
    matters: Sequence[Matter],
    values: Sequence[Range],
    question: str,
    whom: Known = NOBODY,
    about: str = "",
) -> Found:
    """The rows of a table that the values and words of a question point to; else all of them.

    Where the question leaves rows or columns open, those that hold for the asker. ``about`` is the
    headings above the table.
    """
    kept, columns = pointed_to(rows, matters, values, question)
    axes = axes_of(tuple(rows), about)
    columns = _said_columns(axes, question, columns)
    kept, columns = _of_city(axes, question, kept, columns)
    by: tuple[Attribute, ...] = ()
    for one in (_said(question), whom):
        if one == NOBODY:
            continue
        left = applied(kept, columns, axes, one, about)
        kept, columns = list(left.rows), set(left.columns)
        by = left.by if one is whom else ()
    return Found(
        rows=tuple(rows[n] for n in kept),
        columns=tuple(sorted(columns)),
        chosen=len(kept) < len(rows) or len(rows) == 1,
        table=tuple(rows),
        by=by,
    )


def _said_columns(axes: Sequence[Axis], question: str, columns: set[int]) -> set[int]:
    """Columns with those that the question names outright, of the groups that differ by it."""
    normal = japanese.normalize(question)
    for axis in axes:
        if axis.column is None:
            group = {n for n, name in enumerate(axis.names) if name}
            said = said_outright(axis.names, normal)
            columns = columns - group | said if said else columns
    return columns


def _of_city(
    axes: Sequence[Axis], question: str, kept: list[int], columns: set[int]
) -> tuple[list[int], set[int]]:
    """Rows and columns for the one city that the question names: 札幌 is in その他の地域."""
    cities = cities_said(japanese.normalize(question))
    if len(cities) != 1:
        return kept, columns
    for axis in axes:
        if axis.attribute != "region":
            continue
        inside = rows_of_city(axis.names, *cities)
        if axis.column is not None:
            kept = [n for n in kept if n in inside] or kept
        elif inside:
            # What the trip pays beside (日当) stays told.
            group = {n for n, name in enumerate(axis.names) if name}
            columns = ((columns or set(range(1, len(axis.names)))) - group) | inside
    return kept, columns


def _said(question: str) -> Known:
    """Whom a question names in words by which rows differ."""
    return Known(
        employment=question if employment(question) else "",
        grade=question if names_grade(question) else "",
    )


def _told(row: Row, columns: Sequence[int]) -> str:
    if not columns:
        return row.text
    figures = {n for n, c in enumerate(row.cells) if re.search(r"\d", japanese.normalize(c.value))}
    naming = {0} | ({1} - figures)
    return " / ".join(cell.text for n, cell in enumerate(row.cells) if n in naming or n in columns)
