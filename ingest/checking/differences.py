"""What only one of two statements requires: other people, other cases, another subject."""

from __future__ import annotations

from ingest.checking.agreement import any_agree, family
from ingest.checking.matters import Unit
from ingest.checking.profiles import Profile
from ingest.checking.quantity import Quantity
from ingest.checking.statements import Statement

#: The factor where only one statement has a qualifier of the group.
_ONLY_ONE = {
    **{"rank": 0.75, "relation": 0.85, "area": 0.8, "damage": 0.8, "stay": 0.8, "abroad": 0.75},
    **{"portion": 0.75, "time": 0.7, "system": 0.8, "event": 0.9, "employment": 0.75},
    **{"work": 0.8, "language": 0.8, "urgency": 0.75, "purpose": 0.65, "party": 0.7, "paid": 1.0},
}
#: The same for what is one of several things of a kind: 第1会議室.
_ONE_OF_SEVERAL = 0.8
#: What is meant where nothing is said.
_USUAL = {
    "abroad": frozenset({"home"}),
    "employment": frozenset({"regular"}),
    "relation": frozenset({"self"}),
    "system": frozenset({"condolence leave"}),
}
_ONE_CONDITION, _ONE_KEY, _ONE_EXCEPTION = 0.8, 0.6, 0.6
_OTHER_CIRCUMSTANCE, _IN_PRINCIPLE = 0.8, 0.8
_BOTH_TITLES, _ONE_TITLE_OF_MANUAL, _ONE_TITLE_SPOKEN_OF = 0.7, 0.5, 0.7
_OTHER_STEP = 0.75
_ONE_SUBJECT, _BOTH_SUBJECTS = 0.85, 0.65


def differences(one: Profile, other: Profile) -> float:
    """A factor in [0, 1] for everything that only one of two statements requires; 1 for nothing."""
    a, b = one.statement, other.statement
    factor = 1.0
    for group in a.qualifiers.keys() ^ b.qualifiers.keys():
        if not (a.qualifiers.get(group) or b.qualifiers[group]) & _USUAL.get(group, frozenset()):
            factor *= _ONLY_ONE.get(group, _ONE_OF_SEVERAL)
    both_cells = a.is_cell and b.is_cell
    for some, others in ((a.conditions, b.conditions), (b.conditions, a.conditions)):
        missing = sum(not any(_alike(c, d) for d in others) for c in some)
        factor *= (_ONE_KEY if both_cells else _ONE_CONDITION) ** missing
    if a.is_exception != b.is_exception and not any_agree(a.conditions, b.conditions):
        factor *= _ONE_EXCEPTION
    for some_one, another in ((one, other), (other, one)):
        factor *= _other_case(some_one.statement, another)
    if not a.is_condition and (a.actions or a.steps) and (b.actions or b.steps):
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
    titles = one.names_more(other) + other.names_more(one)
    factor = 1.0
    if titles == 2:
        factor = _BOTH_TITLES
    elif titles and a.document is b.document and a.title and b.title:
        factor = _ONE_TITLE_OF_MANUAL
    elif _speaks_of_more(one, other) or _speaks_of_more(other, one):
        factor = _ONE_TITLE_SPOKEN_OF
    subjects = _is_unknown(a.subject, other) + _is_unknown(b.subject, one)
    return factor * (1.0, _ONE_SUBJECT, _BOTH_SUBJECTS)[subjects]


def _speaks_of_more(one: Profile, other: Profile) -> bool:
    """Whether a sentence itself speaks of what its title names beyond the other statement."""
    if one.is_headed_apart(other):
        return False
    spoken = {unit.form for unit in one.statement.sentence}
    return any(u.form in spoken and not u.same & other.mentioned for u in one.statement.title)


def _is_unknown(subject: tuple[Unit, ...], other: Profile) -> bool:
    return bool(subject) and not any(unit.same & other.mentioned for unit in subject)
