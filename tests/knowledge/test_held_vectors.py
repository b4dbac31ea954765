"""The vectors of a snapshot in memory: each text's once, kept from one snapshot to the next."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine

from ingest.publishing import Publisher
from knowledge import store
from knowledge.embedding import Embedder
from knowledge.held_vectors import HeldVectors, SnapshotVectors
from knowledge.index import Index, Snapshot
from tests.making import document, file

EVERYONE = frozenset({"all"})


@pytest.fixture
def index(database: Engine) -> Index:
    return Index(database)


def loaded(held: HeldVectors, snapshot: Snapshot, builtin: Embedder) -> SnapshotVectors:
    found = held.of(snapshot, builtin.name)
    assert found is not None
    return found


def assert_exact(vectors: SnapshotVectors, snapshot: Snapshot, builtin: Embedder) -> None:
    """Each visible entry has the similarity of its own text; the others have none."""
    asked = builtin.query("日当はいくらですか")
    visible = snapshot.visible(EVERYONE, date.today())
    texts = [entry.chunk.embedded_text for entry in snapshot.entries]
    wanted = builtin.passages(texts) @ asked
    found = vectors.similarities(asked, visible)
    assert found[visible] == pytest.approx(wanted[visible], abs=1e-5)
    assert np.isnan(found[~visible]).all()


def test_similarities_are_those_of_the_texts(
    publisher: Publisher, index: Index, builtin: Embedder
) -> None:
    says = {f"第{n}条": f"日当は{n},000円とする。" for n in range(1, 30)}
    publisher.publish(document(says), file("a.md"), author="sato")
    publisher.publish(document(says, "内規", audience="managers"), file("b.md"), author="sato")
    snapshot = index.snapshot()
    vectors = loaded(HeldVectors(index.database), snapshot, builtin)
    assert_exact(vectors, snapshot, builtin)


def test_equal_texts_share_a_vector(publisher: Publisher, index: Index, builtin: Embedder) -> None:
    for name in ("a", "b", "c"):
        publisher.publish(document({"日当": "3,000円"}, name), file(name), author="sato")
    vectors = loaded(HeldVectors(index.database), index.snapshot(), builtin)
    assert vectors.rows.tolist() == [0, 0, 0]
    assert len(vectors.matrix) == 1


def test_few_that_may_be_seen_among_many(
    publisher: Publisher, index: Index, builtin: Embedder
) -> None:
    many = {f"第{n}条": f"内規の{n}。" for n in range(50)}
    publisher.publish(document(many, "内規", audience="managers"), file("a.md"), author="sato")
    publisher.publish(document({"日当": "3,000円"}), file("b.md"), author="sato")
    snapshot = index.snapshot()
    assert_exact(loaded(HeldVectors(index.database), snapshot, builtin), snapshot, builtin)


def test_a_publication_adds_to_them_and_leaves_older_snapshots_right(
    publisher: Publisher, index: Index, builtin: Embedder
) -> None:
    held = HeldVectors(index.database)
    kept = []
    for version in range(8):
        says = {f"第{n}条": f"版{version}の{n}。" for n in range(version, version + 6)}
        publisher.publish(document(says), file(version=version), author="sato")
        snapshot = index.snapshot()
        kept.append((loaded(held, snapshot, builtin), snapshot))
        publisher.publish(document({"日当": f"{version}円"}, "別"), file("別.md"), author="sato")
    for vectors, snapshot in kept:
        assert_exact(vectors, snapshot, builtin)


def test_what_is_gone_is_given_up_in_time(
    publisher: Publisher, index: Index, builtin: Embedder
) -> None:
    """A retired manual's entries end, but a manual that is retired on its first day has none."""
    held = HeldVectors(index.database)
    many = {f"第{n}条": f"定め{n}。" for n in range(100)}
    publisher.publish(document({"日当": "3,000円"}, "残る"), file("残る.md"), author="sato")
    publisher.publish(document(many, effective_from=date.today()), file("消える.md"), author="sato")
    assert len(loaded(held, index.snapshot(), builtin).matrix) == 101
    publisher.retire([2])
    after = index.snapshot()
    vectors = loaded(held, after, builtin)
    assert len(vectors.matrix) == len({entry.text_hash for entry in after.entries}) == 1
    assert_exact(vectors, after, builtin)


def test_they_are_not_held_where_they_would_take_too_much_memory(
    publisher: Publisher, index: Index, builtin: Embedder
) -> None:
    publisher.publish(document({"日当": "3,000円", "宿泊": "一万円"}), file(), author="sato")
    two = 2 * 512 * 4
    assert HeldVectors(index.database, two).of(index.snapshot(), builtin.name) is not None
    assert HeldVectors(index.database, two - 1).of(index.snapshot(), builtin.name) is None


def test_an_entry_without_a_vector_has_no_similarity_until_it_is_made(
    publisher: Publisher, index: Index, builtin: Embedder
) -> None:
    """As long as another embedder has not read everything."""
    publisher.publish(document({"日当": "3,000円", "宿泊": "一万円"}), file(), author="sato")
    snapshot = index.snapshot()
    hashes = [entry.text_hash for entry in snapshot.entries]
    asked = np.eye(4, dtype=np.float32)[0]
    seen = np.ones(2, dtype=np.bool_)
    held = HeldVectors(index.database)

    def similarities() -> list[float]:
        found = held.of(snapshot, "another")
        assert found is not None
        return [float(v) for v in np.nan_to_num(found.similarities(asked, seen), nan=-1)]

    assert similarities() == [-1, -1]
    for key, expected in zip(hashes, ([1, -1], [1, 1]), strict=True):
        with index.database.begin() as tx:
            store.save_vectors(tx, "another", [key], asked[np.newaxis])
        assert similarities() == expected


def test_each_embedder_has_its_own(publisher: Publisher, index: Index, builtin: Embedder) -> None:
    publisher.publish(document({"日当": "3,000円"}), file(), author="sato")
    snapshot = index.snapshot()
    held = HeldVectors(index.database)
    other = np.eye(4, dtype=np.float32)[:1]
    with index.database.begin() as tx:
        store.save_vectors(tx, "another", [snapshot.entries[0].text_hash], other)
    assert loaded(held, snapshot, builtin).matrix.shape == (1, 512)
    found = held.of(snapshot, "another")
    assert found is not None
    assert found.matrix.tolist() == other.tolist()
    assert loaded(held, snapshot, builtin).matrix.shape == (1, 512)
