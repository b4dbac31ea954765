"""Finds the rows and columns of a table that hold for somebody."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from bot.answering.reading.axes import OTHERS, Attribute, Axis
from bot.answering.semantics.grades import grade_in, grades_said
from bot.answering.semantics.people import employment, kinds_held
from bot.answering.semantics.values import asked_values, place_in
from bot.answering.understanding.applicability import Known, service
from knowledge import japanese

#: What is given in one year of service and not from it on.
ANNIVERSARY = re.compile(r"永年|勤続の(?:お?祝|表彰)|表彰|リフレッシュ|記念|節目|anniversar")
_REFERENCE = re.compile(r"(\d{1,2})月(\d{1,2})日(?:における|における|時点|現在|の)")
_SOME_REFERENCE = re.compile(r"基準日|年度初|期首|時点|現在")
_FROM_THE_FIRST_DAY = re.compile(r"入社(?:日|時|当初)|採用(?:日|時)")
_IRREGULAR = frozenset({"part-time", "contract", "re-employed", "temporary"})
_STAFF = re.compile(r"(?:社|職|従業)員")
_LISTED = re.compile(r"[・、,，/／\s（()）]+|又は|または|及び|および")


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What of a table is left, and by what of a person it was chosen."""

    rows: tuple[int, ...]
    columns: frozenset[int]
    by: tuple[Attribute, ...] = ()


def applied(
    rows: Sequence[int], columns: Collection[int], axes: Sequence[Axis], whom: Known, about: str
) -> Applied:
    """Of some rows and columns (none: all) those that hold for somebody.

    Where none does, or it cannot be told which, all stay. ``about`` is the table's headings.
    """
    kept, left, by = list(rows), set(columns), []
    meant = _meant(axes, whom, about)
    for axis in axes:
        holding = holds_for(axis, whom, about) if axis.attribute in meant else set()
        if axis.column is not None:
            inside = [n for n in kept if n in holding]
            if inside and len(inside) < len(kept):
                kept = inside
                by.append(axis.attribute)
            continue
        group = {n for n, name in enumerate(axis.names) if name}
        if left and not left & group:
            continue  # the question points to other columns
        open_ = left & group or group
        chosen = open_ & holding
        if chosen and len(chosen) < len(open_):
            left = (left - group) | chosen
            by.append(axis.attribute)
    return Applied(rows=tuple(kept), columns=frozenset(left), by=tuple(by))


def _meant(axes: Sequence[Axis], whom: Known, about: str) -> frozenset[Attribute]:
    """By what of an account a table may be read for somebody of that employment.

    A table that tells kinds of employment apart is for all of them, one below headings that name
    some kinds is for those. One that names nobody is for regular staff: leave and pay of others
    stand in rules of their own.
    """
    every = frozenset(get_args(Attribute))
    if whom.on is None or any(axis.attribute == "employment" for axis in axes):
        return every
    kinds, own = kinds_held(about), kinds_held(whom.employment)
    if kinds:
        return every if kinds & (own or {"regular"}) else frozenset()
    return every - {"service", "grade"} if own & _IRREGULAR else every


def holds_for(axis: Axis, whom: Known, about: str) -> set[int]:
    """Which of an axis's names hold for somebody; none where that cannot be told."""
    match axis.attribute:
        case "service" if whom.hired_on and whom.on:
            return _by_service(axis, whom.hired_on, whom.on, japanese.normalize(about))
        case "employment" if whom.employment:
            return _by_employment(axis, whom.employment)
        case "grade" if whom.grade:
            return _by_grade(axis, whom.grade)
        case "location" if whom.location:
            return _by_location(axis, whom.location)
    return set()


def said_outright(names: Sequence[str], question: str) -> set[int]:
    """Which of some names a normalised question says word by word: A地域, 社員です.

    A name within another word is not said (パート社員 is no 社員), nor is what all names share.
    """
    parts = [
        {part for part in _LISTED.split(japanese.normalize(name)) if len(part) > 1}
        for name in names
    ]
    shared = set.intersection(*filter(None, parts)) if any(parts) else set()
    return {
        n for n, of in enumerate(parts) if any(_is_said(part, question) for part in of - shared)
    }


