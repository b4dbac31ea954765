"""The sample company's cases say what its documents say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from evals.sample_company.check_cases import main

CASES = Path(__file__).resolve().parents[2] / "evals" / "cases" / "sample_company.jsonl"


def test_every_gold_quote_and_fact_stands_in_the_documents() -> None:
    assert main([str(CASES)]) == 0


def test_there_are_enough_cases_of_every_kind() -> None:
    kinds = Counter(json.loads(line)["kind"] for line in CASES.read_text("utf-8").splitlines())

    assert kinds["answerable"] >= 100
    for kind in ("unanswerable", "ambiguous", "followup", "sensitive", "as_of"):
        assert kinds[kind] >= 10
