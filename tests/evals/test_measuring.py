"""Search measured through the real parts, on a corpus of four passages."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from evals.corpora import load_retrieval_set
from evals.rehearsal import empty_home
from evals.retrieval import measure_retrieval


def unwatched(done: int, total: int) -> None:
    """Nobody watches."""


def test_retrieval_finds_passages_that_are_easy_to_find(
    settings: Settings, retrieval_folder: Path
) -> None:
    watched: list[tuple[int, int]] = []
    with empty_home(settings) as zeroji:
        measured = measure_retrieval(
            zeroji,
            load_retrieval_set(retrieval_folder),
            unwatched,
            lambda *done: watched.append(done),
        )
    assert (measured["queries"], measured["corpus"]) == (4, 4)
    assert measured["recall@5"] == measured["recall@10"] == 1
    assert 0 < measured["mrr@10"] <= 1
    assert measured["p50_ms"] > 0 and measured["index_seconds"] > 0
    assert watched[-1] == (4, 4)


def test_the_home_of_the_settings_is_left_alone(settings: Settings) -> None:
    with empty_home(settings) as zeroji:
        assert zeroji.home.path != settings.home
        temporary = zeroji.home.path
    assert not settings.home.exists()
    assert not temporary.exists()
