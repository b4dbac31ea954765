"""How what is told on an asker's row is scored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.outcomes import Answer, Clarification, Escalation, Option, Outcome
from bot.profiles import checked_profile
from evals.benchmarks.applicability import __main__ as applicability
from evals.benchmarks.applicability.__main__ import COMPANIES, verdict_on

FILES = sorted(Path(applicability.__file__).parent.glob("*.jsonl"))


def answer(text: str) -> Outcome:
    return Answer(text=text, citations=(), confidence=0.9)


HANDED_OVER = Escalation(text="", reason="low_confidence", ticket=1, confidence=0.1)


def asked_back(*labels: str) -> Outcome:
    options = tuple(Option(label=label, question=f"{label}：いくら") for label in labels)
    return Clarification(text="どれですか", options=options, confidence=0.5)


@pytest.mark.parametrize(
    ("case", "outcome", "verdict"),
    [
        ({"states": ["3か月"], "not": ["9か月"]}, answer("3か月"), "right"),
        ({"states": ["3か月"], "not": ["9か月"]}, answer("3か月、9か月"), "wrong"),
        ({"states": ["3か月"]}, answer("1年3か月"), "wrong"),
        ({"states": ["000円"]}, answer("5,000円"), "wrong"),
        ({"states": ["3か月"]}, HANDED_OVER, "not served"),
        ({"open": ["1日", "2日"]}, answer("1日"), "wrong"),
        ({"open": ["1日", "2日"]}, answer("1日 2日"), "right"),
        ({"open": ["1日", "2日"]}, HANDED_OVER, "right"),
        ({"asks": {"課長": "1円", "部長": "2円"}}, asked_back("課長", "部長"), "right"),
        ({"asks": {"課長": "1円", "部長": "2円"}}, asked_back("旅費", "祝金"), "not served"),
        ({"asks": {"課長": "1円", "部長": "2円"}}, answer("課長: 1円 / 部長: 2円"), "told whole"),
        ({"asks": {"課長": "1円", "部長": "2円"}}, answer("1円"), "wrong"),
    ],
)
def test_an_outcome_is_judged_by_its_figures(
    case: dict[str, Any], outcome: Outcome, verdict: str
) -> None:
    assert verdict_on(outcome, case) == verdict


def test_every_case_is_of_a_company_that_is_not_held_out() -> None:
    held_out = set((COMPANIES / "HELD_OUT").read_text(encoding="utf-8").split())
    cases = [json.loads(line) for f in FILES for line in f.read_text("utf-8").splitlines()]

    assert len(cases) > 70
    for case in cases:
        assert (COMPANIES / case["company"] / "documents").is_dir()
        assert case["company"] not in held_out
        assert len({"states", "asks", "open"} & case.keys()) == 1
        checked_profile(case.get("profile", {}))
