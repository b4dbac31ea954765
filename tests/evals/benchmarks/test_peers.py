"""Zeroji and the floor on a small task, each in a process of its own; the others need packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from evals.benchmarks.peers.__main__ import main
from evals.benchmarks.peers.harness import reciprocal


def run(*arguments: object) -> Result:
    app = Typer()
    app.command()(main)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_peers_get_the_same_chunks_and_find_what_answers(retrieval_folder: Path) -> None:
    chosen = ["--only", "zeroji", "--only", "floor", "--size", "100", "--json"]
    done = run("--corpus", retrieval_folder, *chosen)
    assert done.exit_code == 0
    figures = json.loads(done.stdout)["100"]
    assert set(figures) == {"zeroji", "floor"}
    for measured in figures.values():
        assert measured["hit@5"] == 1.0
        assert measured["p50_ms"] > 0 and measured["peak_mib"] >= measured["memory_mib"]


def test_a_peer_that_is_not_installed_says_what_is_missing(retrieval_folder: Path) -> None:
    done = run("--corpus", retrieval_folder, "--only", "haystack", "--size", "100", "--json")
    assert "haystack" in json.loads(done.stdout)["100"]["haystack"]["failed"]


@pytest.mark.parametrize(
    "wrong", [["--only", "nobody"], ["--python", "txtai=/nowhere"], ["--python", "x=/"]]
)
def test_what_is_no_peer_is_refused(retrieval_folder: Path, wrong: list[str]) -> None:
    assert run("--corpus", retrieval_folder, *wrong).exit_code == 2


def test_ranks_are_fused_by_their_reciprocals() -> None:
    assert reciprocal([[1, 2, 3], [2, 4]]) == [2, 1, 4, 3]
