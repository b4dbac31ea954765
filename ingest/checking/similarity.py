"""How surely two statements are about the same matter, for the same people, in the same case.

The score is in [0, 1]: the share of what each statement speaks of that the other speaks of too,
weighted by how rare it is, and lowered for everything that only one of them requires. The weights
were fitted on sentences that ``evals/benchmarks/contradictions.py`` plants beside real rules.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ingest.checking.agreement import agree, comparable, excludes, family
from ingest.checking.matters import Unit, names
from ingest.checking.quantities import Quantity
from ingest.checking.statements import Statement

#: Weights of units by where they stand.
_NEAR, _TITLE, _QUESTION, _SENTENCE, _SAID, _FRAME = 1.0, 1.1, 0.7, 0.6, 0.3, 0.25
#: A word that only one section has can match nothing; a chapter's words match less.
_ALONE, _OF_FRAME, _BY_MEANING = 0.5, 0.4, 0.85
#: The better covered statement counts more: a FAQ says less than the rule that it explains.
_BETTER, _WORSE = 0.6, 0.4
#: By group of qualifiers: the factor where only one statement has it, the bonus where both do.
_GROUPS = {
    **{"rank": (0.75, 1.5), "relation": (0.85, 1.5), "area": (0.8, 1.5), "damage": (0.8, 2.0)},
    **{"stay": (0.8, 1.5), "abroad": (0.75, 1.5), "portion": (0.75, 1.5), "time": (0.7, 2.0)},
    **{"system": (0.8, 2.0), "event": (0.9, 1.5), "employment": (0.75, 0.5), "work": (0.8, 1.5)},
    **{"language": (0.8, 2.0), "urgency": (0.75, 1.0), "purpose": (0.65, 2.0)},
    **{"party": (0.7, 1.5), "paid": (1.0, 1.0)},
}
#: What is meant where nothing is said.
_USUAL = {
    "abroad": frozenset({"home"}),
    "employment": frozenset({"regular"}),
    "relation": frozenset({"self"}),
    "system": frozenset({"condolence leave"}),
}
_CONDITION, _BESIDE, _PER, _ACTION = 2.5, 1.5, 1.0, 1.0
_ONE_CONDITION, _ONE_KEY, _ONE_EXCEPTION = 0.8, 0.6, 0.6
_OTHER_CIRCUMSTANCE, _IN_PRINCIPLE = 0.8, 0.8
_BOTH_TITLES, _ONE_TITLE_OF_MANUAL, _ONE_TITLE_SPOKEN_OF = 0.7, 0.5, 0.7
_OTHER_STEP = 0.75
_ONE_SUBJECT, _BOTH_SUBJECTS = 0.85, 0.65


class Profile:
    """What a statement speaks of, weighted, ready to be compared with many others."""

    def __init__(self, statement: Statement, idf: Callable[[Unit], float]) -> None:
        self.statement = statement
        strengths: dict[object, tuple[float, Unit, set[str]]] = {}
        for unit, strength in _strengths(statement):
            key = unit.concepts or unit.form
            known, first, forms = strengths.get(key, (0.0, unit, set()))
            strengths[key] = (max(known, strength), first, forms | {unit.form})
        self.units = [(idf(u) * s, forms, u.same) for s, u, forms in strengths.values()]
        self.weight = sum(weight for weight, _, _ in self.units)
        self.names: dict[str, float] = {}
        for strength, unit, forms in strengths.values():
            clarity = 1.0 if strength > _FRAME else _OF_FRAME
            for name in unit.same | forms:
                self.names[name] = max(self.names.get(name, 0.0), clarity)
        self.mentioned = names([statement.context])
        self.known = names([statement.context, statement.frame])

    def found_in(self, other: Profile) -> float:
        """The weight of what the other statement speaks of too."""
        there = other.names
        return sum(
            weight
            * max(
                max((there.get(form, 0.0) for form in forms), default=0.0),
                _BY_MEANING * max((there.get(name, 0.0) for name in same), default=0.0),
            )
            for weight, forms, same in self.units
        )


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


def possible(one: Statement, other: Statement) -> bool:
    """Whether nothing shows that two statements are about different matters."""
    if not (comparable(one.quantity, other.quantity) and _same_role(one, other)):
        return False
    shared = one.qualifiers.keys() & other.qualifiers.keys()
    if any(not one.qualifiers[group] & other.qualifiers[group] for group in shared):
        return False
    for condition in one.conditions:
        same = [c for c in other.conditions if comparable(condition, c)]
        if same and all(excludes(condition, c) for c in same):
            return False
    return not (one.actions and other.actions and not one.actions & other.actions)


def similarity(one: Profile, other: Profile) -> tuple[float, float, float]:
    """The score, the weight of what is shared, and the factor for what only one requires."""
    first, second = one.found_in(other), other.found_in(one)
    bonus = _bonus(one.statement, other.statement)
    covered = (
        (first + bonus) / (one.weight + bonus or 1),
        (second + bonus) / (other.weight + bonus or 1),
    )
    factor = _differences(one, other)
    score: float = max(covered) ** _BETTER * min(covered) ** _WORSE * factor
    return score, min(first, second) + bonus, factor


def unlike_articles(one: Profile, other: Profile) -> bool:
    """Whether both stand in one manual, under titles that name different things."""
    a, b = one.statement, other.statement
    return a.document is b.document and _names_more(one, other) and _names_more(other, one)


def _strengths(statement: Statement) -> Iterable[tuple[Unit, float]]:
    about = _QUESTION if statement.section.question is not None else _TITLE
    yield from ((unit, _NEAR) for unit in statement.near)
    yield from ((unit, about) for unit in statement.topic)
    yield from ((unit, _SENTENCE) for unit in statement.sentence)
    yield from ((unit, _SAID) for unit in statement.context)
    yield from ((unit, _FRAME) for unit in statement.frame)


def _same_role(one: Statement, other: Statement) -> bool:
    """Whether both figures are conditions, with the same consequence, or neither is."""
    if one.is_condition != other.is_condition:
        cell = other if one.is_condition else one
        return cell.is_cell and cell.quantity.bound in ("at least", "less", "more")
    if not one.is_condition:
        return True
    a, b = _consequences(one), _consequences(other)
    return not (a and b) or _any_agree(a, b)


def _consequences(statement: Statement) -> list[Quantity]:
    return [q for q in statement.beside if q.bound in ("", "limit")]


def _any_agree(some: Iterable[Quantity], others: Sequence[Quantity]) -> bool:
    return any(comparable(a, b) and agree(a, b) for a in some for b in others)


def _bonus(one: Statement, other: Statement) -> float:
    """Weight for conditions, other figures and circumstances that both statements have."""
    bonus = sum(_GROUPS[group][1] for group in one.qualifiers.keys() & other.qualifiers.keys())
    used = set()
    for condition in one.conditions:
        if _any_agree([condition], other.conditions):
            bonus += _CONDITION
            used.add(condition.shown)
    beside = [q for q in one.beside if q.shown not in used]
    bonus += _BESIDE * sum(_any_agree([q], other.beside) for q in beside)
    bonus += _PER if one.quantity.per and one.quantity.per == other.quantity.per else 0.0
    return bonus + (_ACTION if one.actions & other.actions else 0.0)


def _differences(one: Profile, other: Profile) -> float:
    a, b = one.statement, other.statement
    factor = 1.0
    for group in a.qualifiers.keys() ^ b.qualifiers.keys():
        if not (a.qualifiers.get(group) or b.qualifiers[group]) & _USUAL.get(group, frozenset()):
            factor *= _GROUPS[group][0]
    both_cells = a.is_cell and b.is_cell
    for some, others in ((a.conditions, b.conditions), (b.conditions, a.conditions)):
        missing = sum(not any(_alike(c, d) for d in others) for c in some)
        factor *= (_ONE_KEY if both_cells else _ONE_CONDITION) ** missing
    if a.is_exception != b.is_exception and not _any_agree(a.conditions, b.conditions):
        factor *= _ONE_EXCEPTION
    for some_one, another in ((one, other), (other, one)):
        factor *= _other_case(some_one.statement, another)
    if (a.actions or a.steps) and (b.actions or b.steps):
        factor *= 1.0 if (a.actions or a.steps) & (b.actions or b.steps) else _OTHER_STEP
    return factor * _other_names(one, other)


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether two conditions are of one kind: years of service, days a week."""
    if family(one) != family(other) or (one.kind == "months") != (other.kind == "months"):
        return False
    return not one.per or not other.per or one.per == other.per


