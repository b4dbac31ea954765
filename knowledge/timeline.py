"""Which revision of a manual is in force when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

#: "Since ever": a manual that states no date of effect.
ALWAYS = date.min


class Dated(Protocol):
    """A revision, as far as its time of effect goes."""

    @property
    def id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def effective_until(self) -> date | None: ...


R = TypeVar("R", bound=Dated)


@dataclass(frozen=True)
class Period:
    """From the first day on which it holds to the first on which it does not (None: open)."""

    start: date
    end: date | None

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def standing(revisions: Iterable[R]) -> list[R]:
    """The revisions that nothing from the same source has withdrawn, oldest first.

    A source says one thing: what it says later, for the same day or an earlier one, replaces
    what it had announced before. What another source announced stays.
    """
    kept: list[R] = []
    earliest: dict[str, date] = {}
    for revision in sorted(revisions, key=lambda r: r.number, reverse=True):
        said_later = earliest.get(revision.source)
        if said_later is None or revision.effective_from < said_later:
            kept.append(revision)
            earliest[revision.source] = revision.effective_from
    return kept[::-1]


def in_force(revisions: Iterable[R], day: date) -> R | None:
    """The revision that took effect last before or on ``day``; the later published of two."""
    effective = [revision for revision in standing(revisions) if _period(revision).holds_on(day)]
    return max(effective, key=lambda r: (r.effective_from, r.number), default=None)


def periods(revisions: Sequence[R], until: date | None = None) -> list[tuple[Period, R]]:
    """When each revision is in force, in order of time, up to ``until`` (None: for good)."""
    found: list[tuple[Period, R]] = []
    days = sorted(_turning_points(standing(revisions), until))
    ends = [*days[1:], until] if days else []
    for start, end in zip(days, ends, strict=True):
        current = in_force(revisions, start)
        if current is None:
            continue
        if found and found[-1][1].id == current.id and found[-1][0].end == start:
            found[-1] = (Period(found[-1][0].start, end), current)
        else:
            found.append((Period(start, end), current))
    return found


def validity(
    in_force: Sequence[tuple[Period, Dated]], contents: Mapping[int, Iterable[str]]
) -> set[tuple[str, Period]]:
    """For each chunk id the periods in which a revision that holds it is in force.

    ``contents`` maps a revision's id to the ids of its chunks. A chunk that stays from one
    revision to the next has one period.
    """
    found: dict[str, list[Period]] = {}
    for period, revision in in_force:
        for chunk in contents[revision.id]:
            spans = found.setdefault(chunk, [])
            if spans and spans[-1].end == period.start:
                spans[-1] = Period(spans[-1].start, period.end)
            else:
                spans.append(period)
    return {(chunk, span) for chunk, spans in found.items() for span in spans}


def _period(revision: Dated) -> Period:
    """A revision that says "until 31 March" holds on that day too, as people mean it."""
    last = revision.effective_until
    if last is None or last == date.max:
        return Period(revision.effective_from, None)
    return Period(revision.effective_from, last + timedelta(days=1))


def _turning_points(revisions: Iterable[Dated], until: date | None) -> set[date]:
    spans = [_period(revision) for revision in revisions]
    days = {day for span in spans for day in (span.start, span.end) if day}
    return {day for day in days if until is None or day < until}