def _is_said(name: str, question: str) -> bool:
    after = r"(?=です|だ|の(?!方)|で|は|、|。|なら|$)" if _STAFF.fullmatch(name) else ""
    return re.search(rf"(?<![a-z一-龥ァ-ヶー]){re.escape(name)}{after}", question) is not None


def _by_service(axis: Axis, hired_on: date, on: date, about: str) -> set[int]:
    if ANNIVERSARY.search(about):
        return set()
    above = f"{about} {japanese.normalize(axis.label)}"
    days = _days_of_reference(above, on)
    found = [_placed(axis, hired_on, day) for day in days]
    return found[0] if all(one == found[0] for one in found) else set()


def _days_of_reference(above: str, on: date) -> list[date]:
    """The days on which service may be counted: all must lead to the same row."""
    named = _REFERENCE.search(above)
    if named:
        month, day = int(named[1]), int(named[2])
        years = on.year - ((on.month, on.day) < (month, day))
        try:
            return [date(years, month, day)]
        except ValueError:
            return [on]
    if _SOME_REFERENCE.search(above):
        return [on, _year_before(on)]
    return [on]


def _year_before(on: date) -> date:
    return date(on.year - 1, on.month, min(on.day, 28))


def _placed(axis: Axis, hired_on: date, day: date) -> set[int]:
    length = service(hired_on, day)
    names = [japanese.normalize(name) for name in axis.names]
    # Which 年度 of service it is depends on when the company's year begins.
    if length is None or any("年度" in name for name in names):
        return set()
    if any("年目" in name for name in names):
        years = [asked_values(name) for name in names]
        return {n for n, said in enumerate(years) if any(year.holds(length) for year in said)}
    inside = set(place_in(length, axis.names))
    if inside:
        return inside
    return {n for n, name in enumerate(names) if _FROM_THE_FIRST_DAY.search(name)}


def _by_employment(axis: Axis, said: str) -> set[int]:
    word = japanese.normalize(said)
    exactly = {
        n for n, name in enumerate(axis.names) if word in _LISTED.split(japanese.normalize(name))
    }
    if exactly:
        return exactly
    kinds = employment(said) | kinds_held(said)
    return {n for n, name in enumerate(axis.names) if kinds_held(name) & kinds}


def _by_grade(axis: Axis, said: str) -> set[int]:
    found: set[int] = set()
    for grade in grades_said(said) or [said]:
        told = [grade_in(name, grade) for name in axis.names]
        inside = {n for n, holds in enumerate(told) if holds}
        found |= inside or _others(axis.names, told)
    return found


def _by_location(axis: Axis, said: str) -> set[int]:
    place = japanese.normalize(said)
    told = [_is_at(japanese.normalize(name), place) for name in axis.names]
    return {n for n, holds in enumerate(told) if holds} or _others(axis.names, told)


def _is_at(name: str, place: str) -> bool | None:
    """Whether a cell (本社・支店, 堺工場（日勤）) names a place of work, or its kind."""
    parts = [part for part in _LISTED.split(name) if len(part) > 1]
    if any(place == part or place.endswith(part) or part.endswith(place) for part in parts):
        return True
    # 大宮センター is none of 越谷センター・三郷センター; of other kinds of places nobody knows.
    alike = all(part[-2:] == place[-2:] for part in parts if not OTHERS.search(part))
    return False if alike else None


def _others(names: Sequence[str], told: Sequence[bool | None]) -> set[int]:
    """The row for all others, where it is certain that no other one holds."""
    rest = {n for n, name in enumerate(names) if OTHERS.search(japanese.normalize(name))}
    if len(rest) != 1 or any(
        holds is not False for n, holds in enumerate(told) if n not in rest and names[n]
    ):
        return set()
    return rest