def _other_case(special: Statement, general: Profile) -> float:
    """A factor for circumstances that the other statement knows nothing of."""
    if not special.special:
        return 1.0
    unknown = sum(not unit.same & general.known for unit in special.special)
    factor = _OTHER_CIRCUMSTANCE if unknown > len(special.special) / 2 else 1.0
    in_principle = general.statement.is_general and not special.is_general
    return factor * (_IN_PRINCIPLE if in_principle else 1.0)


def _other_names(one: Profile, other: Profile) -> float:
    """A factor for titles and subjects that name different things."""
    a, b = one.statement, other.statement
    titles = _names_more(one, other) + _names_more(other, one)
    factor = 1.0
    if titles == 2:
        factor = _BOTH_TITLES
    elif titles and a.document is b.document and a.title and b.title:
        factor = _ONE_TITLE_OF_MANUAL
    elif _speaks_of_more(one, other) or _speaks_of_more(other, one):
        factor = _ONE_TITLE_SPOKEN_OF
    subjects = _is_unknown(a.subject, other) + _is_unknown(b.subject, one)
    return factor * (1.0, _ONE_SUBJECT, _BOTH_SUBJECTS)[subjects]


def _names_more(one: Profile, other: Profile) -> bool:
    return any(not unit.same & other.mentioned for unit in one.statement.title)


def _speaks_of_more(one: Profile, other: Profile) -> bool:
    """Whether a sentence itself speaks of what its title names beyond the other statement."""
    spoken = {unit.form for unit in one.statement.sentence}
    return any(u.form in spoken and not u.same & other.mentioned for u in one.statement.title)


def _is_unknown(subject: tuple[Unit, ...], other: Profile) -> bool:
    return bool(subject) and not any(unit.same & other.mentioned for unit in subject)
