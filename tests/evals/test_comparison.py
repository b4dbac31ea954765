from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.cases import EvalCase
from evals.comparison import Baseline
from evals.run import EvalRun, run
from knowledge.errors import InvalidInput


def saved(path: Path, done: EvalRun) -> Path:
    path.write_text(json.dumps(done.as_json()), encoding="utf-8")
    return path


def test_the_same_run_differs_in_nothing(tmp_path: Path, a_run: EvalRun) -> None:
    compared = Baseline(saved(tmp_path / "before.json", a_run)).compare(a_run)
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
    compared = Baseline(saved(tmp_path / "before.json", a_run)).compare(done)
    assert (compared.worse, compared.better) == (("right",), ("timid",))
    assert (compared.new, compared.gone) == (("added",), ("invented",))
    assert compared.slices[0].correct_before == 0.333333


def test_a_failure_that_becomes_a_wrong_answer_is_worse(
    tmp_path: Path,
    a_run: EvalRun,
    case: Callable[..., EvalCase],
    said: Callable[..., dict[str, Any]],
) -> None:
    done = run([case(id="timid")], lambda asked: said(text="不要です。", citations=[]))
    assert Baseline(saved(tmp_path / "b.json", a_run)).compare(done).worse == ("timid",)


@pytest.mark.parametrize("content", [None, "", "[]", '{"results": [{"id": 1}]}'])
def test_a_file_that_is_no_run_is_told(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "before.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InvalidInput, match="baseline"):
        Baseline(path)


def test_less_correct_is_a_regression_and_one_for_another_is_not(
    tmp_path: Path,
    a_run: EvalRun,
    case: Callable[..., EvalCase],
    said: Callable[..., dict[str, Any]],
) -> None:
    before = Baseline(saved(tmp_path / "before.json", a_run))
    timid = said(outcome="escalation")
    exchanged = run(
        [case(id=n) for n in ("right", "timid")], lambda c: timid if c.id == "right" else said()
    )
    lost = run([case(id="right")], lambda c: timid)
    assert not before.compare(exchanged).regressed
    assert before.compare(lost).regressed


def test_another_wrong_answer_is_a_regression_whatever_got_better(
    tmp_path: Path,
    a_run: EvalRun,
    case: Callable[..., EvalCase],
    said: Callable[..., dict[str, Any]],
) -> None:
    now = {"right": said(text="不要です。", citations=[]), "timid": said()}
    done = run([case(id=name) for name in now], lambda asked: now[asked.id])
    compared = Baseline(saved(tmp_path / "before.json", a_run)).compare(done)
    assert compared.regressed and compared.wrong_change == 1 and compared.correct_change == 0
    assert compared.p_value == 1.0
