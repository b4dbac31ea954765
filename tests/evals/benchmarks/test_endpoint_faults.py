"""The benchmark of faults, with some of them."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from evals.benchmarks.endpoint_faults import main

Rows = dict[str, Any]
WRITTEN = ("half a character", "control characters", "made up, with a true quote", "passage 0")


@pytest.fixture(scope="module")
def rows() -> Rows:
    app = typer.Typer()
    app.command()(main)
    faults = [("--fault", fault) for fault in ("none: it works", "silence", *WRITTEN)]
    asked = [*chain.from_iterable(faults), "--questions", "4"]
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


def test_nothing_that_is_made_up_is_told(rows: Rows) -> None:
    for fault in WRITTEN:
        assert rows[fault]["requests"] and rows[fault]["fabricated"] == 0


def test_silence_is_waited_for_no_longer_than_the_limit(
    rows: Rows,
) -> None:
    assert rows["silence"]["slowest_seconds"] < 1.5 + 1.5
