"""Confidence measured through the real parts, on a corpus of four passages."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from evals.abstain import measure_abstaining
from evals.corpora import load_retrieval_set
from evals.rehearsal import empty_home


def unwatched(done: int, total: int) -> None:
    """Nobody watches."""


def test_each_query_is_asked_with_and_without_what_answers_it(
    settings: Settings, retrieval_folder: Path
) -> None:
    watched: list[tuple[int, int]] = []
    with empty_home(settings) as zeroji:
        measured = measure_abstaining(
            zeroji,
            load_retrieval_set(retrieval_folder),
            unwatched,
            lambda done, total: watched.append((done, total)),
        )
    assert (measured["queries"], measured["corpus"]) == (4, 4)
    assert measured["auroc"] > 0.5
    assert measured["false_answer_rate@50"] <= measured["false_answer_rate@90"] <= 1
    assert watched == [(1, 4), (2, 4), (3, 4), (4, 4)]
