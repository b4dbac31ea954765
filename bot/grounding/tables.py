"""Whether a sentence gives the value of one row of a table for another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.grounding.comparing import same_figure
from bot.grounding.names import Name, names
from bot.grounding.objection import Objection
from bot.grounding.pieces import without_figures
from bot.grounding.quoting import bare
from bot.grounding.reading import read
from bot.grounding.source import IS_ROW, Cell, Row, Source, words
from bot.grounding.spelling import plain

_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_EITHER = re.compile(r"[・、,/]|又は|または|及び|および|若しくは|もしくは")
_SHORTEST_VALUE = 2
_TWO = 2


def wrong_rows(sentence: str, whole: Source) -> Iterator[Objection]:
    """Values in a plain sentence that only rows have of which it does not speak."""
    if IS_ROW.search(sentence):
        return
    named = _named(sentence, whole.rows)
    if not named:
        if mixed := _mixed(sentence, whole.rows):
            yield _objection(*mixed)
        return
    own = "\n".join([whole.prose, *(cell.text for row in named for cell in row.cells)])
    said = words(sentence)
    for row in whole.rows:
        if row in named or _may_be_meant(row, said):
            continue
        for value in (part for cell in row.cells[1:] for part in _values(cell)):
            if _is_given(value, sentence, own):
                yield _objection(value, row.key)
                return
    for row in named if len(named) == 1 else ():
        if given := _of_other_column(sentence, row):
            yield _objection(*given)
            return


#: Of persons, their relatives and ranks: one is never what another's row says.
_OF_PERSONS = frozenset({"person", "role"})


def names_of_other_rows(
    sentence: str, quote: str, whole: Source, *, asked: str
) -> Iterator[Objection]:
    """Persons of a plain sentence whom only rows name that it neither quotes nor names."""
    quoted = _quoted(quote, whole.rows)
    if not quoted:
        return
    # A row that somebody copied names no other row.
    named = [] if IS_ROW.search(sentence) else _named(sentence, whole.rows)
    meant = [*quoted, *named]
    own = "\n".join([whole.prose, asked, *(cell.text for row in meant for cell in row.cells)])
    others = [row for row in whole.rows if row not in meant]
    if IS_ROW.search(sentence) and (other := _added(sentence, own)):
        yield _unknown(other, quoted[0].key)
        return
    for name in names(sentence):
        if name.kind in _OF_PERSONS and name.text not in own and (row := _row_of(name, others)):
            yield _objection(name.text, row.key)
            return


def _added(row: str, own: str) -> str:
    """A word of a row that somebody copied which the row has not; empty mostly."""
    known = words(own)
    said = words(without_figures(row, 0, read(row)))
    added = (w for w in said - known if not w.startswith("@") and w not in own)
    return min(added, default="")


def _quoted(quote: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that a quote is of: all their cells stand in it."""
    said = bare(plain(quote))
    return [row for row in rows if all(bare(cell.value) in said for cell in row.cells)]


def _row_of(name: Name, rows: Sequence[Row]) -> Row | None:
    return next((row for row in rows if any(name.text in cell.value for cell in row.cells)), None)


def _named(sentence: str, rows: Sequence[Row]) -> list[Row]:
    """The rows whose key a sentence names; of 部長 and 副部長 the longer where it covers it."""
    found: list[tuple[Row, str]] = []
    said = words(sentence)
    for row in rows:
        parts = [part.strip() for part in _EITHER.split(_IN_BRACKETS.sub("", row.key))]
        if part := next((p for p in parts if p and _is_named(p, sentence, said)), ""):
            found.append((row, part))
    rest = sentence
    kept: list[Row] = []
    taken: list[tuple[Row, str]] = []
    for row, part in sorted(found, key=lambda one: -len(one[1])):
        if part in rest or part not in sentence or any(part == other for _, other in taken):
            kept.append(row)
            taken.append((row, part))
            rest = rest.replace(part, "□")
    return kept


def _values(cell: Cell) -> list[str]:
    """What a cell says, its items apart: Wiki、議事録."""
    if read(cell.value):
        return [cell.value]
    return [part.strip() for part in _ITEMS.split(cell.value)]


