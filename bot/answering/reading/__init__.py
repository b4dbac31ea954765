"""Reads a section line by line: how likely each line or table row answers a question.

The weights are in ``reading.json``; ``python -m evals.training.reading`` writes the file, with the
names of its data and the date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from bot.answering.reading.asked import Asked
from bot.answering.reading.line_signals import Floats, Piece, signals
from bot.answering.reading.lines import LEADS_IN, Line, lead_of, lines_of, points_back
from bot.answering.reading.tables import Found, resolve, tables
from bot.answering.semantics.nearness import Nearness, Shares
from bot.answering.weights import Logistic, logistic
from knowledge.model import Section, heading_label

#: Where the learned weights are.
FILE = Path(__file__).parents[1] / "reading.json"
#: Rows of one table that are read: of a table that the question points to nowhere, the first ones.
MOST_ROWS = 12
_OTHER: ContextVar[Logistic | None] = ContextVar(
    "the model that lines are weighed by", default=None
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """The lines of a section, then its table rows, with the odds that each answers."""

    lines: tuple[Line, ...]
    #: The tables of the section with the rows that the question points to.
    tables: tuple[Found, ...]
    pieces: tuple[Piece, ...]
    #: What the odds are weighed from, each of shape (pieces,).
    signals: Mapping[str, Floats]
    #: Logarithms of the odds, shape (pieces,).
    log_odds: Floats
    #: How nearly each says each word of the question, shape (pieces, matters).
    near: Shares

    @property
    def of_lines(self) -> Floats:
        return self.log_odds[: len(self.lines)]

    @property
    def best(self) -> float:
        """The highest log odds; -inf where there is nothing to read."""
        return float(self.log_odds.max(initial=-np.inf))

    def of_table(self, number: int) -> Floats:
        """The log odds of a table's rows that were read."""
        starts = self._starts
        return self.log_odds[starts[number] : starts[number + 1]]

    def table_of(self, piece: int) -> int:
        """The number of the table that a row is of."""
        return int(np.searchsorted(self._starts, piece, side="right")) - 1

    @property
    def _starts(self) -> list[int]:
        """The first piece of each table, and the end."""
        sizes = (len(found.rows) for found in self.tables)
        return list(accumulate(sizes, initial=len(self.lines)))


@dataclass(frozen=True, kw_only=True)
class _Laid:
    """A section as it is read for a question."""

    headings: str
    lines: tuple[Line, ...]
    tables: tuple[Found, ...]
    pieces: tuple[Piece, ...]

    @property
    def texts(self) -> list[str]:
        contexts = [piece.context for piece in self.pieces if piece.context]
        return [self.headings, *(piece.text for piece in self.pieces), *contexts]


def read(asked: Asked, title: str, section: Section) -> Reading:
    """Read a section of the manual ``title``."""
    return read_each(asked, Nearness(asked.matters), [(title, section)])[0]


def read_each(
    asked: Asked, near: Nearness, sections: Sequence[tuple[str, Section]]
) -> list[Reading]:
    """Read some sections, each of a manual with a title, in much less time than one by one.

    ``near`` compares with the question's matters.
    """
    laid = [_laid(asked, title, section) for title, section in sections]
    near.compare(text for one in laid for text in one.texts)
    told = signals(asked, near, [(one.headings, one.pieces) for one in laid])
    odds = weighed(_OTHER.get() or learned(), told, sum(len(one.pieces) for one in laid))
    said, _, _ = near.of_lines([piece.text for one in laid for piece in one.pieces])
    ends = list(accumulate((len(one.pieces) for one in laid), initial=0))
    return [
        Reading(
            lines=one.lines,
            tables=one.tables,
            pieces=one.pieces,
            signals={name: values[start:end] for name, values in told.items()},
            log_odds=odds[start:end],
            near=said[start:end],
        )
        for one, (start, end) in zip(laid, pairwise(ends), strict=True)
    ]


def _laid(asked: Asked, title: str, section: Section) -> _Laid:
    lines = tuple(lines_of(section))
    headings = " ".join([title, *map(heading_label, section.heading_path)])
    found = tuple(
        _first(resolve(rows, asked.matters, asked.values, asked.text, asked.whom, headings))
        for rows in tables(section)
    )
    return _Laid(
        headings=headings,
        lines=lines,
        tables=found,
        pieces=(*_of_lines(lines), *_of_tables(lines, found)),
    )


def weighed(model: Logistic, told: Mapping[str, Floats], count: int) -> Floats:
    """Log odds of pieces from their signals, shape (pieces,); a signal that is not told is 0."""
    names = [name for name in model.signals if name in told]
    means, scales, weights = np.array(list(model.signals.values())).reshape(-1, 3).T
    bias = model.bias - float(weights @ (means / scales))
    if not names:
        return np.full(count, bias)
    factors = np.array([model.signals[name][2] / model.signals[name][1] for name in names])
    return np.asarray(bias + factors @ np.array([told[name] for name in names]))


@contextmanager
def read_by(model: Logistic) -> Iterator[None]:
    """Meanwhile, lines are weighed by another model than the one that comes with Zeroji."""
    before = _OTHER.set(model)
    try:
        yield
    finally:
        _OTHER.reset(before)


@lru_cache(maxsize=1)
def learned() -> Logistic:
    """The weights of the file beside this module."""
    return logistic(json.loads(FILE.read_text(encoding="utf-8"))["line"])


def _of_lines(lines: Sequence[Line]) -> list[Piece]:
    return [
        Piece(text=line.text, context=_context(lines, n), is_item=line.is_item)
        for n, line in enumerate(lines)
    ]


def _context(lines: Sequence[Line], n: int) -> str:
    """The sentence that leads an item in, those before in its paragraph, or what it points to."""
    if lines[n].is_item:
        lead = lead_of(lines, n)
        return "" if lead is None else lines[lead].text
    before = [line.text for line in lines[:n] if line.block == lines[n].block]
    if not before and n > 0 and points_back(lines[n].text):
        before = [lines[n - 1].text]
    return " ".join(before)


def _of_tables(lines: Sequence[Line], found: Sequence[Found]) -> list[Piece]:
    leads = [line.text for line in lines if LEADS_IN.search(line.text)]
    return [
        Piece(
            text=row.text,
            context=leads[-1] if leads else "",
            is_row=True,
            resolved=table.chosen,
        )
        for table in found
        for row in table.rows
    ]


def _first(found: Found) -> Found:
    return replace(found, rows=found.rows[:MOST_ROWS])
