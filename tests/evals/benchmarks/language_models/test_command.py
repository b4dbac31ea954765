"""The whole way: manuals published, questions asked without and with the model that errs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from evals.benchmarks.language_models.__main__ import main

MANUAL = """\
# 慶弔規程

## 第3条（結婚休暇）

従業員が結婚するときは、5日の結婚休暇を与える。結婚休暇は、入籍の日から6か月以内に取得しなければならない。

## 第4条（忌引休暇）

配偶者が死亡したときは、10日の忌引休暇を与える。

## 第5条（届出）

休暇を取得する者は、3営業日前までに、所属長へ休暇届を提出しなければならない。
"""
CASES = [
    {
        "id": "A1",
        "kind": "answerable",
        "question": "結婚休暇は何日ですか。",
        "gold": [{"file": "慶弔規程.md", "heading": "第3条（結婚休暇）", "quote": "5日の結婚休暇"}],
        "facts": ["5日"],
    },
    {
        "id": "A2",
        "kind": "answerable",
        "question": "忌引休暇は配偶者のとき何日ですか。",
        "gold": [{"file": "慶弔規程.md", "heading": "第4条（忌引休暇）", "quote": "10日の忌引"}],
        "facts": ["10日"],
    },
    {"id": "U1", "kind": "unanswerable", "question": "社員食堂の営業時間は何時までですか。"},
]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("models")
    (folder / "docs").mkdir()
    (folder / "docs" / "慶弔規程.md").write_text(MANUAL, encoding="utf-8")
    lines = "\n".join(json.dumps(case, ensure_ascii=False) for case in CASES)
    (folder / "cases.jsonl").write_text(lines, encoding="utf-8")
    app = typer.Typer()
    app.command()(main)
    places = ["--cases", str(folder / "cases.jsonl"), "--docs", str(folder / "docs")]
    modes = ["--mode", "none", "--mode", "scripted", "--seeds", "8"]
    ran = CliRunner().invoke(app, [*places, *modes, "--kept", str(folder / "home"), "--json"])
    assert ran.exit_code == 0, ran.output
    return dict(json.loads(ran.stdout))


def test_every_question_comes_to_an_outcome_each_time(measured: dict[str, Any]) -> None:
    assert measured["none"]["asked"] == 3 and measured["scripted"]["asked"] == 24
    for tally in measured.values():
        assert sum(tally["outcomes"].values()) == tally["asked"]
        assert "error" not in tally["outcomes"]


def test_only_with_a_model_are_there_drafts_and_errors(measured: dict[str, Any]) -> None:
    assert measured["none"]["drafts"] == 0 and measured["none"]["calls"] == {}
    scripted = measured["scripted"]
    assert scripted["drafts"] == scripted["calls"]["answered"] >= 8
    assert sum(scripted["planted"].values()) >= 2


def test_no_planted_figure_is_told(measured: dict[str, Any]) -> None:
    for tally in measured.values():
        assert not any(kind.startswith("figure") for kind in tally["told"])
        assert tally["false_quotes"] == 0


def test_an_unknown_mode_is_named(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(main)
    ran = CliRunner().invoke(app, ["--mode", "both", "--kept", str(tmp_path)])
    assert ran.exit_code == 2 and "both" in ran.output
