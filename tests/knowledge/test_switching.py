"""Another embedder is gone over to without a gap, whatever happens on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, delete

from ingest.publishing import Publisher
from knowledge import dense, projection, schema, switching
from knowledge.chroma import Chroma
from knowledge.database import writing
from knowledge.embedders import Embedders
from knowledge.embedding import Vectors
from knowledge.errors import InvalidInput, ModelUnavailable
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import SearchRequest
from knowledge.search import Searcher
from knowledge.switching import Switch
from knowledge.vectors import VectorIndex, open_client
from tests.making import document, file, texts

SAYS = {
    "日当": "日当は3,000円とする。",
    "宿泊": "宿泊費は12,000円を上限とする。",
    "休暇": "休暇は10日とする。",
}
MORE = {"慶弔": "結婚祝金は3万円とする。"}


class Crash(BaseException):
    """The process dies here."""


class Model:
    """An embedder that counts what it reads, and can be stopped, down or gone."""

    def __init__(self, name: str, dimensions: int) -> None:
        self.name = name
        self.read: list[str] = []
        self.failure: BaseException | None = None
        #: How many texts it still reads before the failure.
        self.patience = 0
        self.open = threading.Event()
        self.open.set()
        self._dimensions = dimensions

    def passages(self, texts: list[str]) -> Vectors:
        assert self.open.wait(10)
        if self.failure is not None and len(self.read) >= self.patience:
            raise self.failure
        self.read += texts
        made = [np.random.default_rng(sum(t.encode())).random(self._dimensions) for t in texts]
        unit = np.array(made) / np.linalg.norm(made, axis=1, keepdims=True)
        return unit.astype(np.float32)

    def query(self, text: str) -> Vectors:
        return np.asarray(self.passages([text])[0])


class Place:
    """A home whose process can be ended and started again with another setting."""

    def __init__(self, database: Engine, client: Chroma) -> None:
        self.database = database
        self.client = client
        self.old, self.new = Model("old", 8), Model("new", 5)
        self.missing: set[str] = set()

    def opened(self, wanted: Model) -> Switch:
        """As a start does it."""
        self.embedders = Embedders(self.database, self.client, wanted, self._make)
        self.switch = Switch(self.database, self.embedders)
        self.switch.begin()
        library = Library(self.database)
        self.searcher = Searcher(Index(self.database), self.embedders.serving, library)
        self.publisher = Publisher(self.database, self.embedders.publishing)
        return self.switch

    def publish(self, says: dict[str, str], name: str) -> None:
        self.publisher.publish(document(says, title=name), file(name), author="sato")

    def found(self, query: str = "日当はいくらですか") -> set[str]:
        """Texts that vectors found."""
        passages = self.searcher.search(SearchRequest(query=query, top=20)).passages
        return {passage.chunk.text for passage in passages if passage.dense_rank is not None}

    def in_use(self) -> str | None:
        return self.embedders.in_use()

    def kept(self) -> set[str]:
        with self.database.connect() as tx:
            return dense.names(tx)

    def wait_for(self, happened: Callable[[], bool]) -> None:
        for _ in range(1000):
            if happened():
                return
            threading.Event().wait(0.01)
        raise AssertionError("it did not happen")

    def held(self, model: Model) -> int:
        return len(VectorIndex(self.client, model.name).entries())

    def _make(self, name: str) -> Model:
        if name in self.missing:
            raise InvalidInput(f"{name} needs a key.")
        return {"old": self.old, "new": self.new}[name]


@pytest.fixture
def place(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A home that was started with the old embedder and has three chunks."""
    monkeypatch.setattr(projection, "_BATCH", 1)
    monkeypatch.setattr(switching, "GRACE_SECONDS", 0.0)
    monkeypatch.setattr(switching, "_FIRST_PAUSE", 0.01)
    client = open_client(tmp_path, None)
    made = Place(database, client)
    made.opened(made.old)
    made.publish(SAYS, "旅費規程")
    made.old.read.clear()
    yield made
    made.switch.stop()
    client.close()


def silent(done: int, total: int) -> None:
    """Nobody watches."""


def everything(*said: dict[str, str]) -> set[str]:
    return {text for says in said for text in says.values()}


