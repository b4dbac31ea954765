"""What a statement speaks of, weighted by where it stands and by how rare it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ingest.checking.matters import Unit, names
from ingest.checking.statements import Statement

#: Weights of units by where they stand.
_NEAR, _TITLE, _QUESTION, _SENTENCE, _SAID, _FRAME = 1.0, 1.1, 0.7, 0.6, 0.3, 0.25
#: The share of the weight of a notice's heading that counts where nothing shares it.
_UNSHARED_HEADING = 0.2
#: A word that only one section has can match nothing; a chapter's words and those of a list match
#: less.
_ALONE, _OF_FRAME, _LISTED, _BY_MEANING = 0.5, 0.4, 0.8, 0.85


class _Weighed(NamedTuple):
    """A unit with its weight; what is not needed may be missing in the other statement."""

    weight: float
    forms: set[str]
    same: frozenset[str]
    is_needed: bool


class Profile:
    """What a statement speaks of, weighted, ready to be compared with many others."""

    def __init__(self, statement: Statement, idf: Callable[[Unit], float]) -> None:
        self.statement = statement
        self.rarity = idf
        needed = {u.form for u in statement.sentence} if _needs_no_heading(statement) else None
        strengths: dict[object, tuple[float, Unit, set[str]]] = {}
        for unit, strength in _strengths(statement):
            key = unit.concepts or unit.form
            known, first, forms = strengths.get(key, (0.0, unit, set()))
            strengths[key] = (max(known, strength), first, forms | {unit.form})
        self.units = [
            _Weighed(idf(u) * s, forms, u.same, needed is None or bool(forms & needed))
            for s, u, forms in strengths.values()
        ]
        self.names: dict[str, float] = {}
        for strength, unit, forms in strengths.values():
            clarity = 1.0 if strength > _FRAME else _OF_FRAME
            for name in unit.same | forms:
                self.names[name] = max(self.names.get(name, 0.0), clarity)
        for unit in statement.listed:
            for name in unit.same:
                self.names.setdefault(name, _LISTED)
        self.mentioned = names([statement.context, statement.listed])
        self.known = names([statement.context, statement.listed, statement.frame])

    def found_in(self, other: Profile) -> tuple[float, float]:
        """The weight of what the other statement speaks of too, and of everything."""
        there = other.names
        is_apart = self.statement.document is not other.statement.document
        found = total = 0.0
        for weight, forms, same, is_needed in self.units:
            share = max(
                max((there.get(form, 0.0) for form in forms), default=0.0),
                _BY_MEANING * max((there.get(name, 0.0) for name in same), default=0.0),
            )
            found += weight * share
            total += weight * (1.0 if is_needed or not is_apart else max(share, _UNSHARED_HEADING))
        return found, total

    def names_more(self, other: Profile) -> bool:
        """Whether its title names what the other statement does not mention."""
        titled = not self.is_headed_apart(other)
        return titled and any(not u.same & other.mentioned for u in self.statement.title)

    def is_headed_apart(self, other: Profile) -> bool:
        """Whether its heading says nothing against another place; in one manual it does."""
        is_apart = self.statement.document is not other.statement.document
        return is_apart and _needs_no_heading(self.statement)


def rarity(found: Sequence[Statement]) -> tuple[Counter[str], Callable[[Unit], float]]:
    """In how many sections each name stands, and a unit's inverse document frequency."""
    mentioned: dict[int, set[str]] = {}
    for statement in found:
        mentioned.setdefault(id(statement.section), set()).update(names([statement.context]))
    count = Counter(name for section in mentioned.values() for name in section)
    sections = len(mentioned)

    def idf(unit: Unit) -> float:
        most = max(count[name] for name in unit.same)
        return math.log((sections + 1) / max(most, 1)) * (_ALONE if most <= 1 else 1.0)

    return count, idf


def _strengths(statement: Statement) -> Iterable[tuple[Unit, float]]:
    about = _QUESTION if statement.section.question is not None else _TITLE
    yield from ((unit, _NEAR) for unit in statement.near)
    yield from ((unit, about) for unit in statement.topic)
    yield from ((unit, _SENTENCE) for unit in statement.sentence)
    yield from ((unit, _SAID) for unit in statement.context)
    yield from ((unit, _FRAME) for unit in statement.frame)


def _needs_no_heading(statement: Statement) -> bool:
    """Whether a heading outside rules tells where a sentence stands rather than its matter."""
    is_headed = statement.section.question is None and statement.document.manual.kind != "rule"
    return is_headed and statement.is_complete and not statement.is_cell
