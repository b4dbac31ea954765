"""Which cases can be asked of the manuals that are ingested."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from evals.cases import EvalCase, Gold
from evals.matching import plain, same_file


def split_ready(
    cases: Sequence[EvalCase], ingested: Collection[str]
) -> tuple[list[EvalCase], list[EvalCase]]:
    """Cases whose manuals are among the ingested paths, and the others, each in order.

    A case without gold has no manual of its own: it goes with the other cases of its company.
    """
    ready = {case.id for case in cases if case.places and _is_ready(case, ingested)}
    companies = {case.company for case in cases if case.id in ready}
    nowhere = not any(case.places for case in cases)
    ready |= {c.id for c in cases if not c.places and (c.company in companies or nowhere)}
    return (
        [case for case in cases if case.id in ready],
        [case for case in cases if case.id not in ready],
    )


def unknown_places(
    cases: Sequence[EvalCase], headings: Mapping[str, Collection[str]]
) -> list[tuple[EvalCase, Gold]]:
    """Gold whose heading no manual of that file has: such a case can hardly be answered rightly.

    ``headings`` are those of each ingested path.
    """
    known = {path: {plain(heading) for heading in found} for path, found in headings.items()}
    return [
        (case, gold)
        for case in cases
        for gold in case.places
        if gold.heading and not _has(gold, known)
    ]


def _has(gold: Gold, known: Mapping[str, Collection[str]]) -> bool:
    heading = plain(gold.heading)
    return any(heading in known[path] for path in known if same_file(path, gold.file))


def _is_ready(case: EvalCase, ingested: Collection[str]) -> bool:
    there = [any(same_file(path, gold.file) for path in ingested) for gold in case.places]
    return any(there) if case.gold_mode == "any" else all(there)
