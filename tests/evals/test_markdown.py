from __future__ import annotations

import json
from pathlib import Path

from evals.comparison import Baseline
from evals.markdown import summary
from evals.run import EvalRun


def test_a_summary_has_the_slices_and_names_the_wrong_answers(a_run: EvalRun) -> None:
    text = summary(a_run, None)
    assert "| all | 3 | 33.3% |" in text
    assert "| kind: unanswerable | 1 | 0.0% |" in text
    assert "Wrong answers (1): invented." in text


def test_a_comparison_says_whether_it_got_worse(tmp_path: Path, a_run: EvalRun) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps(a_run.as_json()))
    text = summary(a_run, Baseline(before, [r.case for r in a_run.results]).compare(a_run))
    assert "**No regression: correct +0, wrong +0 (p = 1.000, within chance).**" in text


def test_tables_are_those_of_markdown(a_run: EvalRun) -> None:
    rows = [line for line in summary(a_run, None).split("\n") if line.startswith("|")]
    assert {line.count(" | ") for line in rows} == {6, 4, 8}
    assert sum(line.startswith("| --- | ---: |") for line in rows) == 3
