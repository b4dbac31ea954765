"""Index terms are made anew when the analysis or the thesaurus has changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select, update

from ingest.publishing import Publisher
from knowledge import japanese, renewal, schema, thesaurus
from knowledge.database import writing
from knowledge.index import current_generation
from knowledge.search import Searcher
from knowledge.thesaurus import Addition
from tests.making import document, file, texts

SAYS = {
    "社員証": "社員証を紛失したときは総務課に届け出る。",
    "日当": "日当は3,000円とする。",
    "宿泊": "宿泊費は12,000円を上限とする。",
}


@pytest.fixture(autouse=True)
def published(publisher: Publisher) -> Iterator[None]:
    publisher.publish(document(SAYS), file(), author="sato")
    yield
    thesaurus.use(())


def versions(database: Engine) -> set[str | None]:
    with database.connect() as tx:
        return set(tx.scalars(select(schema.chunks.c.terms_version)))


def outdate(database: Engine, *, terms: str = "古い") -> None:
    """As an earlier version of Zeroji left them."""
    with writing(database) as tx:
        tx.execute(update(schema.chunks).values(terms=terms, terms_version=None))


def generation(database: Engine) -> int:
    with database.connect() as tx:
        return current_generation(tx)


def stored(database: Engine) -> list[str]:
    with database.connect() as tx:
        return list(tx.scalars(select(schema.chunks.c.terms).order_by(schema.chunks.c.id)))


def test_what_is_published_is_of_the_newest_version(database: Engine) -> None:
    assert versions(database) == {japanese.fingerprint()}
    assert renewal.renew(database) == 0


def test_terms_of_another_version_are_made_anew(database: Engine) -> None:
    before = stored(database)
    outdate(database)
    done: list[tuple[int, int]] = []
    assert renewal.renew(database, lambda *step: done.append(step)) == 3
    assert done == [(3, 3)]
    assert stored(database) == before
    assert versions(database) == {japanese.fingerprint()}
    assert renewal.renew(database) == 0


def test_the_vectors_stay(database: Engine) -> None:
    def count() -> int:
        with database.connect() as tx:
            return int(tx.execute(select(func.count()).select_from(schema.embeddings)).scalar_one())

    before = count()
    outdate(database)
    renewal.renew(database)
    assert count() == before


def test_what_is_killed_goes_on_where_it_was(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    outdate(database)
    monkeypatch.setattr(renewal, "_BATCH", 1)
    before = generation(database)

    def killed(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        renewal.renew(database, killed)
    assert generation(database) == before  # a search still uses what it has
    assert renewal.renew(database) == 1
    assert generation(database) == before + 1


def test_a_search_takes_up_new_terms_when_all_are_made(
    database: Engine, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert texts(searcher, "みなとパス")
    thesaurus.use([Addition("みなとパス", "社員証")])
    renewal.renew(database)
    snapshot = searcher.index.snapshot()
    assert snapshot.lexical.scores(japanese.query_terms("みなとパス")).max() > 0
    assert texts(searcher, "みなとパスをなくした")[0] == SAYS["社員証"]


def test_a_home_without_manuals_is_of_the_newest_version(database: Engine) -> None:
    renewal.renew(database)
    with database.connect() as tx:
        assert tx.scalar(select(schema.generation.c.terms_version)) == japanese.fingerprint()
