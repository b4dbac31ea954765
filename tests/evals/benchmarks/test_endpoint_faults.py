"""The benchmark of faults, with two of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from evals.benchmarks.endpoint_faults import main

Rows = dict[str, Any]


@pytest.fixture(scope="module")
def rows() -> Rows:
    app = typer.Typer()
    app.command()(main)
    asked = ["--fault", "none: it works", "--fault", "silence", "--questions", "4"]
    ran = CliRunner().invoke(app, [*asked, "--limit", "1.5", "--json"])
    assert ran.exit_code == 0, ran.output
    return {row["fault"]: row for row in json.loads(ran.stdout)["rows"]}


def test_every_question_ends_in_an_outcome(rows: Rows) -> None:
    for row in rows.values():
        assert sum(row["outcomes"].values()) == 4


def test_only_a_model_that_works_writes(rows: Rows) -> None:
    assert rows["none: it works"]["composed"] and not rows["silence"]["composed"]
    assert rows["none: it works"]["calls"].keys() == {"answered"}
    assert "timeout" in rows["silence"]["calls"]


def test_silence_is_waited_for_no_longer_than_the_limit(
    rows: Rows,
) -> None:
    assert rows["silence"]["slowest_seconds"] < 1.5 + 1.5
