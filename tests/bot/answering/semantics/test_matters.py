"""What the index knows of a section's sentences is not worked out again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.semantics import matters
from bot.answering.semantics.matters import recall, terms_of
from bot.wiring import Zeroji
from knowledge import japanese
from knowledge.index import Snapshot


@pytest.fixture
def snapshot(zeroji: Zeroji) -> Snapshot:
    return zeroji.searcher.index.snapshot()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], frozenset[str]]:
    """What is known of texts; nothing yet."""
    none: dict[tuple[str, str], frozenset[str]] = {}
    monkeypatch.setattr(matters, "_said", none)
    return none


def sections(snapshot: Snapshot) -> list[tuple[int, str]]:
    return [(entry.manual_id, entry.chunk.section_hash) for entry in snapshot.entries]


def test_the_index_has_the_terms_that_a_sentence_is_analysed_to(
    snapshot: Snapshot, kept: dict[tuple[str, str], frozenset[str]]
) -> None:
    recall(snapshot, sections(snapshot))
    recalled = dict(kept)
    assert len(recalled) > 20
    for (text, _), terms in recalled.items():
        assert terms == frozenset(japanese.terms(text)) == terms_of(text)
    assert kept == recalled


def test_an_index_of_another_analysis_is_not_trusted(
    snapshot: Snapshot, kept: dict[tuple[str, str], frozenset[str]]
) -> None:
    recall(replace(snapshot, terms_version="before"), sections(snapshot))
    assert not kept


def test_the_texts_that_came_first_are_forgotten(
    kept: dict[tuple[str, str], frozenset[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matters, "_KEPT", 2)
    for text in ("日当", "宿泊費", "日当", "休暇"):
        assert terms_of(text) == frozenset(japanese.terms(text))
    assert [text for text, _ in kept] == ["宿泊費", "休暇"]
