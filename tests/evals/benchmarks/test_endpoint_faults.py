"""The benchmark of faults, with some of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from evals.benchmarks import endpoint_faults

Rows = dict[str, Any]
LIMIT = 1.5
WRITTEN = ("half a character", "control characters", "made up, with a true quote", "passage 0")


def measured(limit: float, *faults: str) -> Rows:
    app = typer.Typer()
    app.command()(endpoint_faults.main)
    named = chain.from_iterable(("--fault", fault) for fault in faults)
    ran = CliRunner().invoke(app, [*named, "--questions", "4", "--limit", str(limit), "--json"])
    assert ran.exit_code == 0, ran.output
    return {row["fault"]: row for row in json.loads(ran.stdout)["rows"]}


@pytest.fixture(scope="module")
def rows() -> Iterator[Rows]:
    with pytest.MonkeyPatch.context() as patched:
        # What the machine itself takes is looked at below, beside what it takes without a fault.
        patched.setattr(endpoint_faults, "_SLACK", 120.0)
        written = measured(60.0, "none: it works", *WRITTEN)
        yield written | measured(LIMIT, "silence")


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
    usual = rows["none: it works"]["slowest_seconds"]
    assert rows["silence"]["median_seconds"] < LIMIT + max(LIMIT, 5 * usual)
