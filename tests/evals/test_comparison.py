from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.cases import EvalCase
from evals.comparison import Baseline, Comparison
from evals.run import EvalRun, run
from knowledge.errors import InvalidInput


def saved(path: Path, done: EvalRun) -> Path:
    path.write_text(json.dumps(done.as_json()), encoding="utf-8")
    return path


def compare(folder: Path, before: EvalRun, now: EvalRun) -> Comparison:
    path = saved(folder / "before.json", before)
    return Baseline(path, [result.case for result in now.results]).compare(now)


def test_the_same_run_differs_in_nothing(tmp_path: Path, a_run: EvalRun) -> None:
    compared = compare(tmp_path, a_run, a_run)
    assert (compared.worse, compared.better, compared.new, compared.gone) == ((), (), (), ())
    assert all(c.correct_before == c.correct_now for c in compared.slices)


def test_cases_that_got_worse_or_better_are_named(
    tmp_path: Path,
    a_run: EvalRun,
    case: Callable[..., EvalCase],
    said: Callable[..., dict[str, Any]],
) -> None:
    now = {
        "right": said(outcome="escalation"),
        "timid": said(),
        "added": said(),
    }
    done = run([case(id=name) for name in now], lambda asked: now[asked.id])
    compared = compare(tmp_path, a_run, done)
    assert [(c.id, c.before, c.now) for c in compared.worse] == [
        ("right", "correct answer", "escalation")
    ]
    assert [(c.id, c.before, c.now) for c in compared.better] == [
        ("timid", "escalation", "correct answer")
    ]
    assert compared.change_of["right"].text_before == "3営業日前までに申請します。"
    assert (compared.new, compared.gone) == (("added",), ("invented",))
    whole = compared.slices[0]
    assert (whole.correct_before, whole.correct_now, whole.wrong_before) == (0.5, 0.5, 0.0)


def test_a_failure_that_becomes_a_wrong_answer_is_worse(
    tmp_path: Path,
    a_run: EvalRun,
    case: Callable[..., EvalCase],
    said: Callable[..., dict[str, Any]],
) -> None:
    done = run([case(id="timid")], lambda asked: said(text="不要です。", citations=[]))
    (change,) = compare(tmp_path, a_run, done).worse
    assert (change.id, change.before, change.now) == ("timid", "escalation", "wrong answer")


@pytest.mark.parametrize("content", [None, "", "[]", '{"results": [{"id": 1}]}'])
def test_a_file_that_is_no_run_is_told(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "before.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InvalidInput, match="baseline"):
        Baseline(path, [])


def test_a_run_of_other_cases_is_no_baseline(
    tmp_path: Path, a_run: EvalRun, case: Callable[..., EvalCase]
) -> None:
    with pytest.raises(InvalidInput, match="none of these cases"):
        Baseline(saved(tmp_path / "before.json", a_run), [case(id="elsewhere")])


def test_less_correct_is_a_regression_and_one_for_another_is_not(
    tmp_path: Path,
    a_run: EvalRun,
    case: Callable[..., EvalCase],
    said: Callable[..., dict[str, Any]],
) -> None:
    timid = said(outcome="escalation")
    exchanged = run(
        [case(id=n) for n in ("right", "timid")], lambda c: timid if c.id == "right" else said()
    )
    lost = run([case(id="right")], lambda c: timid)
    assert not compare(tmp_path, a_run, exchanged).regressed
    assert compare(tmp_path, a_run, lost).regressed


def test_another_wrong_answer_is_a_regression_whatever_got_better(
    tmp_path: Path,
    a_run: EvalRun,
    case: Callable[..., EvalCase],
    said: Callable[..., dict[str, Any]],
) -> None:
    now = {"right": said(text="不要です。", citations=[]), "timid": said()}
    done = run([case(id=name) for name in now], lambda asked: now[asked.id])
    compared = compare(tmp_path, a_run, done)
    assert compared.regressed and compared.wrong_change == 1 and compared.correct_change == 0
    assert compared.p_value == 1.0
