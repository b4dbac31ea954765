"""Sums of what the question asks for together: two payments, or days and what is added to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from bot.answering.calculating import payments
from bot.answering.calculating.conditions import fits, is_met
from bot.answering.calculating.question import Asked
from bot.answering.calculating.result import Result, amount
from bot.answering.calculating.stated import Stated
from bot.grounding.claim import Claim

_ASKS_TOTAL = re.compile(r"合計|全部で|総額|合わせて|あわせて|トータル|\btotal\b|altogether")
#: 2日を加える.
_ADDED = re.compile(r"を?(?:加え|加算|追加し|上乗せ)")
_ALTERNATIVE = re.compile(r"又は|または|若しくは|もしくは|いずれか|併給|重複")

#: A value with what it is called, and where it stands.
_Found = tuple[Fraction, str, str, int]


def total(asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """One sum; nothing where a summand is missing, or may be one of several."""
    if not _ASKS_TOTAL.search(asked.text):
        return []
    if any(_ALTERNATIVE.search(one.line.text) for one in lines):
        return []
    return _with_added(asked, lines) or _of_payments(asked, lines)


def _of_payments(asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """The fixed amounts of the payments that the question names."""
    named = [n for n in payments.names(asked.text) if not payments.is_bare(n)]
    if len(named) < 2:
        return []
    found = [_amount_of(name, asked, lines) for name in dict.fromkeys(named)]
    summands = [one for one in found if one is not None]
    if len(summands) < 2 or len(summands) != len(found):
        return []
    if len({unit for _, unit, _, _ in summands}) != 1:
        return []
    return [_told(summands)]


def _amount_of(name: str, asked: Asked, lines: Sequence[Stated]) -> _Found | None:
    """The one amount of a payment that is not counted by anything."""
    found: dict[Fraction, _Found] = {}
    for stated in lines:
        for claim in (c for c in stated.line.claims if c.kind == "money"):
            own = stated.said_of(claim)
            called = payments.names(stated.line.text[: claim.start])
            called = called or payments.names(stated.line.context)
            if not called or not payments.are_same(called[-1], name):
                continue
            value = claim.values[0]
            is_plain = not claim.bound and not claim.per and is_met(own, asked.words)
            is_for = fits(own, stated.line.context, asked.circumstances, asked.profile)
            if not is_plain or not is_for or not isinstance(value, Fraction):
                return None
            found[value] = (value, claim.unit, name, stated.citation)
    return next(iter(found.values())) if len(found) == 1 else None


def _with_added(asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """Days with those that a rule adds to them in the case that the question names."""
    added = [(s, c) for s in lines for c in s.line.claims if _ADDED.match(s.line.text, c.end)]
    if len(added) != 1:
        return []
    extra, more = added[0]
    if not _names_case(extra, more, asked):
        return []
    bases = {
        claim.values[0]: stated.citation
        for stated in lines
        for claim in stated.line.claims
        if claim is not more and claim.kind == "duration" and not claim.side
    }
    base, value = next(iter(bases), None), more.values[0]
    if len(bases) != 1 or not isinstance(base, Fraction) or not isinstance(value, Fraction):
        return []
    if more.unit != "day" or any(_unit_of(s, base) != "day" for s in lines):
        return []
    return [_told([(base, "day", "", bases[base]), (value, "day", "", extra.citation)])]


def _names_case(stated: Stated, claim: Claim, asked: Asked) -> bool:
    """Whether the question is the case in which something is added, which the rule must name."""
    case = re.split(r"(?:とき|場合|者)", stated.line.text[: claim.start])
    return len(case) > 1 and is_met(f"{case[0]}とき、", asked.words)


def _unit_of(stated: Stated, value: Fraction) -> str:
    units = {c.unit for c in stated.line.claims if c.values and c.values[0] == value}
    return units.pop() if len(units) == 1 else "day"


def _told(summands: Sequence[_Found]) -> Result:
    unit = summands[0][1]
    values = [amount(value, unit) for value, _, _, _ in summands]
    names = "、".join(name for _, _, name, _ in summands if name)
    result = amount(sum((value for value, _, _, _ in summands), Fraction(0)), unit)
    return Result(
        ja=f"{' + '.join(v[0] for v in values)} = {result[0]}" + (f"（{names}）" if names else ""),
        en=f"{' + '.join(v[1] for v in values)} = {result[1]}" + (f" ({names})" if names else ""),
        citations=tuple(dict.fromkeys(place for _, _, _, place in summands)),
    )
