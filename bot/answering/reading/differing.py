"""Notices that a rule differs by what neither the question nor the asker's account says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answering.reading import Reading
from bot.answering.reading.applying import ANNIVERSARY
from bot.answering.reading.asked import FIGURES, Asked
from bot.answering.reading.axes import Attribute, Axis, axes_of
from bot.answering.reading.lines import LEADS_IN
from bot.answering.reading.naming import choice
from bot.answering.reading.quoting import Quoted
from bot.answering.reading.rows import Row
from bot.answering.reading.tables import Found
from bot.answering.semantics.grades import names_grade
from bot.answering.semantics.matters import terms_of
from bot.answering.semantics.people import employment, relatives
from bot.answering.semantics.values import Range, ranges
from bot.answering.understanding.applicability import says_service, speaks_of_everybody
from bot.outcomes import Language, Option
from knowledge import japanese
from knowledge.question_types import Wanted

#: Whoever asks names the town or country, which rules sort into regions elsewhere.
_SAID_OTHERWISE: frozenset[Attribute] = frozenset({"region"})
_NOTHING = re.compile(r"\s*(?:[-ー－―—–×]|なし|対象外)?\s*")
#: Rows answer that are read as nearly as likely as the best line, where such things are asked for.
_CLOSE = 2.6
_STATED_IN_CELLS: frozenset[Wanted] = frozenset({"amount", "number", "duration"})
#: No more options are offered than one can take in; a table with more rows is shown.
MOST_OPTIONS = 6
_BY: dict[str, tuple[str, str]] = {
    "employment": ("雇用形態", "the kind of employment"),
    "service": ("勤続年数", "length of service"),
    "grade": ("等級や役職", "grade or post"),
    "location": ("勤務地", "the place of work"),
    "relative": ("続柄や事由", "whom it is about"),
}


@dataclass(frozen=True, kw_only=True)
class Differing:
    """By what a rule differs, and which values there are."""

    attribute: Attribute
    #: Each asks the question again with its value, which the table's rows or columns are found by.
    options: tuple[Option, ...]

    def text(self, language: Language) -> str:
        japanese_, english = _BY[self.attribute]
        if language == "ja":
            return f"{japanese_}によって異なります。どれに当てはまりますか？"
        return f"This differs by {english}. Which one applies to you?"


def differs_by(asked: Asked, quoted: Quoted) -> Differing | None:
    """What a rule differs by, where one figure is asked for and the quoted rows give several.

    None where a line or one row answers, where everybody's figures are asked for, and where there
    are too many values to choose from.
    """
    found = _answering_table(asked, quoted) if _wants_one_figure(asked) else None
    if found is None:
        return None
    about, said = _about(quoted), _said(asked)
    if ANNIVERSARY.search(japanese.normalize(about)):
        return None
    for axis in axes_of(found.table, about):
        if axis.attribute in _SAID_OTHERWISE or axis.attribute in said:
            continue
        names = _open(found, axis)
        if len(names) > 1:
            return _asking(asked, axis, names) if len(names) <= MOST_OPTIONS else None
    return None


def settled_by_account(asked: Asked, quoted: Quoted) -> bool:
    """Whether one figure is asked for and the asker's account chose the row that gives it.

    Without the account it would have been asked back which row is meant. Where the account chose
    but a column, the row rests on the question's words, and they may be too few.
    """
    found = _answering_table(asked, quoted) if _wants_one_figure(asked) else None
    if found is None or not found.by:
        return False
    axes = axes_of(found.table, _about(quoted))
    chosen = any(axis.attribute in found.by for axis in axes if axis.column is not None)
    return chosen and differs_by(asked, quoted) is None


def _about(quoted: Quoted) -> str:
    return " ".join(quoted.section.heading_path)


def is_one_cell(asked: Asked, quoted: Quoted) -> bool:
    """Whether one figure is asked for and the question names the row and the column of it."""
    found = _answering_table(asked, quoted) if _wants_one_figure(asked) else None
    if found is None or not found.chosen or len(found.rows) != 1 or found.by:
        return False
    return len(found.columns) == 1 or len(found.rows[0].cells) == 2


def is_own_row(asked: Asked, quoted: Quoted) -> bool:
    """Whether one figure is asked for and the question says whose, by the rank or whatever else
    tells the rows of a table from each other, which a line introduces that says the rest."""
    found = _introduced(asked, quoted)
    if found is None or len(found.rows) != 1:
        return False
    said = _said(asked)
    axes = axes_of(found.table, _about(quoted))
    return any(axis.attribute in said for axis in axes if axis.column is not None)


def is_introduced(asked: Asked, quoted: Quoted) -> bool:
    """Whether one figure is asked for, and a line says all that is asked and introduces the table
    that gives it.

    Odds are of lines and rows one by one: such a line has no figure, and its rows have no words.
    """
    return _introduced(asked, quoted) is not None


def introduces_table(line: str) -> bool:
    return bool(LEADS_IN.search(japanese.normalize(line)))


def _introduced(asked: Asked, quoted: Quoted) -> Found | None:
    found = _answering_table(asked, quoted) if _wants_one_figure(asked) else None
    if found is None:
        return None
    named = " ".join(found.told) if found.chosen or found.columns else ""
    for line in quoted.reading.lines:
        if introduces_table(line.text):
            said = terms_of(f"{line.text} {named}")
            if all(matter.is_in(said) for matter in asked.matters):
                return found
    return None


def _wants_one_figure(asked: Asked) -> bool:
    return asked.wanted in FIGURES and not speaks_of_everybody(japanese.normalize(asked.text))


def _said(asked: Asked) -> frozenset[Attribute]:
    """What a question says of whom it is about, whether or not a row was found by it."""
    normal = japanese.normalize(asked.text)
    said: dict[Attribute, bool] = {
        "employment": bool(employment(normal)),
        "service": says_service(normal),
        "grade": names_grade(normal),
        "relative": bool(relatives(normal)),
    }
    return frozenset(attribute for attribute, is_said in said.items() if is_said)


def _answering_table(asked: Asked, quoted: Quoted) -> Found | None:
    """The quoted table whose rows answer: none of the likelier lines gives such a figure."""
    reading = quoted.reading
    close = _CLOSE if asked.wanted in _STATED_IN_CELLS else 0.0
    best = _best(reading)
    for n in quoted.numbers:
        likely = reading.of_table(n).max(initial=float("-inf"))
        if likely < best - close:
            continue
        stated = {found.dimension for row in reading.tables[n].rows for found in _values(row)}
        likelier = [
            line.text
            for line, odds in zip(reading.lines, reading.of_lines, strict=True)
            if odds > likely
        ]
        if not any(found.dimension in stated for line in likelier for found in ranges(line)):
            return reading.tables[n]
    return None


def _best(reading: Reading) -> float:
    """The highest log odds, but of lines that introduce a table: those speak for its rows."""
    kept = [
        odds
        for line, odds in zip(reading.lines, reading.of_lines, strict=True)
        if not introduces_table(line.text)
    ]
    rows = reading.log_odds[len(reading.lines) :]
    return float(max([*kept, *rows], default=float("-inf")))


def _values(row: Row) -> list[Range]:
    """The quantities of the cells that do not name the row."""
    return [found for cell in row.cells[1:] for found in ranges(cell.value)]


def _open(found: Found, axis: Axis) -> list[str]:
    """The names of an axis that are left and tell other things from each other."""
    if axis.column is None:
        told = {
            n
            for n, name in enumerate(axis.names)
            if name and not all(_NOTHING.fullmatch(row.cells[n].value) for row in found.rows)
        }
        if found.columns:
            told &= set(found.columns)
        differ = any(len({row.cells[n].value for n in told}) > 1 for row in found.rows)
        return [axis.names[n] for n in sorted(told)] if differ else []
    left = [n for n, row in enumerate(found.table) if row in found.rows]
    told = set(found.columns) or set(range(len(found.table[0].cells))) - {axis.column}
    figures = {tuple(found.table[n].cells[k].value for k in sorted(told)) for n in left}
    return list(dict.fromkeys(axis.names[n] for n in left)) if len(figures) > 1 else []


def _asking(asked: Asked, axis: Axis, names: list[str]) -> Differing:
    question = asked.text.replace("\n", " ")
    options = tuple(Option(label=choice(n), question=f"{choice(n)}：{question}") for n in names)
    return Differing(attribute=axis.attribute, options=options)
