"""Planting cases beside manuals, and counting what the check finds of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from evals.benchmarks.contradiction_set.items import CLASSES, Case, planted
from ingest.checking.contradictions import Pair, disagreements
from ingest.checking.statements import Statement, statements

#: Cases are planted in so many rounds, those of one item in different ones.
ROUNDS = 12


@dataclass(frozen=True, kw_only=True)
class Score:
    """Counts by class. A case with any false finding counts once as false."""

    conflicts: Counter[str] = field(default_factory=Counter)
    near_misses: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    #: Conflicts not found and false findings, for people.
    errors: list[str] = field(default_factory=list)

    def recall(self, classes: Sequence[str] = CLASSES) -> float:
        """Share of the planted conflicts that were found at the rule that they contradict."""
        return _share(_sum(self.found, classes), _sum(self.conflicts, classes))

    def precision(self, classes: Sequence[str] = CLASSES) -> float:
        """Share of the cases with a finding whose finding is right."""
        found = _sum(self.found, classes)
        return _share(found, found + _sum(self.false, classes))


def score(base: Sequence[Statement], cases: Sequence[Case]) -> Score:
    """Plant the cases beside the statements of manuals and count findings between the two."""
    counted = Score()
    for start in range(ROUNDS):
        batch = cases[start::ROUNDS]
        documents = [planted(case, number) for number, case in enumerate(batch)]
        added = [statement for document in documents for statement in statements(document)]
        found = _by_planted(disagreements([*base, *added]))
        for case, document in zip(batch, documents, strict=True):
            _count(counted, case, found[document.manual.id])
    return counted


def _by_planted(pairs: Sequence[Pair]) -> defaultdict[int, list[Statement]]:
    """By planted manual (they have negative ids), the places of the base that it contradicts."""
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    for pair in pairs:
        one, other = sorted((pair.one, pair.other), key=lambda s: s.document.manual.id)
        if one.document.manual.id < 0 <= other.document.manual.id:
            found[one.document.manual.id].append(other)
    return found


def _count(counted: Score, case: Case, found: Sequence[Statement]) -> None:
    right = [s for s in found if case.is_conflict and case.at.search(_place(s))]
    wrong = [s for s in found if s not in right]
    (counted.conflicts if case.is_conflict else counted.near_misses)[case.class_] += 1
    counted.found[case.class_] += bool(right)
    counted.false[case.class_] += bool(wrong)
    if case.is_conflict and not right:
        counted.errors.append(f"not found: {case.item}: {case.text}")
    counted.errors.extend(
        f"false: {case.item}: {case.text} / {_place(s)}: {s.quote}" for s in wrong
    )


def _place(statement: Statement) -> str:
    return f"{statement.document.manual.title} > {statement.section.heading}"


def _sum(counts: Counter[str], classes: Sequence[str]) -> int:
    return sum(counts[class_] for class_ in classes)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