_ITEMS = re.compile(r"[、・,。]")


def _mixed(sentence: str, rows: tuple[Row, ...]) -> tuple[str, str] | None:
    """What a sentence without a row's key takes of two rows: one thing of each."""
    found = [alone for alone in _alone(rows) if alone.value in sentence]
    if len(found) != _TWO or found[0].row == found[1].row or found[0].column == found[1].column:
        return None
    return found[1].value, rows[found[1].row].key


class _Alone(NamedTuple):
    """A value that only one row has."""

    row: int
    column: int
    value: str


@lru_cache(maxsize=512)
def _alone(rows: tuple[Row, ...]) -> tuple[_Alone, ...]:
    found: list[_Alone] = []
    for n, row in enumerate(rows):
        others = "\n".join(c.text for m, o in enumerate(rows) if m != n for c in o.cells)
        found += [
            _Alone(n, column, value)
            for column, cell in enumerate(row.cells)
            for value in _values(cell)
            if len(value) > _SHORTEST_VALUE and value not in others
        ]
    return tuple(found)


def _may_be_meant(row: Row, said: frozenset[str]) -> bool:
    """Whether a sentence says most of what a row's key does, in its own words."""
    own = words(row.key)
    return len(own & said) * 2 > len(own)


def _is_named(part: str, sentence: str, said: frozenset[str]) -> bool:
    claims = read(part)
    if claims:
        near = read(sentence)
        return all(
            any(same_figure(own, claim) and own.bound == claim.bound for own in near)
            for claim in claims
        )
    own = words(part)
    return part in sentence or (bool(own) and own <= said)


def _is_given(value: str, sentence: str, own: str) -> bool:
    """Whether a sentence gives a value that neither its rows nor the prose have."""
    claims = read(value)
    if claims:
        near = read(sentence)
        known = read(own)
        return any(
            any(same_figure(claim, one) for one in near)
            and not any(same_figure(claim, one) for one in known)
            for claim in claims
        )
    return len(value) >= _SHORTEST_VALUE and value in sentence and value not in own


def _of_other_column(sentence: str, row: Row) -> tuple[str, str] | None:
    """A value of a column of which a sentence does not speak, though it speaks of another."""
    values = row.cells[1:]
    meant = [cell for cell in values if _speaks_of(sentence, cell, values)]
    if not meant or len(meant) == len(values):
        return None
    own = "\n".join([row.key, *(cell.text for cell in meant)])
    others = [cell for cell in values if cell not in meant and _competes(cell, meant)]
    given = (cell for cell in others if _is_given(cell.value, sentence, own))
    return next(((cell.value, f"{row.key}, {cell.label}") for cell in given), None)


def _competes(cell: Cell, meant: Sequence[Cell]) -> bool:
    """Whether a column has values of the kind that columns which are spoken of have."""
    kinds = {(claim.kind, claim.unit) for claim in read(cell.value)}
    own = [{(claim.kind, claim.unit) for claim in read(other.value)} for other in meant]
    return any(kinds & other or not (kinds and other) for other in own)


def _speaks_of(sentence: str, cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a sentence names a column, by what its label alone has."""
    claims = read(cell.label)
    if claims:
        return _is_named(cell.label, sentence, frozenset())
    longer = [o.label for o in cells if o != cell]
    parts = [part.strip() for part in _LABEL.split(cell.label)]
    own = [part for part in parts if len(part) >= _SHORTEST_VALUE]
    rest = sentence
    for other in longer:
        for part in _LABEL.split(other):
            if any(mine in part and mine != part for mine in own):
                rest = rest.replace(part, "□")
    alone = [part for part in own if not any(part in _LABEL.split(label) for label in longer)]
    return any(part in rest for part in alone)


_LABEL = re.compile(r"[・、,/()（）]")


def _unknown(word: str, key: str) -> Objection:
    return Objection(
        kind="thing",
        english=f"says {word}, which the row of {key} does not",
        japanese=f"「{word}」は表の「{key}」の行にありません",
    )


def _objection(value: str, key: str) -> Objection:
    return Objection(
        kind="thing",
        english=f"gives {value}, which the table has for {key}",
        japanese=f"「{value}」は表では「{key}」のものです",
    )
