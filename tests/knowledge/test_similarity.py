"""Similar entries are found in memory, in the database and by Chroma alike."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine

from ingest.publishing import Publisher
from knowledge.dense import Dense
from knowledge.embedding import Embedder, Vectors
from knowledge.index import Index
from knowledge.question_vectors import Asked
from knowledge.similarity import FEW, Similar, Similarity
from knowledge.vectors import VectorIndex
from tests.making import document, file

TODAY = date.today()
EVERYONE = frozenset({"all"})
WAYS = {
    "in memory": {},
    "from the database": {"max_bytes": 0, "few": FEW},
    "by Chroma": {"max_bytes": 0, "few": 0},
}


@pytest.fixture(params=WAYS, name="similarity")
def any_way(request: pytest.FixtureRequest, database: Engine) -> Similarity:
    return Similarity(Index(database), **WAYS[request.param])


@pytest.fixture
def asked(vectors: VectorIndex, builtin: Embedder) -> Asked:
    dense = Dense(embedder=builtin, vectors=vectors)
    return Asked(dense=dense, vector=builtin.query("出張の宿泊費はいくらまで"))


@pytest.fixture(autouse=True)
def library(publisher: Publisher) -> None:
    topics = ("日当", "宿泊費", "休暇", "通勤手当", "領収書", "慶弔見舞金", "在宅勤務", "残業")
    for n, topic in enumerate(topics):
        says = {f"{topic}{k}": f"{topic}は{k},000円とする。" for k in range(1, 11)}
        audience = "all" if n % 2 else "managers"
        publisher.publish(document(says, topic, audience=audience), file(topic), author="sato")


def best(similar: Similar, top: int) -> list[str]:
    """Texts of the nearest, best first."""
    values = np.nan_to_num(similar.values, nan=-2.0)
    order = np.argsort(-values, kind="stable")[:top].tolist()
    return [similar.snapshot.entries[n].chunk.text for n in order if values[n] > -2]


def truly(
    similar: Similar, builtin: Embedder, vector: Vectors, audiences: frozenset[str]
) -> dict[int, float]:
    """Similarity by position of what these audiences may see, each computed anew."""
    snapshot = similar.snapshot
    seen = np.flatnonzero(snapshot.visible(audiences, TODAY)).tolist()
    texts = [snapshot.entries[n].chunk.embedded_text for n in seen]
    return dict(zip(seen, (builtin.passages(texts) @ vector).tolist(), strict=True))


@pytest.mark.parametrize("audiences", [EVERYONE, {"managers"}, {"all", "managers"}])
def test_the_nearest_that_may_be_seen_are_found_with_their_similarity(
    similarity: Similarity, asked: Asked, builtin: Embedder, audiences: set[str]
) -> None:
    may = frozenset(audiences)
    similar = similarity.nearest(asked, may, TODAY, 20)
    true = truly(similar, builtin, asked.vector, may)
    known = {n: float(v) for n, v in enumerate(similar.values) if not np.isnan(v)}
    assert known.keys() <= true.keys()
    assert known == pytest.approx({n: true[n] for n in known}, abs=1e-4)
    nearest = sorted(true, key=lambda n: -true[n])[:20]
    assert set(nearest) <= known.keys()


def test_nobody_may_see_anything(similarity: Similarity, asked: Asked) -> None:
    assert best(similarity.nearest(asked, frozenset(), TODAY, 20), 20) == []


def test_what_is_not_known_yet_is_compared_when_it_is_asked_for(
    similarity: Similarity, asked: Asked, builtin: Embedder
) -> None:
    similar = similarity.nearest(asked, EVERYONE, TODAY, 1)
    true = truly(similar, builtin, asked.vector, EVERYONE)
    positions = np.array(sorted(true), dtype=np.int64)
    found = similarity.at(positions, asked, similar)
    assert found == pytest.approx([true[n] for n in positions.tolist()], abs=1e-4)


def test_a_publication_is_seen_at_once(
    similarity: Similarity, asked: Asked, publisher: Publisher
) -> None:
    similarity.nearest(asked, EVERYONE, TODAY, 5)
    said = "出張の宿泊費は一泊12,000円までとする。"
    publisher.publish(document({"出張の宿泊費": said}, "新"), file("新"), author="sato")
    assert best(similarity.nearest(asked, EVERYONE, TODAY, 5), 1) == [said]
