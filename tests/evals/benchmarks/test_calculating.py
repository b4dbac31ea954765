from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from evals.benchmarks.calculating.__main__ import Case, cases, judge, main

SET = Path(__file__).parents[3] / "evals" / "benchmarks" / "calculating"


def test_nothing_is_worked_out_wrongly() -> None:
    app = Typer()
    app.command()(main)
    done = CliRunner().invoke(app, ["--json"])
    assert done.exit_code == 0
    found = json.loads(done.output)
    assert all(set(counted) <= {"right", "missed", "rightly none"} for counted in found.values())
    assert sum(counted["right"] for counted in found.values()) >= 115


def test_cases_are_read_with_what_is_known_of_the_asker(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text(
        "@ hired=2021-04-01\n? いくら？\n> 一行\n> 二行\n= 1円 | 2円\n? 次\n= none\n", "utf-8"
    )
    first, second = cases(path)
    assert first.quoted == ("一行", "二行")
    assert first.expected == ("1円", "2円")
    assert first.profile.hired_on is not None
    assert second.profile.hired_on is None
    assert second.expected == ()


@pytest.mark.parametrize(
    ("question", "expected", "verdict"),
    [
        ("3日間の日当はいくら？", ("7,500円",), "right"),
        ("3日間の日当はいくら？", ("7,400円",), "wrong"),
        ("3日間の日当はいくら？", (), "wrongly some"),
        ("日当はいくら？", ("7,500円",), "missed"),
        ("日当はいくら？", (), "rightly none"),
    ],
)
def test_a_case_is_judged_by_its_result(
    question: str, expected: tuple[str, ...], verdict: str
) -> None:
    case = Case(question=question, quoted=("日当は、1日につき2,500円。",), expected=expected)
    assert judge(case)[0] == verdict
