"""What of one section answers: its lines and table rows, verbatim and in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.asked import Asked
from bot.answering.lines import LEADS_IN, choose, lines_of
from bot.answering.matters import terms_of
from bot.answering.tables import MOST_ROWS, Found, resolve, tables
from knowledge.model import Section, heading_label
from knowledge.question_types import states

#: The answer of a FAQ entry is quoted whole up to this length.
_WHOLE_ANSWER = 280
#: Beside rows that answer, only lines are quoted that come as close as this to the best.
_BESIDE_ROWS = 0.8


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """Lines and rows of a section."""

    section: Section
    lines: tuple[str, ...]
    #: Rows as they stand in the section.
    rows: tuple[str, ...]
    #: The same rows with the cells that are told.
    told_rows: tuple[str, ...]
    #: Whether words or values of the question chose the rows.
    resolved: bool

    @property
    def quote(self) -> str:
        return "\n".join((*self.lines, *self.rows))

    @property
    def told(self) -> str:
        return "\n".join((*self.lines, *self.told_rows))


def above(title: str, section: Section) -> frozenset[str]:
    """The terms of a section's headings and of its manual's title."""
    return terms_of(" ".join([title, *map(heading_label, section.heading_path)]))


def quote(asked: Asked, title: str, section: Section) -> Quoted:
    """The part of a section that answers; ``title`` is its manual's."""
    lines = lines_of(section)
    kept = [lines[n].text for n in _chosen_lines(asked, title, section)]
    found = _rows(asked, section, kept)
    if section.question is None and any(part.chosen for part in found):
        closest = _chosen_lines(asked, title, section, close=_BESIDE_ROWS)
        kept = [x for x in kept if LEADS_IN.search(x) or x in {lines[n].text for n in closest}]
    return Quoted(
        section=section,
        lines=tuple(kept),
        rows=tuple(row.text for part in found for row in part.rows),
        told_rows=tuple(told for part in found for told in part.told),
        resolved=any(part.chosen for part in found),
    )


def _chosen_lines(
    asked: Asked, title: str, section: Section, close: float | None = None
) -> list[int]:
    lines = lines_of(section)
    whole = section.question is not None and sum(len(x.text) for x in lines) <= _WHOLE_ANSWER
    if whole or (asked.wanted is None and not asked.matters):
        return list(range(len(lines)))
    headings = above(title, section)
    if close is None:
        return choose(lines, asked.matters, headings, asked.wanted, asked.values)
    return choose(lines, asked.matters, headings, asked.wanted, asked.values, close, short=0)


def _rows(asked: Asked, section: Section, lines: Sequence[str]) -> list[Found]:
    """The rows of each table that the question points to; a table led in, whole, if small."""
    led_in = any(LEADS_IN.search(line) for line in lines)
    stated = asked.wanted is not None and any(states(asked.wanted, line) for line in lines)
    found: list[Found] = []
    for table in tables(section):
        rows = resolve(table, asked.matters, asked.values, asked.text)
        if rows.chosen or led_in or not lines or not stated:
            found.append(rows if len(rows.rows) <= MOST_ROWS else _first(rows))
    return found


def _first(found: Found) -> Found:
    return Found(rows=found.rows[:MOST_ROWS], columns=found.columns, chosen=found.chosen)
