"""When two figures say the same, and when they cannot both be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.checking.quantity import POINTS, Quantity

#: A day more or less in each month is no disagreement: 30日 and 1か月.
_DAYS_IN_MONTH = 30
#: Lengths of time further apart than this factor are not meant for the same: 5日 and 2年.
_SCALE = 4
#: The same for sums of money, where both are counted by the same and where only one is, and for
#: lengths in one unit.
_SUMS, _SUMS_APART, _LENGTHS = 4, 2, 7
_OPPOSITE = ({"at least", "less"}, {"more", "limit"}, {"more", "less"}, {"at least", "limit"})
_LONG_NUMBER = re.compile(r"\d{4,}")


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two figures measure in the same way, so that they can agree or disagree."""
    if one.per and other.per and one.per != other.per:
        return False
    if one.kind in POINTS and {one.bound, other.bound} == {"from", "limit"}:
        return False
    sides = {one.side, other.side}
    if len(sides) > 1 and ("within" not in sides or not sides <= {"within", "after", ""}):
        return False
    return family(one) == family(other)


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two comparable figures say the same.

    30日 and 1か月 do, 3日前 and 3営業日前 do not.
    """
    if one.kind == other.kind:
        return abs(one.value - other.value) < 1e-6
    if {one.kind, other.kind} == {"days", "working days"}:
        return _same_days(one, other)
    days, months = _days_and_months(one, other)
    return days.kind == "days" and abs(days.value - _DAYS_IN_MONTH * months.value) <= months.value


def any_agree(some: Iterable[Quantity], others: Sequence[Quantity]) -> bool:
    """Whether one of some figures says the same as one of the others."""
    return any(comparable(a, b) and agree(a, b) for a in some for b in others)


def excludes(one: Quantity, other: Quantity) -> bool:
    """Whether two conditions cannot hold together: 3年未満 and 3年以上, 6か月 and 1年."""
    if not comparable(one, other) or (one.kind == "months") != (other.kind == "months"):
        return False
    return not agree(one, other) or {one.bound, other.bound} in _OPPOSITE


def same_scale(one: Quantity, other: Quantity) -> bool:
    """Whether two different figures can be meant for the same: 5日 and 2年 cannot, nor can sums of
    which one is a multiple of the other; but a zero too many can."""
    if one.kind == "money":
        return _within(one, other, _SUMS if one.per == other.per else _SUMS_APART)
    if one.side:
        return True
    if (one.kind == "months") == (other.kind == "months"):
        return family(one) not in ("days", "minutes") or _within(one, other, _LENGTHS)
    days, months = _days_and_months(one, other)
    return 1 / _SCALE <= days.value / (_DAYS_IN_MONTH * months.value or 1) <= _SCALE


def family(quantity: Quantity) -> str:
    """What a figure counts; all lengths of time from a day up are one family."""
    if quantity.kind in ("days", "working days", "months"):
        return "days"
    return quantity.counter or quantity.kind


def shown(quantity: Quantity) -> str:
    """A figure for people: ``14,000円``, ``3営業日前``, ``1歳2か月``."""
    if quantity.kind in ("age", "months") and quantity.value % 12 and quantity.value > 12:
        years, months = divmod(round(quantity.value), 12)
        return f"{years}{'歳' if quantity.kind == 'age' else '年'}{months}か月"
    text = _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", quantity.shown)
    return text + ("前" if quantity.side == "before" and "前" not in text else "")


def _within(one: Quantity, other: Quantity, factor: int) -> bool:
    """Whether one is less than so many times the other, or the same with a zero or two more."""
    low, high = sorted((one.value, other.value))
    return high < low * factor or high in (low * 10, low * 100)


def _days_and_months(one: Quantity, other: Quantity) -> tuple[Quantity, Quantity]:
    return (one, other) if other.kind == "months" else (other, one)


def _same_days(one: Quantity, other: Quantity) -> bool:
    """Five working days are a week; a single day is the same to everybody."""
    work, days = (one, other) if one.kind == "working days" else (other, one)
    if work.value == days.value:
        return work.value <= 1 or not work.side
    return work.value * 7 == days.value * 5
