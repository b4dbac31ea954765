"""What of one section answers: its lines and table rows, verbatim and in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.reading import Reading, read_each
from bot.answering.reading.asked import Asked
from bot.answering.reading.choosing import choose
from bot.answering.reading.tables import Found
from bot.answering.semantics.matters import terms_of
from bot.answering.semantics.nearness import Nearness
from knowledge.model import Section, heading_label

#: Columns by which a FAQ is kept up; whoever asks does not ask for them.
_UPKEEP = re.compile(
    r"(?:(?:(?:担当|所管)(?:部署|部門|部|課|者)?|(?:最終)?(?:更新|改定|改訂|登録|作成|確認)日|備考|番号|No\.?|区分|分類"
    r"|カテゴリー?)\s*[:：](?:(?! / ).)*(?: / |$))+"
)


#: Characters.
_AT_A_GLANCE = 400


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """Lines and rows of a section."""

    section: Section
    lines: tuple[str, ...]
    #: The same lines without what only serves the upkeep of a FAQ.
    told_lines: tuple[str, ...]
    #: Rows as they stand in the section.
    rows: tuple[str, ...]
    #: The same rows with the cells that are told.
    told_rows: tuple[str, ...]
    #: Whether words or values of the question chose the rows.
    resolved: bool
    #: How likely each line and row of the section answers.
    reading: Reading
    #: Which tables of the reading the rows are of.
    numbers: tuple[int, ...] = ()

    @property
    def tables(self) -> tuple[Found, ...]:
        """The tables that the rows are of."""
        return tuple(self.reading.tables[n] for n in self.numbers)

    @property
    def quote(self) -> str:
        return "\n".join((*self.lines, *self.rows))

    @property
    def told(self) -> str:
        return "\n".join((*self.told_lines, *self.told_rows))


def above(title: str, section: Section) -> frozenset[str]:
    """The terms of a section's headings and of its manual's title."""
    return terms_of(" ".join([title, *map(heading_label, section.heading_path)]))


def quote(asked: Asked, title: str, section: Section) -> Quoted:
    """The part of a section that answers; ``title`` is its manual's."""
    return quote_each(asked, Nearness(asked.matters), [(title, section)])[0]


def quote_each(
    asked: Asked, near: Nearness, sections: Sequence[tuple[str, Section]]
) -> list[Quoted]:
    """The parts of some sections, each of a manual with a title; see :func:`read_each`."""
    readings = read_each(asked, near, sections)
    return [
        _quoted(asked, section, reading)
        for (_, section), reading in zip(sections, readings, strict=True)
    ]


def whole(asked: Asked, quoted: Quoted) -> Quoted:
    """The same with all lines of its section, where these are no more than one takes in at a
    glance: who chose a place by its name wants to read what it says."""
    lines = tuple(line.text for line in quoted.reading.lines)
    if sum(map(len, lines)) > _AT_A_GLANCE:
        return quoted
    told = _without_upkeep(asked, quoted.section, lines)
    return replace(quoted, lines=lines, told_lines=told)


def _quoted(asked: Asked, section: Section, reading: Reading) -> Quoted:
    lines, tables = choose(asked, section, reading)
    found = [reading.tables[n] for n in tables]
    texts = tuple(reading.lines[n].text for n in lines)
    return Quoted(
        section=section,
        lines=texts,
        told_lines=_without_upkeep(asked, section, texts),
        rows=tuple(row.text for part in found for row in part.rows),
        told_rows=tuple(told for part in found for told in part.told),
        resolved=any(part.chosen for part in found),
        reading=reading,
        numbers=tuple(tables),
    )


def _without_upkeep(asked: Asked, section: Section, lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a FAQ's answer; who is in charge is told where a person is asked for."""
    if section.question is None or asked.wanted in ("person", "place"):
        return lines
    return tuple(line for line in lines if not _UPKEEP.fullmatch(line)) or lines
