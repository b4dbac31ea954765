"""The measurement of a search's time and memory, on a small library."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evals.benchmarks.floor import Floor
from evals.benchmarks.questions import questions
from evals.benchmarks.retrieval_speed import fill_home, measure


def test_each_step_is_timed_beside_the_floor(tmp_path: Path) -> None:
    fill_home(tmp_path / "home", 100, None)
    measured = measure(tmp_path / "home", 5)
    assert measured["chunks"] == 100
    for step in ("floor", "candidates", "ranking", "search", "asked again"):
        assert 0 < measured[step]["p50_ms"] <= measured[step]["p95_ms"]
    assert measured["load_seconds"] > 0
    assert measured["MiB"] >= measured["MiB_before"] > 50
    assert 0 < measured["MiB_mapped"] < measured["MiB"]


def test_the_floor_finds_what_both_rankers_find_among_what_is_visible() -> None:
    texts = [np.array([n % 7, n], dtype=np.int32) for n in range(200)]
    vectors = np.random.default_rng(0).normal(size=(200, 8)).astype(np.float32)
    floor = Floor(texts, vectors)
    visible = np.ones(200, dtype=np.bool_)
    asked = np.array([42], dtype=np.int32)
    assert floor.search(asked, vectors[42], visible)[0] == 42
    visible[42] = False
    assert 42 not in floor.search(asked, vectors[42], visible)


@pytest.mark.parametrize("count", [1, 500])
def test_questions_are_all_different(count: int) -> None:
    asked = questions(count)
    assert len(asked) == len(set(asked)) == count
