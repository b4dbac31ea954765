"""Entries in Chroma: filtered before they are ranked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import Vectors
from knowledge.vectors import VectorEntry, VectorIndex, open_client

TODAY = date(2026, 11, 20)
EAST, NORTH = np.eye(2, dtype=np.float32)
NORTHEAST = np.array([0.8, 0.6], dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    return VectorIndex(open_client(tmp_path, None), "test")


def entry(
    number: int,
    audience: str = "all",
    valid_from: date = date.min,
    valid_until: date | None = None,
) -> VectorEntry:
    return VectorEntry(
        id=number,
        text_hash=f"hash-{number}",
        audience=audience,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def nearest(
    index: VectorIndex, vector: Vectors, *audiences: str, on: date = TODAY, top: int = 10
) -> dict[int, float]:
    return dict(index.nearest(vector, frozenset(audiences or ("all",)), on, top))


def test_the_nearest_comes_first_with_its_similarity(index: VectorIndex) -> None:
    index.upsert([entry(1), entry(2), entry(3)], [NORTH, EAST, NORTHEAST])
    found = nearest(index, EAST)
    assert list(found) == [2, 3, 1]
    assert list(found.values()) == pytest.approx([1, 0.8, 0], abs=1e-5)


def test_a_better_match_of_another_audience_takes_no_place(index: VectorIndex) -> None:
    secret = [entry(n, "managers") for n in range(1, 51)]
    index.upsert([*secret, entry(99)], [*[EAST] * 50, NORTH])
    assert list(nearest(index, EAST, top=1)) == [99]
    assert 99 not in nearest(index, EAST, "managers", top=60)
    assert len(nearest(index, EAST, "all", "managers", top=60)) == 51


def test_what_lies_apart_from_many_equal_vectors_is_found(index: VectorIndex) -> None:
    """Their graph leads from one of them to the next and seldom to anything else."""
    index.upsert([entry(n) for n in range(1, 501)], [EAST] * 500)
    index.upsert([entry(999, "managers")], [NORTH])
    assert list(nearest(index, EAST, "managers", top=5)) == [999]


def test_only_what_holds_on_the_day_is_found(index: VectorIndex) -> None:
    spring = date(2027, 4, 1)
    index.upsert([entry(1, valid_until=spring), entry(2, valid_from=spring)], [EAST, EAST])
    assert list(nearest(index, EAST, on=date(2027, 3, 31))) == [1]
    assert list(nearest(index, EAST, on=spring)) == [2]


def test_an_empty_index_finds_nothing(index: VectorIndex) -> None:
    assert nearest(index, EAST) == {}
    assert index.entries() == {}


def test_an_entry_is_replaced_and_deleted(index: VectorIndex) -> None:
    index.upsert([entry(1), entry(2)], [EAST, EAST])
    index.upsert([entry(1, "managers")], [NORTH])
    index.delete([2])
    assert index.entries() == {1: entry(1, "managers").metadata}
    assert nearest(index, NORTH, "managers")[1] == pytest.approx(1, abs=1e-5)


def test_what_it_holds_is_there_after_reopening(tmp_path: Path) -> None:
    client = open_client(tmp_path, None)
    VectorIndex(client, "test").upsert([entry(1)], [EAST])
    client.close()
    assert VectorIndex(open_client(tmp_path, None), "test").entries() == {1: entry(1).metadata}


def test_each_embedder_has_a_collection_of_its_own(tmp_path: Path) -> None:
    client = open_client(tmp_path, None)
    VectorIndex(client, "one").upsert([entry(1)], [EAST])
    assert VectorIndex(client, "two").entries() == {}


def test_more_entries_than_a_page_are_all_listed(index: VectorIndex) -> None:
    index.upsert([entry(n) for n in range(1, 2002)], [EAST] * 2001)
    assert index.entries().keys() == set(range(1, 2002))
    index.delete(range(1, 2002))
    assert index.entries() == {}
