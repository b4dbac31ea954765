"""Questions to measure speed with: those that the sample company is examined with."""

from __future__ import annotations

import itertools
from importlib.resources import as_file, files

from evals.cases import load_cases


def questions(count: int) -> list[str]:
    """So many questions, all different: after the last the first comes again, about a branch."""
    with as_file(files("evals") / "cases" / "sample_company.jsonl") as path:
        asked = dict.fromkeys(case.question for case in load_cases([path]) if case.question)
    turns = ((turn, question) for turn in itertools.count() for question in asked)
    return [
        f"第{turn}支店では、{question}" if turn else question
        for turn, question in itertools.islice(turns, count)
    ]