def test_the_first_start_uses_what_is_wanted(place: Place) -> None:
    assert place.in_use() == "old"
    assert place.found() == everything(SAYS)


def test_search_uses_the_old_vectors_until_the_new_are_complete(place: Place) -> None:
    place.new.open.clear()
    place.opened(place.new).start(silent)
    assert (place.in_use(), place.found()) == ("old", everything(SAYS))
    assert place.switch.progress == (0, 0)

    place.new.open.set()
    place.wait_for(lambda: place.in_use() == "new")
    place.old.read.clear()
    assert place.found() == everything(SAYS)
    assert place.old.read == [], "the question was read by the new one"
    place.wait_for(lambda: place.kept() == {"new"})
    assert (place.held(place.old), place.switch.progress) == (0, None)


def test_every_text_is_read_once(place: Place) -> None:
    steps: list[tuple[int, int]] = []
    place.opened(place.new).finish(lambda *step: steps.append(step))
    assert len(place.new.read) == 3
    assert place.old.read == []
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_what_is_published_on_the_way_is_found_before_and_after(place: Place) -> None:
    place.new.open.clear()
    place.opened(place.new).start(silent)
    place.publish(MORE, "慶弔規程")
    assert place.found() == everything(SAYS, MORE)

    place.new.open.set()
    place.wait_for(lambda: place.in_use() == "new")
    assert place.found() == everything(SAYS, MORE)


def test_a_publication_that_the_switch_overtakes_begins_again(place: Place) -> None:
    place.opened(place.new)
    place.old.open.clear()
    publishing = threading.Thread(target=place.publish, args=(MORE, "慶弔規程"))
    publishing.start()
    place.switch.finish(silent)
    assert place.in_use() == "new"
    place.old.open.set()
    publishing.join(10)
    assert place.found() == everything(SAYS, MORE)


def test_publications_in_the_middle_of_the_switch_lose_nothing(place: Place) -> None:
    """Many small ones, so that some come between its last look and its transaction."""
    place.opened(place.new).start(silent)
    said = [{f"第{n}条": f"手当{n}は{n}万円とする。"} for n in range(12)]
    for number, says in enumerate(said):
        place.publish(says, f"手当規程{number}")
    place.wait_for(lambda: place.in_use() == "new")
    assert place.found() == everything(SAYS, *said)


