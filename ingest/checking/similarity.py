"""How surely two statements are about the same matter, for the same people, in the same case.

The score is in [0, 1]: the share of what each statement speaks of that the other speaks of too,
weighted by how rare it is, and lowered for everything that only one of them requires. The weights
here, in profiles.py and in differences.py were fitted on sentences that
``evals/benchmarks/contradictions.py`` plants beside real rules.
"""

from __future__ import annotations

from ingest.checking.agreement import any_agree
from ingest.checking.differences import differences
from ingest.checking.profiles import Profile
from ingest.checking.statements import Statement

#: The better covered statement counts more: a FAQ says less than the rule that it explains.
_BETTER, _WORSE = 0.6, 0.4
#: Weights for what both have: qualifiers of a group, conditions, other figures, what is counted by,
#: a step of a procedure.
_BOTH = {
    **{"rank": 1.5, "relation": 1.5, "area": 1.5, "damage": 2.0, "stay": 1.5, "abroad": 1.5},
    **{"portion": 1.5, "time": 2.0, "system": 2.0, "event": 1.5, "employment": 0.5, "work": 1.5},
    **{"language": 2.0, "urgency": 1.0, "purpose": 2.0, "party": 1.5, "paid": 1.0},
}
_CONDITION, _BESIDE, _PER, _ACTION = 2.5, 1.5, 1.0, 1.0


def similarity(one: Profile, other: Profile) -> tuple[float, float, float]:
    """The score, the weight of what is shared, and the factor for what only one requires."""
    (first, of_one), (second, of_other) = one.found_in(other), other.found_in(one)
    bonus = _bonus(one.statement, other.statement)
    covered = ((first + bonus) / (of_one + bonus or 1), (second + bonus) / (of_other + bonus or 1))
    factor = differences(one, other)
    score: float = max(covered) ** _BETTER * min(covered) ** _WORSE * factor
    return score, min(first, second) + bonus, factor


def _bonus(one: Statement, other: Statement) -> float:
    """Weight for conditions, other figures and circumstances that both statements have."""
    bonus = sum(_BOTH.get(group, 0.0) for group in one.qualifiers.keys() & other.qualifiers.keys())
    used = set()
    for condition in one.conditions:
        if any_agree([condition], other.conditions):
            bonus += _CONDITION
            used.add(condition.shown)
    beside = [q for q in one.beside if q.shown not in used]
    bonus += _BESIDE * sum(any_agree([q], other.beside) for q in beside)
    bonus += _PER if one.quantity.per and one.quantity.per == other.quantity.per else 0.0
    return bonus + (_ACTION if one.actions & other.actions else 0.0)
