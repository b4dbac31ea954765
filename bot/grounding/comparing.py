"""Whether a claim is stated: the same value, unit, bound and side, counted by the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.grounding.claim import Claim

#: What a number without a unit may count.
_COUNTS = frozenset({"number", "count", "ordinal"})


def states(source: Claim, claim: Claim, *, periods: Collection[str] = ()) -> bool:
    """Whether what a source claims states a claim. A weaker statement is not the same.

    ``periods`` are what the source's surroundings count by: a table's header may say 1泊.
    """
    return (
        source.bound == claim.bound
        and source.side == claim.side
        and same_figure(source, claim)
        and _counted_alike(source, claim, periods)
    )


def same_figure(source: Claim, claim: Claim) -> bool:
    """Whether two claims have the same value and unit, whatever their bounds."""
    if "number" in (claim.kind, source.kind):
        return claim.kind in _COUNTS and source.kind in _COUNTS and claim.values == source.values
    if source.kind != claim.kind:
        return _is_day_of_month(source, claim)
    if claim.kind == "date":
        return _covers(source.values, claim.values)
    if claim.kind == "day of month":
        return claim.values[1] == source.values[1] and claim.values[0] in (None, source.values[0])
    return source.unit == claim.unit and source.values == claim.values


def _is_day_of_month(source: Claim, claim: Claim) -> bool:
    """25日 may be a day of the month, and 毎月25日 says which; a bare 25日 does not say 毎月."""
    if source.kind == "day of month" and claim.may_be_day_of_month:
        return source.values[1] == claim.values[0]
    if claim.kind == "day of month" and source.may_be_day_of_month:
        return claim.values[0] is None and claim.values[1] == source.values[0]
    return False


def _covers(source: Sequence[object], claim: Sequence[object]) -> bool:
    """Whether a date says all that another says; it may say more: 2026年4月1日 states 4月1日."""
    return all(said is None or said == known for known, said in zip(source, claim, strict=True))


def _counted_alike(source: Claim, claim: Claim, periods: Collection[str]) -> bool:
    if source.per == claim.per:
        return True
    return not source.per and claim.per in periods
