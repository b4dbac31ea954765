"""Which cases can be asked of the manuals that are ingested."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evals.cases import EvalCase
from evals.matching import same_file


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


def _is_ready(case: EvalCase, ingested: Collection[str]) -> bool:
    there = [any(same_file(path, gold.file) for path in ingested) for gold in case.places]
    return any(there) if case.gold_mode == "any" else all(there)
