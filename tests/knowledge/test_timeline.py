"""Which revision of a manual is in force when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge import timeline
from knowledge.timeline import ALWAYS, Period

SPRING = date(2026, 4, 1)
AUTUMN = date(2026, 10, 1)
NEXT_SPRING = date(2027, 4, 1)


@dataclass(frozen=True)
class Revision:
    number: int
    effective_from: date = ALWAYS
    effective_until: date | None = None

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


def test_a_correction_published_in_between_does_not_undo_a_coming_revision() -> None:
    revisions = Revision(1, SPRING), Revision(2, NEXT_SPRING), Revision(3, AUTUMN)
    assert periods(*revisions) == [
        (SPRING, AUTUMN, 1),
        (AUTUMN, NEXT_SPRING, 3),
        (NEXT_SPRING, None, 2),
    ]


def test_after_a_revision_that_ends_the_one_before_holds_again() -> None:
    revisions = Revision(1, SPRING), Revision(2, AUTUMN, effective_until=NEXT_SPRING)
    assert periods(*revisions) == [
        (SPRING, AUTUMN, 1),
        (AUTUMN, NEXT_SPRING, 2),
        (NEXT_SPRING, None, 1),
    ]


def test_there_may_be_a_gap_in_which_nothing_holds() -> None:
    revisions = Revision(1, SPRING, effective_until=AUTUMN), Revision(2, NEXT_SPRING)
    assert periods(*revisions) == [(SPRING, AUTUMN, 1), (NEXT_SPRING, None, 2)]
    assert in_force(date(2026, 12, 1), *revisions) is None


def test_a_revision_that_was_corrected_before_its_day_never_holds() -> None:
    revisions = Revision(1), Revision(2, NEXT_SPRING), Revision(3, NEXT_SPRING)
    assert periods(*revisions) == [(ALWAYS, NEXT_SPRING, 1), (NEXT_SPRING, None, 3)]


def test_a_turning_point_that_changes_nothing_splits_no_period() -> None:
    revisions = Revision(1, SPRING, effective_until=NEXT_SPRING), Revision(2, SPRING)
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
    spans = timeline.periods([Revision(1, SPRING, AUTUMN), Revision(2, NEXT_SPRING)])
    assert timeline.validity(spans, {1: ["a"], 2: ["a"]}) == {
        ("a", Period(SPRING, AUTUMN)),
        ("a", Period(NEXT_SPRING, None)),
    }
