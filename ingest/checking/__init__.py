"""What a content owner should put right, found in the manuals themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import get_args

from ingest.checking.contradictions import contradictions
from ingest.checking.duplicates import duplicates
from ingest.checking.effect import gaps, overlaps
from ingest.checking.finding import Finding, InForce, Kind, Place
from ingest.checking.length import too_long
from ingest.checking.machines import machine_instructions
from ingest.checking.readability import reading_warnings
from ingest.checking.references import broken_references
from ingest.checking.scope import Scope, scope_on
from ingest.checking.staleness import stale_answers
from ingest.checking.upkeep import overdue_reviews, without_owner
from knowledge.library import Library

__all__ = ["KINDS", "Finding", "InForce", "Kind", "Place", "check"]

#: The most harmful first.
KINDS: tuple[Kind, ...] = get_args(Kind)

#: What is checked, and what finds it.
CHECKS: tuple[tuple[str, Callable[[Scope], Iterable[Finding]]], ...] = (
    ("contradictions", lambda scope: contradictions(scope.documents, scope.day)),
    ("instructions to machines", machine_instructions),
    ("answers of FAQs whose rule has changed", stale_answers),
    ("references", broken_references),
    ("overlapping dates of effect", overlaps),
    ("gaps between dates of effect", gaps),
    ("duplicates", duplicates),
    ("reviews", overdue_reviews),
    ("owners", without_owner),
    ("length", too_long),
    ("warnings of the reading", reading_warnings),
)

#: Told what is checked next, and how many of how many checks are done.
Progress = Callable[[str, int, int], None]


def check(
    library: Library, day: date, progress: Progress = lambda matter, done, total: None
) -> list[Finding]:
    """Findings in the manuals as they are on a day: the most harmful first, the sure ones
    before the others, then by manual."""
    scope = scope_on(library, day)
    findings: list[Finding] = []
    for done, (matter, find) in enumerate(CHECKS):
        progress(matter, done, len(CHECKS))
        findings += find(scope)
    return list(_told_once(sorted(findings, key=_harm)))


def _harm(finding: Finding) -> tuple[int, bool, str]:
    return KINDS.index(finding.kind), not finding.is_sure, finding.places[0].manual


def _told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Two sections that contradict each other need not be told to be nearly the same as well."""
    worse: set[frozenset[tuple[int, str]]] = set()
    for finding in findings:
        sections = frozenset((place.manual_id, place.section) for place in finding.places)
        if finding.kind != "duplicate":
            worse.add(sections)
        elif sections in worse:
            continue
        yield finding
