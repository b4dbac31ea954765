from __future__ import annotations

import json

from evals.run import EvalRun


def test_wrong_answers_come_first_among_the_failures(a_run: EvalRun) -> None:
    assert [result.case.id for result in a_run.failures] == ["invented", "timid"]


def test_sums_are_given_for_all_and_by_kind_and_difficulty(a_run: EvalRun) -> None:
    sums = {(part.by, part.name): part for part in a_run.slices}
    assert list(sums) == [
        ("all", "all"),
        ("kind", "answerable"),
        ("kind", "unanswerable"),
        ("difficulty", "easy"),
    ]
    whole = sums["all", "all"]
    assert (whole.cases, whole.correct, whole.wrong, whole.answered) == (3, 1, 1, 2)
    assert sums["kind", "answerable"].held["facts_present"] == (1, 2)
    assert sums["kind", "unanswerable"].held["facts_present"] == (0, 0)


def test_latency_is_taken_from_the_engines_clock(a_run: EvalRun) -> None:
    assert a_run.latency_ms == {"p50_ms": 10.0, "p95_ms": 28.0}


def test_json_has_everything_that_a_reader_of_a_failure_needs(a_run: EvalRun) -> None:
    document = json.loads(json.dumps(a_run.as_json()))
    timid = document["results"][2]
    assert (timid["id"], timid["correct"], timid["wrong"]) == ("timid", False, False)
    assert timid["said"]["outcome"] == "escalation"
    assert timid["expected"]["facts"] == ["3営業日前"]
    assert document["summary"][0]["correct_share"] == 0.333333
