"""Which revision of a manual is in force when."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from knowledge import timeline
from knowledge.timeline import ALWAYS, Period

SPRING = date(2026, 4, 1)
AUTUMN = date(2026, 10, 1)
NEXT_SPRING = date(2027, 4, 1)
DAY = timedelta(days=1)
NOTICE = "/manuals/改定通知.md"


@dataclass(frozen=True)
class Revision:
    number: int
    effective_from: date = ALWAYS
    effective_until: date | None = None
    source: str = "/manuals/規程.md"

    @property
    def id(self) -> int:
        return self.number


def in_force(day: date, *revisions: Revision) -> int | None:
    found = timeline.in_force(revisions, day)
    return found.number if found else None


def periods(*revisions: Revision, until: date | None = None) -> list[tuple[date, date | None, int]]:
    found = timeline.periods(revisions, until=until)
    return [(period.start, period.end, revision.number) for period, revision in found]


def test_a_period_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    period = Period(SPRING, AUTUMN)
    assert period.holds_on(SPRING)
    assert period.holds_on(date(2026, 9, 30))
    assert not period.holds_on(date(2026, 3, 31))
    assert not period.holds_on(AUTUMN)


def test_nothing_is_in_force_before_the_first_revision() -> None:
    assert in_force(date(2026, 3, 31), Revision(1, SPRING)) is None


def test_a_coming_revision_takes_over_on_its_day() -> None:
    revisions = Revision(1, SPRING), Revision(2, NEXT_SPRING)
    assert in_force(date(2027, 3, 31), *revisions) == 1
    assert in_force(NEXT_SPRING, *revisions) == 2


def test_the_later_published_of_two_from_the_same_day_counts() -> None:
    assert in_force(SPRING, Revision(1, SPRING), Revision(2, SPRING)) == 2


def test_a_correction_does_not_undo_what_a_notice_announced() -> None:
    notice = Revision(2, NEXT_SPRING, source=NOTICE)
    revisions = Revision(1, SPRING), notice, Revision(3, AUTUMN)
    assert periods(*revisions) == [
        (SPRING, AUTUMN, 1),
        (AUTUMN, NEXT_SPRING, 3),
        (NEXT_SPRING, None, 2),
    ]


def test_a_file_that_no_longer_announces_a_revision_withdraws_it() -> None:
    revisions = Revision(1, SPRING), Revision(2, NEXT_SPRING), Revision(3, AUTUMN)
    assert periods(*revisions) == [(SPRING, AUTUMN, 1), (AUTUMN, None, 3)]


def test_a_date_that_is_moved_earlier_replaces_the_one_announced_before() -> None:
    moved = date(2027, 1, 1)
    revisions = Revision(1, SPRING), Revision(2, NEXT_SPRING), Revision(3, moved)
    assert periods(*revisions) == [(SPRING, moved, 1), (moved, None, 3)]


def test_a_second_announcement_for_a_later_day_leaves_the_first() -> None:
    revisions = Revision(1, SPRING), Revision(2, AUTUMN), Revision(3, NEXT_SPRING)
    assert periods(*revisions) == [
        (SPRING, AUTUMN, 1),
        (AUTUMN, NEXT_SPRING, 2),
        (NEXT_SPRING, None, 3),
    ]


def test_what_was_withdrawn_stays_so_when_its_successor_is_withdrawn_too() -> None:
    revisions = Revision(1), Revision(2, NEXT_SPRING), Revision(3, AUTUMN), Revision(4, SPRING)
    assert [r.number for r in timeline.standing(revisions)] == [1, 4]


def test_what_ends_does_not_bring_back_what_its_file_said_for_the_same_day() -> None:
    first, corrected = Revision(2, AUTUMN), Revision(3, AUTUMN, effective_until=NEXT_SPRING - DAY)
    assert periods(Revision(1, SPRING), first, corrected) == [
        (SPRING, AUTUMN, 1),
        (AUTUMN, NEXT_SPRING, 3),
        (NEXT_SPRING, None, 1),
    ]


@dataclass(frozen=True)
class Edit:
    """A publication: on which day, from which file, effective when."""

    day: date
    revision: Revision


def _edits(seed: int) -> list[Edit]:
    """A history as publishing makes it: nothing takes effect before the day it is published,
    but for the first revision of each file."""
    chance = random.Random(seed)
    day, found, seen = date(2026, 1, 1), [], set[str]()
    for number in range(1, chance.randint(2, 9)):
        day += timedelta(days=chance.choice([0, 1, 30]))
        source = chance.choice(["/manuals/規程.md", NOTICE])
        ahead = chance.choice([0, 0, 10, 60, 200])
        start = day + timedelta(days=ahead)
        if source not in seen and chance.random() < 0.5:
            start = ALWAYS
        until = start + timedelta(days=90) if start > day and chance.random() < 0.3 else None
        seen.add(source)
        found.append(Edit(day, Revision(number, start, until, source)))
    return found


@pytest.mark.parametrize("seed", range(200))
def test_any_history_keeps_its_rules(seed: int) -> None:
    edits = _edits(seed)
    for count in range(1, len(edits)):
        before = [edit.revision for edit in edits[:count]]
        newest = edits[count]
        after = [*before, newest.revision]
        days = [newest.day + timedelta(days=n) for n in range(-100, 300, 7)]

        # A publication does not change what was in force on the days before it, unless its
        # file is new and says that it always held.
        if newest.revision.effective_from >= newest.day:
            past = [day for day in days if day < newest.day]
            assert [timeline.in_force(after, day) for day in past] == [
                timeline.in_force(before, day) for day in past
            ]
        # Of one file, nothing that was announced for later outlives what it says now.
        same = [r for r in timeline.standing(after) if r.source == newest.revision.source]
        assert same[-1] == newest.revision
        assert all(r.effective_from < newest.revision.effective_from for r in same[:-1])
        # What other files announced stands as it stood.
        assert [r for r in timeline.standing(after) if r.source != newest.revision.source] == [
            r for r in timeline.standing(before) if r.source != newest.revision.source
        ]
        # Periods are in order, do not overlap, and say what in_force says.
        spans = timeline.periods(after)
        for (earlier, _), (later, _) in itertools.pairwise(spans):
            assert earlier.end is not None and earlier.end <= later.start
        for day in days:
            holding = [r for period, r in spans if period.holds_on(day)]
            current = timeline.in_force(after, day)
            assert holding == ([current] if current else [])


def test_after_a_revision_that_ends_the_one_before_holds_again() -> None:
    revisions = Revision(1, SPRING), Revision(2, AUTUMN, effective_until=NEXT_SPRING - DAY)
    assert periods(*revisions) == [
        (SPRING, AUTUMN, 1),
        (AUTUMN, NEXT_SPRING, 2),
        (NEXT_SPRING, None, 1),
    ]


def test_there_may_be_a_gap_in_which_nothing_holds() -> None:
    revisions = Revision(1, SPRING, effective_until=AUTUMN - DAY), Revision(2, NEXT_SPRING)
    assert periods(*revisions) == [(SPRING, AUTUMN, 1), (NEXT_SPRING, None, 2)]
    assert in_force(date(2026, 12, 1), *revisions) is None


def test_a_revision_that_was_corrected_before_its_day_never_holds() -> None:
    revisions = Revision(1), Revision(2, NEXT_SPRING), Revision(3, NEXT_SPRING)
    assert periods(*revisions) == [(ALWAYS, NEXT_SPRING, 1), (NEXT_SPRING, None, 3)]


def test_a_turning_point_that_changes_nothing_splits_no_period() -> None:
    revisions = Revision(1, SPRING, effective_until=NEXT_SPRING - DAY), Revision(2, SPRING)
    assert periods(*revisions) == [(SPRING, None, 2)]


def test_retirement_ends_the_last_period_and_drops_coming_ones() -> None:
    revisions = Revision(1, SPRING), Revision(2, NEXT_SPRING)
    assert periods(*revisions, until=AUTUMN) == [(SPRING, AUTUMN, 1)]
    assert periods(*revisions, until=SPRING) == []


def test_no_revision_has_no_period() -> None:
    assert periods() == []


def test_a_chunk_that_stays_has_one_period() -> None:
    spans = timeline.periods([Revision(1, SPRING), Revision(2, NEXT_SPRING)])
    assert timeline.validity(spans, {1: ["stays", "goes"], 2: ["stays", "comes"]}) == {
        ("stays", Period(SPRING, None)),
        ("goes", Period(SPRING, NEXT_SPRING)),
        ("comes", Period(NEXT_SPRING, None)),
    }


def test_a_chunk_that_comes_back_has_two_periods() -> None:
    spans = timeline.periods([Revision(1, SPRING), Revision(2, AUTUMN), Revision(3, NEXT_SPRING)])
    assert timeline.validity(spans, {1: ["a"], 2: ["b"], 3: ["a"]}) == {
        ("a", Period(SPRING, AUTUMN)),
        ("b", Period(AUTUMN, NEXT_SPRING)),
        ("a", Period(NEXT_SPRING, None)),
    }


def test_a_chunk_is_not_valid_in_a_gap() -> None:
    spans = timeline.periods([Revision(1, SPRING, AUTUMN - DAY), Revision(2, NEXT_SPRING)])
    assert timeline.validity(spans, {1: ["a"], 2: ["a"]}) == {
        ("a", Period(SPRING, AUTUMN)),
        ("a", Period(NEXT_SPRING, None)),
    }
