from __future__ import annotations

from evals.judging import Judged, Opinion
from evals.run import EvalRun
from evals.tables import TextTable, checks, opinions, outcomes, quality, remarks


def row(table: TextTable, name: str) -> dict[str, str]:
    """The row of that name by heading; later headings that say the same are left out."""
    (found,) = [row for group in table.groups for row in group if row[0] == name]
    cells: dict[str, str] = {}
    for heading, cell in zip(table.headings, found, strict=True):
        cells.setdefault(heading, cell)
    return cells


def test_slices_stand_in_groups_and_say_what_they_are(a_run: EvalRun) -> None:
    names = [[row[0] for row in group] for group in quality(a_run).groups]
    assert names == [["all"], ["kind: answerable", "kind: unanswerable"], ["difficulty: easy"]]


def test_a_share_stands_beside_its_interval(a_run: EvalRun) -> None:
    whole = row(quality(a_run), "all")
    assert (whole["cases"], whole["correct"], whole["wrong"]) == ("3", "33.3%", "33.3%")
    assert whole["95 %"] == "0–100"


def test_outcomes_are_counted_by_kind(a_run: EvalRun) -> None:
    answerable = row(outcomes(a_run), "kind: answerable")
    assert (answerable["answer"], answerable["escalation"]) == ("1", "1")
    assert row(outcomes(a_run), "all")["answer"] == "2"


def test_a_check_counts_where_it_applies(a_run: EvalRun) -> None:
    assert row(checks(a_run), "kind: answerable")["facts"] == "1/2"
    assert row(checks(a_run), "kind: unanswerable")["facts"] == "-"


def test_wrong_answers_are_named(a_run: EvalRun) -> None:
    assert "Wrong answers (1): invented." in remarks(a_run)


def test_a_judge_without_an_opinion_says_why(a_run: EvalRun) -> None:
    opinion = Opinion(verdict="unclear", reason="?")
    judged = Judged(
        model="m", opinions={"a": opinion}, differing=(), failed={"right": "no answer within 20 s"}
    )
    assert opinions(judged) == [
        "The judge m finds 0 answers right, 0 wrong, 1 unclear. "
        "It differs from the score on 0: none.",
        "No opinion on 1 answers; right: no answer within 20 s.",
    ]
