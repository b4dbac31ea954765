"""Whether two texts state the same figures and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bot.grounding.claim import POINTS, Claim
from bot.grounding.reading import claims

#: What is looked up by its name, and what is a number of nothing.
_NO_MEASURE = frozenset({"code", "number", "ordinal"})

_Value = tuple[object, ...]


def differing(before: str, after: str) -> list[str]:
    """Which of ``figures`` and ``dates`` two texts do not state alike."""
    parts = {"figures": False, "dates": True}
    return [name for name, points in parts.items() if _said(before, points) != _said(after, points)]


def contradict(one: str, other: str) -> bool:
    """Whether both state figures of a kind and unit, and have none of those in common."""
    mine, theirs = _by_unit(claims(one)), _by_unit(claims(other))
    return any(mine[unit].isdisjoint(theirs[unit]) for unit in mine.keys() & theirs.keys())


def new_in(after: str, before: str) -> str:
    """The lines of a text that were not there before."""
    known = {line.strip() for line in before.splitlines()}
    return "\n".join(line for line in after.splitlines() if line.strip() not in known)


def values(text: str) -> frozenset[_Value]:
    """The figures and dates of a text."""
    return frozenset(_value(claim) for claim in claims(text) if claim.kind not in _NO_MEASURE)


def _said(text: str, points: bool) -> set[_Value]:
    return {
        (*_value(claim), claim.bound, claim.side)
        for claim in claims(text)
        if (claim.kind in POINTS) is points and claim.kind not in _NO_MEASURE
    }


def _by_unit(found: Iterable[Claim]) -> dict[tuple[str, str], set[_Value]]:
    units: dict[tuple[str, str], set[_Value]] = defaultdict(set)
    for claim in found:
        if claim.kind not in _NO_MEASURE:
            units[claim.kind, claim.unit].add(claim.values)
    return units


def _value(claim: Claim) -> _Value:
    return claim.kind, claim.values, claim.unit
