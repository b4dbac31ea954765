"""The measurement of publishing, on a small library."""

from __future__ import annotations

import json
from importlib.util import find_spec

import pytest
import typer
from typer.testing import CliRunner

from evals.benchmarks import publishing

RUNNER = CliRunner()


@pytest.fixture
def command() -> typer.Typer:
    app = typer.Typer()
    app.command()(publishing.main)
    return app


@pytest.mark.skipif(find_spec("langchain_chroma") is not None, reason="the peer is installed")
def test_without_the_peer_it_says_how_to_install_it(command: typer.Typer) -> None:
    done = RUNNER.invoke(command, [])
    assert done.exit_code == 2
    assert "pip install langchain-chroma" in done.stderr


def test_an_edit_embeds_one_chunk_and_is_found(command: typer.Typer) -> None:
    done = RUNNER.invoke(command, ["--alone", "--chunks", "50", "--edits", "2", "--json"])
    assert done.exit_code == 0, done.output
    measured = json.loads(done.stdout)["zeroji"]
    assert measured["chunks"] >= 50
    assert measured["first"]["embedded"] >= 50
    assert measured["edit_worst"]["embedded_chunks"] == 1
    assert 0 < measured["edit_median"]["publish_ms"] < measured["edit_worst"]["total_ms"]


def test_more_edits_than_manuals_are_refused(command: typer.Typer) -> None:
    done = RUNNER.invoke(command, ["--alone", "--chunks", "50", "--edits", "500"])
    assert done.exit_code == 2
    assert "ask for fewer --edits" in done.stderr
