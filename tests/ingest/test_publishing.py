"""A document becomes a revision: what is embedded, and what search finds from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from ingest.publishing import Publisher
from ingest.recording import SourceFile
from knowledge import projection
from knowledge.dense import always
from knowledge.embedding import Embedder, Vectors
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.library import Library
from knowledge.model import Document, ManualMeta, SearchRequest
from knowledge.search import Searcher
from knowledge.timeline import ALWAYS
from knowledge.vectors import VectorIndex
from tests.making import document, file, section, texts

TODAY = date.today()
YESTERDAY = TODAY - timedelta(days=1)
NEXT_YEAR = TODAY + timedelta(days=365)
OLD = {"第1条（日当）": "日当は2,000円とする。", "第2条（宿泊）": "宿泊費は実費とする。"}
NEW = {**OLD, "第1条（日当）": "日当は3,000円とする。"}


def test_the_first_revision_embeds_everything(publisher: Publisher, searcher: Searcher) -> None:
    published = publisher.publish(document(OLD), file(), author="sato")
    assert (published.status, published.revision) == ("added", 1)
    assert (published.embedded, published.reused, published.deleted) == (2, 0, 0)
    assert texts(searcher, "日当")[0] == "日当は2,000円とする。"


def test_the_next_embeds_only_what_changed(publisher: Publisher, searcher: Searcher) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    published = publisher.publish(document(NEW), file(version=2), author="sato")
    assert (published.status, published.revision) == ("updated", 2)
    assert (published.embedded, published.reused, published.deleted) == (1, 1, 1)
    assert set(texts(searcher, "日当")) == set(NEW.values())


def test_a_text_that_another_manual_has_is_not_embedded_again(publisher: Publisher) -> None:
    publisher.publish(document(OLD), file("a.md"), author="sato")
    published = publisher.publish(document(OLD), file("b.md"), author="sato")
    assert (published.status, published.embedded, published.reused) == ("added", 0, 2)


def test_the_same_content_makes_no_revision(publisher: Publisher, library: Library) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    published = publisher.publish(document(OLD), file(version=2), author="sato")
    assert (published.status, published.revision) == ("unchanged", 1)
    (revision,) = library.history(1)
    assert revision.file_hash == file(version=2).hash


def test_a_file_that_was_only_laid_out_anew_has_its_new_pages(
    publisher: Publisher, searcher: Searcher
) -> None:
    before = Document(meta=ManualMeta(title="規程"), sections=(section("日当", "3,000円", page=1),))
    after = replace(before, sections=(section("日当", "3,000円", page=2),), warnings=("うすい。",))
    publisher.publish(before, file(version=1), author="sato")
    assert publisher.publish(after, file(version=2), author="sato").status == "unchanged"
    (passage,) = searcher.search(SearchRequest(query="日当")).passages
    assert passage.page == 2


def test_what_was_said_until_yesterday_can_still_be_looked_up(
    publisher: Publisher, searcher: Searcher
) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    publisher.publish(document(NEW), file(version=2), author="sato")
    assert "日当は2,000円とする。" in texts(searcher, "日当", on=YESTERDAY)
    assert "日当は3,000円とする。" not in texts(searcher, "日当", on=YESTERDAY)


def test_a_coming_revision_waits_for_its_day(publisher: Publisher, searcher: Searcher) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    coming = document(NEW, effective_from=NEXT_YEAR)
    published = publisher.publish(coming, file(version=2), author="sato")
    assert published.deleted == 0
    assert set(texts(searcher, "日当", on=TODAY)) == set(OLD.values())
    assert set(texts(searcher, "日当", on=NEXT_YEAR)) == set(NEW.values())


def test_an_old_date_that_was_left_standing_counts_once(
    publisher: Publisher, library: Library
) -> None:
    declared = date(2024, 4, 1)
    for version, says in enumerate((OLD, NEW)):
        made = document(says, effective_from=declared)
        publisher.publish(made, file(version=version), author="sato")
    assert [r.effective_from for r in library.history(1)] == [declared, TODAY]


def test_another_audience_counts_at_once(publisher: Publisher, searcher: Searcher) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    made = document(OLD, audience="managers")
    published = publisher.publish(made, file(version=2), author="sato")
    assert (published.status, published.embedded) == ("updated", 0)
    assert texts(searcher, "日当") == []
    assert texts(searcher, "日当", on=YESTERDAY) == []
    assert len(texts(searcher, "日当", audiences=["managers"])) == 2


def test_a_notice_revises_the_manual_that_it_names(
    publisher: Publisher, searcher: Searcher, library: Library
) -> None:
    publisher.publish(document(OLD, "旅費規程", owner="経理部"), file("規程.md"), author="sato")
    notice = document(NEW, "改定通知", revises="旅費規程", effective_from=NEXT_YEAR)
    published = publisher.publish(notice, file("通知.md"), author="sato")

    assert (published.manual_id, published.revision, published.status) == (1, 2, "updated")
    (manual,) = library.manuals()
    assert (manual.title, manual.owner, manual.path) == ("旅費規程", "経理部", "manuals/規程.md")
    assert library.history(1)[1].path == "manuals/通知.md"
    assert "日当は3,000円とする。" in texts(searcher, "日当", on=NEXT_YEAR)
    assert publisher.publish(notice, file("通知.md"), author="sato").status == "unchanged"


def test_a_notice_without_a_date_counts_from_today(
    publisher: Publisher, searcher: Searcher, library: Library
) -> None:
    made = document(OLD, effective_from=date(2024, 4, 1))
    publisher.publish(made, file(), author="sato")
    publisher.publish(document(NEW, "通知", revises="規程"), file("通知.md"), author="sato")
    assert library.history(1)[1].effective_from == TODAY
    assert set(texts(searcher, "日当")) == set(NEW.values())
    assert set(texts(searcher, "日当", on=YESTERDAY)) == set(OLD.values())


def test_a_notice_needs_its_manual(publisher: Publisher, library: Library) -> None:
    notice = document(NEW, "改定通知", revises="旅費規程")
    with pytest.raises(InvalidInput, match=r"revises 「旅費規程」, but no manual has that title"):
        publisher.publish(notice, file("通知.md"), author="sato")
    assert library.manuals() == []


def test_a_notice_for_few_cannot_revise_a_manual_for_all(publisher: Publisher) -> None:
    """An audience belongs to the manual: everybody would read the notice."""
    publisher.publish(document(OLD), file(), author="sato")
    notice = document(NEW, "通知", revises="規程", audience="managers")
    with pytest.raises(InvalidInput, match="Give both the same audience"):
        publisher.publish(notice, file("通知.md"), author="sato")


def test_a_notice_that_names_no_audience_takes_that_of_its_manual(
    publisher: Publisher, searcher: Searcher
) -> None:
    publisher.publish(document(OLD, audience="managers"), file(), author="sato")
    publisher.publish(document(NEW, "通知", revises="規程"), file("通知.md"), author="sato")
    assert texts(searcher, "日当") == []
    assert set(texts(searcher, "日当", audiences=["managers"])) == set(NEW.values())


def test_a_retired_manual_is_found_on_earlier_days_only(
    publisher: Publisher, searcher: Searcher, library: Library
) -> None:
    publisher.publish(document(OLD), file(), author="sato")
    assert publisher.retire([1]) == 2
    assert texts(searcher, "日当") == []
    assert set(texts(searcher, "日当", on=YESTERDAY)) == set(OLD.values())
    assert library.count() == (0, 2)


def test_a_manual_that_never_was_in_force_can_be_retired(
    publisher: Publisher, searcher: Searcher
) -> None:
    publisher.publish(document(OLD, effective_from=NEXT_YEAR), file(), author="sato")
    assert publisher.retire([1]) == 2
    assert texts(searcher, "日当", on=NEXT_YEAR) == []


def test_a_retired_manual_comes_back_as_its_file_says_now(
    publisher: Publisher, searcher: Searcher
) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    publisher.publish(document({"第1条": "日当は廃止する。"}), file(version=2), author="sato")
    publisher.retire([1])
    publisher.publish(document(NEW), file(version=3), author="sato")
    assert set(texts(searcher, "日当")) == set(NEW.values())


def test_a_retired_manual_comes_back_unchanged(publisher: Publisher, searcher: Searcher) -> None:
    publisher.publish(document(OLD), file(), author="sato")
    publisher.retire([1])
    published = publisher.publish(document(OLD), file(), author="sato")
    assert (published.status, published.embedded) == ("updated", 0)
    assert set(texts(searcher, "日当")) == set(OLD.values())


def test_a_retired_manual_cannot_be_revised(publisher: Publisher) -> None:
    publisher.publish(document(OLD), file(), author="sato")
    publisher.retire([1])
    with pytest.raises(InvalidInput, match="no manual has that title"):
        publisher.publish(document(NEW, "通知", revises="規程"), file("b.md"), author="sato")


def test_a_path_that_a_change_in_place_gives_absolutely_is_shown_as_before(
    publisher: Publisher, library: Library
) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    absolute = SourceFile(path="/manuals/規程.md", source="/manuals/規程.md", hash="2")
    publisher.publish(document(NEW), absolute, author="sato")
    assert library.manual(1).path == "manuals/規程.md"
    assert library.history(1)[1].path == "manuals/規程.md"


def test_what_publishing_would_come_to_is_foretold(publisher: Publisher) -> None:
    foretold = [publisher.foretell(document(OLD), file(version=1))]
    publisher.publish(document(OLD), file(version=1), author="sato")
    foretold.append(publisher.foretell(document(OLD), file(version=2)))
    foretold.append(publisher.foretell(document(NEW), file(version=2)))
    notice = document(NEW, "通知", revises="規程")
    foretold.append(publisher.foretell(notice, file("通知.md")))
    assert foretold == ["added", "unchanged", "updated", "updated"]


def test_embedding_is_reported_in_steps(publisher: Publisher) -> None:
    says = {f"第{n}条": f"{n}円とする。" for n in range(70)}
    steps: list[tuple[int, int]] = []
    publisher.publish(
        document(says), file(), author="sato", progress=lambda *step: steps.append(step)
    )
    assert steps == [(64, 70), (70, 70)]


class Broken:
    """An embedder whose service fails after the first texts."""

    def __init__(self, builtin: Embedder, fails_at: str) -> None:
        self.name = builtin.name
        self.fails_at = fails_at
        self._builtin = builtin

    def passages(self, texts: list[str]) -> Vectors:
        if any(self.fails_at in text for text in texts):
            raise ConnectionError
        return self._builtin.passages(texts)

    def query(self, text: str) -> Vectors:
        return self._builtin.query(text)


def test_a_publication_that_fails_changes_nothing(
    database: Engine, vectors: VectorIndex, builtin: Embedder, searcher: Searcher, library: Library
) -> None:
    publisher = Publisher(database, always(vectors, Broken(builtin, "3,000円")))
    publisher.publish(document(OLD), file(version=1), author="sato")
    with pytest.raises(ConnectionError):
        publisher.publish(document(NEW), file(version=2), author="sato")
    assert set(texts(searcher, "日当")) == set(OLD.values())
    assert len(library.history(1)) == 1
    assert library.history(1)[0].effective_from == ALWAYS


def test_a_file_that_moves_its_date_earlier_replaces_what_it_announced(
    publisher: Publisher, searcher: Searcher, library: Library
) -> None:
    next_month = TODAY + timedelta(days=30)
    publisher.publish(document(OLD), file(version=1), author="sato")
    publisher.publish(document(NEW, effective_from=NEXT_YEAR), file(version=2), author="sato")
    moved = document(NEW, effective_from=next_month)
    publisher.publish(moved, file(version=3), author="sato")
    assert [r.number for _, r in library.periods(1)] == [1, 3]
    assert set(texts(searcher, "日当", on=next_month)) == set(NEW.values())


def test_a_file_that_no_longer_announces_anything_withdraws_it(
    publisher: Publisher, searcher: Searcher
) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    publisher.publish(document(NEW, effective_from=NEXT_YEAR), file(version=2), author="sato")
    corrected = OLD | {"第2条（宿泊）": "宿泊費は12,000円を上限とする。"}
    publisher.publish(document(corrected), file(version=3), author="sato")
    assert set(texts(searcher, "日当", on=NEXT_YEAR)) == set(corrected.values())


def test_an_edit_leaves_what_a_notice_announced(publisher: Publisher, searcher: Searcher) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    notice = document(NEW, "通知", revises="規程", effective_from=NEXT_YEAR)
    publisher.publish(notice, file("通知.md"), author="sato")
    corrected = OLD | {"第2条（宿泊）": "宿泊費は12,000円を上限とする。"}
    publisher.publish(document(corrected), file(version=2), author="sato")
    assert set(texts(searcher, "日当")) == set(corrected.values())
    assert set(texts(searcher, "日当", on=NEXT_YEAR)) == set(NEW.values())


def test_a_retired_manual_is_restored_as_if_it_had_never_been_out(
    publisher: Publisher, searcher: Searcher, library: Library
) -> None:
    publisher.publish(document(OLD), file(version=1), author="sato")
    publisher.publish(document(NEW, effective_from=NEXT_YEAR), file(version=2), author="sato")
    before = searcher.index.snapshot()
    publisher.retire([1])
    assert publisher.restore(1) == 3
    assert set(texts(searcher, "日当")) == set(OLD.values())
    assert set(texts(searcher, "日当", on=NEXT_YEAR)) == set(NEW.values())
    assert library.manual(1).retired_at is None
    after = searcher.index.snapshot()
    assert [(e.chunk, e.valid_from, e.valid_until) for e in after.entries] == [
        (e.chunk, e.valid_from, e.valid_until) for e in before.entries
    ]


def test_only_a_retired_manual_is_restored(publisher: Publisher) -> None:
    publisher.publish(document(OLD), file(), author="sato")
    with pytest.raises(Conflict, match="is not retired"):
        publisher.restore(1)
    with pytest.raises(NotFound, match="no manual 2"):
        publisher.restore(2)


def test_after_each_publication_chroma_says_what_the_database_says(
    publisher: Publisher, vectors: VectorIndex, database: Engine
) -> None:
    """Only what a publication changed is told to Chroma."""
    publisher.publish(document(OLD), file("a.md", 1), author="sato")
    publisher.publish(document(OLD, "別規程"), file("b.md", 1), author="sato")
    for says, version, meta in (
        (NEW, 2, {}),
        (NEW, 3, {"audience": "managers"}),
        (OLD, 4, {"effective_from": NEXT_YEAR}),
        (OLD, 5, {}),
    ):
        publisher.publish(document(says, **meta), file("a.md", version), author="sato")
        assert projection.is_equal(database, vectors)
    publisher.retire([1, 2])
    assert projection.is_equal(database, vectors)
    publisher.restore(2)
    assert projection.is_equal(database, vectors)
