"""A snapshot that is renewed is the one that would be loaded."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine, update

from ingest.publishing import Publisher
from knowledge import schema, store
from knowledge.index import Index, Snapshot
from knowledge.question_types import KINDS
from tests.making import document, file

TODAY = date.today()
TOPICS = ("日当", "宿泊費", "休暇", "通勤手当", "領収書")


def assert_same(renewed: Snapshot, loaded: Snapshot) -> None:
    assert renewed.generation == loaded.generation
    assert list(renewed.entries) == list(loaded.entries)
    assert renewed.positions == loaded.positions
    assert written(renewed) == written(loaded)
    assert kinds(renewed) == kinds(loaded)
    assert renewed.manuals == loaded.manuals
    assert renewed.revisions == loaded.revisions
    for query in ([topic] for topic in TOPICS):
        assert renewed.lexical.scores(query) == pytest.approx(loaded.lexical.scores(query))
        assert renewed.lexical.idf(query[0]) == pytest.approx(loaded.lexical.idf(query[0]))
    for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=400)):
        visible = renewed.visible(frozenset({"all"}), day)
        assert visible.tolist() == loaded.visible(frozenset({"all"}), day).tolist()


def written(snapshot: Snapshot) -> list[list[str]]:
    """The index terms of each entry, line by line."""
    terms = snapshot.lexical.vocabulary.terms()
    return [
        [
            " ".join(terms[n] for n in line)
            for line in np.split(coded.terms, np.cumsum(coded.lengths)[:-1])
        ]
        for coded in snapshot.lines
    ]


def kinds(snapshot: Snapshot) -> list[set[str]]:
    """The kinds of statement that each entry makes."""
    return [
        {kind for n, kind in enumerate(KINDS) if stated & 1 << n}
        for stated in snapshot.stated.tolist()
    ]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_publications(seed: int, database: Engine, publisher: Publisher) -> None:
    chance = random.Random(seed)
    index = Index(database)
    for version in range(12):
        name = chance.choice("abc")
        topics = chance.sample(TOPICS, chance.randint(1, len(TOPICS)))
        says = {topic: f"{topic}は{chance.randint(1, 3)},000円とする。" for topic in topics}
        coming = TODAY + timedelta(days=chance.choice([0, 30])) if version % 3 == 0 else None
        audience = chance.choice(["all", "managers"])
        made = document(says, name, effective_from=coming, audience=audience)
        publisher.publish(made, file(name, version), author="sato")
        if chance.random() < 0.3:
            publisher.retire([1])
        assert_same(index.snapshot(), Index(database).snapshot())


def test_an_edit_reads_only_what_it_changed(database: Engine, publisher: Publisher) -> None:
    says = {f"第{n}条": f"{n}円とする。" for n in range(50)}
    publisher.publish(document(says), file(version=1), author="sato")
    index = Index(database)
    before = index.snapshot()
    publisher.publish(document(says | {"第7条": "七円とする。"}), file(version=2), author="sato")
    after = index.snapshot()
    # What stays is the same object. The edited article has an entry that ends and a new one.
    kept = {id(entry) for entry in before.entries}
    new = [entry.chunk.text for entry in after.entries if id(entry) not in kept]
    assert sorted(new) == ["7円とする。", "七円とする。"]


def test_a_snapshot_that_is_the_newest_is_given_again(
    database: Engine, publisher: Publisher
) -> None:
    publisher.publish(document({"日当": "3,000円"}), file(), author="sato")
    index = Index(database)
    assert index.snapshot() is index.snapshot()


def test_what_somebody_may_see_on_a_day_is_worked_out_once(
    database: Engine, publisher: Publisher
) -> None:
    publisher.publish(document({"日当": "3,000円"}), file(), author="sato")
    snapshot = Index(database).snapshot()
    visible = snapshot.visible(frozenset({"all"}), TODAY)
    assert snapshot.visible(frozenset({"all"}), TODAY) is visible
    assert snapshot.visible(frozenset({"managers"}), TODAY) is not visible
    with pytest.raises(ValueError, match="read-only"):
        visible[0] = False


def test_index_terms_that_were_made_anew_are_all_read(
    database: Engine, publisher: Publisher
) -> None:
    publisher.publish(document({"日当": "3,000円"}), file("a.md"), author="sato")
    publisher.publish(document({"休暇": "10日"}), file("b.md"), author="sato")
    index = Index(database)
    before = index.snapshot()
    with database.begin() as tx:
        tx.execute(update(schema.chunks).values(terms="見出し\n一 二\n\n三\namount time"))
        tx.execute(update(schema.generation).values(terms_version="another"))
        store.next_generation(tx)
    after = index.snapshot()
    assert written(after) == [["見出し", "一 二", "", "三"]] * 2
    assert kinds(after) == [{"amount", "time"}] * 2
    assert kinds(before) == [{"amount"}, {"number", "time", "duration"}]
    assert after.lexical.scores(["日当"]).tolist() == [0, 0]
    assert before.lexical.scores(["日当"])[0] > 0
    assert_same(after, Index(database).snapshot())
