"""Chooses what of a section is quoted: the lines and table rows that answer, and no more.

Where one line is far likelier than the others to answer, it is quoted alone; where several are
nearly as likely, all of them are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

import numpy as np

from bot.answering.reading import Reading
from bot.answering.reading.asked import Asked
from bot.answering.reading.lines import LEADS_IN, belonging
from knowledge import japanese
from knowledge.model import Section

#: Texts without a table are quoted whole up to this length: cutting them saves nobody time.
SHORT = 160
#: The answer of a FAQ entry is quoted whole up to this length.
_WHOLE_ANSWER = 280
#: A line or row is quoted whose log odds come this close to the best.
_CLOSE = 2.6
_MOST_LINES = 4
#: The paragraph of the best line is quoted whole up to this length.
_PARAGRAPH = 120
#: A line is quoted too that says so much of the question that the others do not, if its log odds
#: come this close to the best.
_ADDS, _ADDS_CLOSE = 0.25, 2.6
#: The same for a question that asks several things at once.
_SEVERAL_ADDS, _SEVERAL_CLOSE = 0.12, 4.0
_ASKING = r"(?:いくら|幾ら|何[^かで、]{1,3}|いつ|どこ|誰|だれ|どれ|どの)"
_SEVERAL = re.compile(
    rf"それぞれ|全部|両方|あと[、は]|{_ASKING}.+{_ASKING}|と[^、。?]{{1,12}}(?:は|を教えて)[?？]?$"
)
#: A table that a quoted sentence leads in is quoted up to this many rows, where none is named.
_LED_IN = 6


def choose(asked: Asked, section: Section, reading: Reading) -> tuple[list[int], list[int]]:
    """The numbers of the lines and of the tables that are quoted, in reading order.

    Of a table those rows are quoted that were read.
    """
    length = sum(len(line.text) for line in reading.lines)
    whole = (
        (section.question is not None and length <= _WHOLE_ANSWER)
        or (not reading.tables and length <= SHORT)
        or (asked.wanted is None and not asked.matters)
    )
    if whole:
        lines = set(range(len(reading.lines)))
        tables = _close_tables(reading)
    else:
        lines, tables = _chosen(asked, reading)
    lines |= belonging(reading.lines, lines)
    tables |= {n for n in range(len(reading.tables)) if _is_led_in(section, reading, n, lines)}
    if tables and section.question is None:
        lines |= {lead for n in tables for lead in _leads(section, reading, n)}
    return sorted(lines), sorted(tables)


def _chosen(asked: Asked, reading: Reading) -> tuple[set[int], set[int]]:
    best = reading.best
    close = np.flatnonzero(reading.of_lines >= best - _CLOSE)
    likeliest = sorted(close.tolist(), key=lambda n: -reading.log_odds[n])[:_MOST_LINES]
    lines = set(likeliest)
    if lines and reading.log_odds[likeliest[0]] == best:
        lines |= _paragraph(reading, likeliest[0])
    tables = _close_tables(reading)
    for n in _adding(asked, reading, {*lines, *_rows(reading, tables)}):
        if n < len(reading.lines):
            lines.add(n)
        else:
            tables.add(reading.table_of(n))
    return lines, tables


def _close_tables(reading: Reading) -> set[int]:
    return {
        n
        for n in range(len(reading.tables))
        if reading.of_table(n).max(initial=-np.inf) >= reading.best - _CLOSE
    }


def _paragraph(reading: Reading, n: int) -> set[int]:
    """The sentences of a line's paragraph, if it is short."""
    lines = reading.lines
    same = {k for k, line in enumerate(lines) if line.block == lines[n].block and not line.is_item}
    return same if sum(len(lines[k].text) for k in same) <= _PARAGRAPH else set()


def _rows(reading: Reading, tables: Iterable[int]) -> set[int]:
    chosen = set(tables)
    start = len(reading.lines)
    return {n for n in range(start, len(reading.pieces)) if reading.table_of(n) in chosen}


def _adding(asked: Asked, reading: Reading, chosen: Set[int]) -> list[int]:
    """Pieces that say much of the question that those chosen do not, the likeliest first."""
    weights = np.array([matter.weight for matter in asked.matters])
    if not weights.sum():
        return []
    several = bool(_SEVERAL.search(japanese.normalize(asked.text.rsplit("\n", 1)[-1])))
    least, close = (_SEVERAL_ADDS, _SEVERAL_CLOSE) if several else (_ADDS, _ADDS_CLOSE)
    said = reading.near[sorted(chosen)].max(axis=0, initial=0)
    adding = []
    for n in np.argsort(-reading.log_odds, kind="stable").tolist():
        if reading.log_odds[n] < reading.best - close:
            break
        if weights @ (reading.near[n] - said).clip(0) >= least * weights.sum():
            adding.append(n)
            said = np.maximum(said, reading.near[n])
    return adding


def _is_led_in(section: Section, reading: Reading, table: int, lines: Set[int]) -> bool:
    found = reading.tables[table]
    small = found.chosen or len(found.rows) <= _LED_IN
    return small and any(n in lines for n in _leads(section, reading, table))


def _leads(section: Section, reading: Reading, table: int) -> Sequence[int]:
    """The line that leads a table in: none, or one directly before it."""
    first = reading.tables[table].rows[0].text
    row = next(n for n, block in enumerate(section.blocks) if block.text == first)
    while row > 0 and section.blocks[row - 1].kind == "row":
        row -= 1
    return [
        n
        for n, line in enumerate(reading.lines)
        if line.block in (row - 1, row - 2) and LEADS_IN.search(line.text)
    ][-1:]
