"""Publishing that is killed: the history it works through, and a short run of the real thing."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from evals.benchmarks.endurance import invariants
from evals.benchmarks.endurance.history import COMING, ManualState, operations
from evals.benchmarks.endurance.victim import WINDOWS
from evals.benchmarks.hashing import HashingEmbedder
from evals.benchmarks.home import Knowledge, opened
from knowledge.model import Document


def test_a_seed_makes_one_history() -> None:
    one, again = ([o for o, _ in islice(operations(7), 60)] for _ in range(2))
    assert one == again
    assert {operation.kind for operation in one} == {
        "add",
        "edit",
        "announce",
        "go back",
        "readdress",
        "retire",
        "restore",
    }


def test_what_a_file_says_for_today_withdraws_what_it_announced() -> None:
    for operation, states in islice(operations(7), 60):
        said, state = operation.document, states[operation.manual]
        if said is not None:
            announced = said.meta.effective_from == COMING
            assert (state.coming, state.today == said) == (said, not announced)


def published(knowledge: Knowledge, count: int) -> list[ManualState]:
    """The first operations of a history that only adds and edits."""
    history = list(islice(operations(3), count))
    for operation, _ in history:
        assert operation.document is not None
        knowledge.publisher.publish(operation.document, operation.file, author="test")
    _, states = history[-1]
    return states


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


def test_a_home_that_holds_what_was_published_passes(
    tmp_path: Path, embedder: HashingEmbedder
) -> None:
    with opened(tmp_path, embedder) as knowledge:
        states = published(knowledge, 3)
        assert invariants.matches(knowledge, states)
        assert invariants.check(knowledge, states, embedder.name) > 0


def test_a_lost_revision_is_seen(tmp_path: Path, embedder: HashingEmbedder) -> None:
    with opened(tmp_path, embedder) as knowledge:
        states = published(knowledge, 3)
        next(state for state in states if state.revisions).revisions.append("lost")
        assert not invariants.matches(knowledge, states)


def test_a_chunk_of_another_revision_is_seen(tmp_path: Path, embedder: HashingEmbedder) -> None:
    with opened(tmp_path, embedder) as knowledge:
        states = published(knowledge, 3)
        state = next(state for state in states if state.today)
        assert state.today is not None
        state.today = Document(meta=state.today.meta, sections=state.today.sections[1:])
        with pytest.raises(invariants.Broken, match="other chunks are in force"):
            invariants.check(knowledge, states, embedder.name)


def test_an_entry_that_chroma_lost_is_seen(tmp_path: Path, embedder: HashingEmbedder) -> None:
    with opened(tmp_path, embedder) as knowledge:
        states = published(knowledge, 3)
        knowledge.vectors.delete([next(iter(knowledge.vectors.entries()))])
        with pytest.raises(invariants.Broken, match="Chroma holds other entries"):
            invariants.check(knowledge, states, embedder.name)


def test_nothing_is_lost_when_it_is_killed() -> None:
    command = [sys.executable, "-m", "evals.benchmarks.killing", "--kills", "5", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["kills"] == 5
    assert report["broken"] == []
    assert sum(report["killed_while"].values()) == 5
    assert set(report["killed_while"]) == set(WINDOWS)