@pytest.mark.parametrize(
    "says", [MORE, SAYS], ids=["a text that is new", "a text that has its vector"]
)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_is_published_while_the_collection_is_filled_is_in_it(
    place: Place, says: dict[str, str], moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, waiting = projection.project, [says]

    def publish_at(now: str) -> None:
        if waiting and now == moment:
            place.publish(waiting.pop(), "慶弔規程")

    def published_meanwhile(*arguments: Any) -> None:
        publish_at("before")
        project(*arguments)
        publish_at("after")

    place.opened(place.new)
    monkeypatch.setattr(projection, "project", published_meanwhile)
    place.switch.finish(silent)
    assert (place.in_use(), place.held(place.new)) == ("new", 3 + len(says))
    assert place.found() == everything(SAYS, says)


def die(*_: object) -> None:
    raise Crash


@pytest.mark.parametrize(
    "died_in",
    [
        (VectorIndex, "upsert"),
        (dense, "use"),
        (projection, "missing"),
        (Embedders, "forget"),
        (VectorIndex, "drop"),
        (dense, "forget"),
    ],
    ids=lambda where: f"{where[0].__name__}.{where[1]}",
)
def test_a_crash_anywhere_costs_nothing_that_was_embedded(
    place: Place, died_in: tuple[object, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = place.opened(place.new)
    with monkeypatch.context() as patched, pytest.raises(Crash):
        patched.setattr(*died_in, die)
        switch.finish(silent)
    assert place.found() == everything(SAYS), "whoever serves now finds everything"
    place.new.read.clear()

    place.opened(place.new).finish(silent)
    assert (place.in_use(), place.kept()) == ("new", {"new"})
    assert len(place.new.read) in (0, 3), "all, where it died before it read any"
    assert place.found() == everything(SAYS)
    assert place.held(place.old) == 0


def test_a_crash_between_texts_costs_those_alone(place: Place) -> None:
    place.new.failure, place.new.patience = Crash(), 2
    with pytest.raises(Crash):
        place.opened(place.new).finish(silent)
    assert place.in_use() == "old"
    place.new.failure = None
    place.opened(place.new).finish(silent)
    assert len(place.new.read) == len(set(place.new.read)) == 3


def test_going_back_on_the_way_is_free_and_so_is_what_was_made(place: Place) -> None:
    place.new.failure, place.new.patience = ModelUnavailable("it is down"), 2
    place.opened(place.new).finish(silent)
    place.opened(place.old).finish(silent)
    assert (place.in_use(), place.old.read) == ("old", [])

    place.new.failure = None
    place.opened(place.new).finish(silent)
    assert place.in_use() == "new"
    assert len(place.new.read) == 3


def test_vectors_that_are_all_there_are_used_at_once(place: Place) -> None:
    projection.ensure_vectors(place.database, place.new, silent)
    place.new.read.clear()
    place.opened(place.new)
    assert (place.in_use(), place.new.read) == ("new", [])
    assert place.found() == everything(SAYS)


def test_where_nothing_is_published_another_is_used_at_once(place: Place, database: Engine) -> None:
    with writing(database) as tx:
        for table in (schema.entries, schema.chunks):
            tx.execute(delete(table))
    place.opened(place.new)
    assert place.in_use() == "new"


def test_an_old_one_that_cannot_be_made_leaves_words_to_search_by(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.missing.add("old")
    place.new.open.clear()
    place.opened(place.new).start(silent)
    assert place.in_use() is None
    assert "old needs a key" in caplog.text
    assert texts(place.searcher, "日当はいくらですか")[0] == SAYS["日当"]
    assert place.found() == set()

    place.new.open.set()
    place.publish(MORE, "慶弔規程")
    place.wait_for(lambda: place.in_use() == "new")
    assert place.found() == everything(SAYS, MORE)


def test_a_revision_is_published_before_there_are_any_vectors(place: Place) -> None:
    place.missing.add("old")
    place.opened(place.new)
    edited = SAYS | {"休暇": "休暇は12日とする。"}
    place.publish(edited, "旅費規程")
    assert texts(place.searcher, "休暇は何日ですか")[0] == "休暇は12日とする。"
    place.switch.finish(silent)
    assert place.found() == everything(edited)


def test_a_new_one_that_is_down_leaves_the_old_one(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.new.failure = ModelUnavailable("its quota is used up")
    place.opened(place.new).finish(silent)
    assert (place.in_use(), place.found()) == ("old", everything(SAYS))
    assert "its quota is used up" in caplog.text


def test_in_the_background_one_that_is_down_is_tried_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.embedding.guarded._REST_SECONDS", 0.0)
    place.new.failure = ModelUnavailable("it is down")
    place.opened(place.new).start(silent)
    place.new.failure = None
    place.wait_for(lambda: place.in_use() == "new")


def test_it_can_be_stopped_on_the_way(place: Place) -> None:
    place.new.open.clear()
    switch = place.opened(place.new)
    switch.start(silent)
    stopping = threading.Thread(target=switch.stop)
    stopping.start()
    place.new.open.set()
    stopping.join(10)
    assert place.in_use() == "old"


def test_a_manual_that_was_retired_before_can_be_restored_after(
    place: Place, library: Library
) -> None:
    (manual,) = library.manuals()
    place.publisher.retire([manual.id])
    place.opened(place.new).finish(silent)
    assert place.found() == set()
    place.publisher.restore(manual.id)
    assert place.found() == everything(SAYS)


def test_a_database_that_names_none_uses_the_one_that_has_all_vectors(place: Place) -> None:
    with writing(place.database) as tx:
        dense.use(tx, None)
    place.opened(place.new)
    assert (place.in_use(), place.found()) == ("old", everything(SAYS))


def test_another_process_that_went_over_is_followed(place: Place) -> None:
    """Several servers share a database: one of them completes the switch first."""
    searcher, publisher = place.searcher, place.publisher
    place.opened(place.new).finish(silent)
    place.searcher, place.publisher = searcher, publisher
    assert place.found() == everything(SAYS)
    place.publish(MORE, "慶弔規程")
    assert place.found() == everything(SAYS, MORE)
