"""Addenda: replies about manuals whose files cannot be changed here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot import schema
from bot.desk import addenda
from bot.desk.addenda import Addenda, is_empty, open_addenda
from bot.desk.folding import Folding
from bot.desk.publication import Sources
from bot.wiring import Zeroji
from ingest import patching
from knowledge.database import now, writing
from knowledge.errors import Conflict, NotFound
from knowledge.model import Manual, SearchRequest
from tests.making import document, file

ARTICLE = ("第3条（香典）",)


@pytest.fixture
def kept(zeroji: Zeroji) -> Addenda:
    return Addenda(zeroji.library, zeroji.settings.addenda)


@pytest.fixture
def master(zeroji: Zeroji) -> Manual:
    """A PDF of the general affairs division."""
    says = {ARTICLE[0]: "香典は1万円とする。"}
    rule = document(says, title="慶弔規程", kind="rule", owner="総務課", topic="benefits")
    published = zeroji.publisher.publish(rule, file("慶弔規程.pdf"), author="sato")
    return zeroji.library.manual(published.manual_id)


def publish(zeroji: Zeroji, kept: Addenda, master: Manual, reply: str, proposal: int = 1) -> int:
    """Write a section and ingest it, as a publication does; the id of its row."""
    path, place = kept.path(master), kept.place(master, ARTICLE)
    changed = patching.patch(path, kept.data(master), place, kept.text(master, ARTICLE, reply))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(changed)
    zeroji.ingest([path])
    addendum = next(m for m in zeroji.library.manuals() if m.source == str(path))
    values: dict[str, Any] = {
        column.name: None for column in schema.proposals.c if column.nullable
    } | {
        "id": proposal,
        "manual_id": master.id,
        "how": "addendum",
        "base_hash": "",
        "heading_path": list(place.heading_path),
        "before": "",
        "after": reply,
        "author": "sato",
        "status": "published",
        "gate_status": "green",
        "withheld": [],
        "created_at": now(),
    }
    with writing(zeroji.database) as tx:
        tx.execute(insert(schema.proposals).values(values))
        for _ in range(2):  # a publication that was interrupted tells it again
            addenda.link(
                tx,
                proposal_id=proposal,
                master_id=master.id,
                addendum_id=addendum.id,
                heading_path=place.heading_path,
            )
    return open_addenda(zeroji.database)[-1].id


def folding(zeroji: Zeroji, kept: Addenda) -> Folding:
    sources = Sources(
        ingest=lambda path, author, note: zeroji.ingest([path], author=author, note=note),
        retire=zeroji.publisher.retire,
        addenda=kept,
        staging=zeroji.home.path / "staging",
        originals=zeroji.settings.originals,
    )
    return Folding(zeroji.database, zeroji.library, sources, Lock())


def test_it_is_a_manual_for_the_same_readers(zeroji: Zeroji, kept: Addenda, master: Manual) -> None:
    publish(zeroji, kept, master, "供花は別に贈る。")
    made = next(m for m in zeroji.library.manuals() if m.id != master.id)
    assert made.title == "慶弔規程（補足）"
    assert (made.owner, made.audience, made.topic, made.kind) == (
        master.owner,
        master.audience,
        master.topic,
        master.kind,
    )


def test_its_section_names_what_it_supplements(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    publish(zeroji, kept, master, "供花は別に贈る。")
    found = zeroji.searcher.search(SearchRequest(query="香典のほかに供花は贈るか")).passages
    section = next(p.section for p in found if p.manual.id != master.id)
    assert section.heading_path == ("補足：第3条（香典）",)
    assert section.text == "『慶弔規程』第3条（香典）の補足です。\n供花は別に贈る。"


def test_a_second_section_for_the_same_place_has_a_heading_of_its_own(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    publish(zeroji, kept, master, "供花は別に贈る。")
    assert kept.place(master, ARTICLE).heading_path == ("補足：第3条（香典）（2）",)
    publish(zeroji, kept, master, "弔電も打つ。", proposal=2)
    assert [row.master_heading for row in open_addenda(zeroji.database)] == [ARTICLE, ARTICLE]


def test_a_question_that_the_manual_leaves_open_is_a_heading(kept: Addenda, master: Manual) -> None:
    place = kept.place(master, (), "ペットの\n葬儀は？")
    assert place.heading_path == ("補足：ペットの 葬儀は？",)
    assert kept.text(master, (), "対象外です。") == "『慶弔規程』の補足です。\n\n対象外です。"


@pytest.mark.parametrize("title", ["規程", "../../etc/規程", 'a:b*c?"<>|', "。" * 300, ".", ""])
def test_names_of_files_are_safe_and_differ_by_manual(
    kept: Addenda, master: Manual, title: str
) -> None:
    paths = [kept.path(replace(master, title=title, id=number)) for number in (8, 18)]
    folder = kept.path(master).parent
    assert all(path.parent == folder and len(path.name.encode()) < 240 for path in paths)
    assert paths[0] != paths[1]


def test_the_file_stays_when_the_manual_gets_another_title(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    publish(zeroji, kept, master, "供花は別に贈る。")
    assert kept.path(replace(master, title="慶弔見舞金規程")) == kept.path(master)


def test_owners_see_what_is_not_folded_in_yet(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    row = publish(zeroji, kept, master, "供花は別に贈る。")
    (found,) = open_addenda(zeroji.database, owner="総務課")
    assert (found.id, found.master, found.master_heading) == (row, "慶弔規程", ARTICLE)
    assert open_addenda(zeroji.database, owner="人事課") == []


def test_a_section_that_is_taken_back_is_forgotten(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    publish(zeroji, kept, master, "供花は別に贈る。")
    with writing(zeroji.database) as tx:
        addenda.unlink(tx, 1)
    assert open_addenda(zeroji.database) == []


def test_a_section_that_is_folded_in_leaves_the_addendum(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    first = publish(zeroji, kept, master, "供花は別に贈る。")
    publish(zeroji, kept, master, "弔電も打つ。", proposal=2)
    folding(zeroji, kept).fold(first, by="mori")
    text = kept.path(master).read_text(encoding="utf-8")
    assert "供花" not in text
    assert "弔電" in text
    assert [row.proposal_id for row in open_addenda(zeroji.database)] == [2]
    with zeroji.database.connect() as tx:
        row = tx.execute(select(schema.addenda).where(schema.addenda.c.id == first)).one()
    assert row.folded_by == "mori"


def test_the_last_section_takes_the_addendum_out_of_search(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    row = publish(zeroji, kept, master, "供花は別に贈る。")
    for _ in range(2):  # the second time there is nothing left to do
        folding(zeroji, kept).fold(row, by="mori")
    assert not kept.path(master).exists()
    assert [manual.id for manual in zeroji.library.manuals()] == [master.id]


def test_a_fold_that_a_crash_interrupted_is_finished_by_the_next_try(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    first = publish(zeroji, kept, master, "供花は別に贈る。")
    publish(zeroji, kept, master, "弔電も打つ。", proposal=2)
    dying = folding(zeroji, kept)

    def crash(*args: object) -> dict[str, Any]:
        raise KeyboardInterrupt

    dying._sources = replace(dying._sources, ingest=crash)
    with pytest.raises(KeyboardInterrupt):
        dying.fold(first, by="mori")
    folding(zeroji, kept).fold(first, by="mori")
    assert [row.proposal_id for row in open_addenda(zeroji.database)] == [2]
    found = zeroji.searcher.search(SearchRequest(query="供花")).passages
    assert not any("供花" in passage.chunk.text for passage in found)


def test_a_fold_that_a_crash_interrupted_is_finished_by_the_next_start(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    first = publish(zeroji, kept, master, "供花は別に贈る。")
    publish(zeroji, kept, master, "弔電も打つ。", proposal=2)
    dying = folding(zeroji, kept)

    def crash(*args: object) -> dict[str, Any]:
        raise KeyboardInterrupt

    dying._sources = replace(dying._sources, ingest=crash)
    with pytest.raises(KeyboardInterrupt):
        dying.fold(first, by="mori")
    assert zeroji.folding.resume() == [first]
    assert [row.proposal_id for row in open_addenda(zeroji.database)] == [2]
    with zeroji.database.connect() as tx:
        row = tx.execute(select(schema.addenda).where(schema.addenda.c.id == first)).one()
    assert row.folded_by == "mori"
    assert zeroji.folding.resume() == []


def test_a_fold_that_was_refused_is_not_tried_again(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    first = publish(zeroji, kept, master, "供花は別に贈る。")
    publish(zeroji, kept, master, "弔電も打つ。", proposal=2)
    refusing = folding(zeroji, kept)
    failed = {"manuals": {"failed": [{"path": "", "error": "It is damaged."}]}}
    refusing._sources = replace(refusing._sources, ingest=lambda *args: failed)
    with pytest.raises(Conflict) as raised:
        refusing.fold(first, by="mori")
    assert "damaged" not in raised.value.text("ja")
    assert zeroji.folding.resume() == []
    assert len(open_addenda(zeroji.database)) == 2


def test_a_section_that_somebody_took_out_by_hand_counts_as_folded_in(
    zeroji: Zeroji, kept: Addenda, master: Manual
) -> None:
    first = publish(zeroji, kept, master, "供花は別に贈る。")
    publish(zeroji, kept, master, "弔電も打つ。", proposal=2)
    path, place = kept.path(master), patching.Place(heading_path=("補足：第3条（香典）",))
    path.write_bytes(patching.remove(path, path.read_bytes(), place))
    folding(zeroji, kept).fold(first, by="mori")
    assert [row.proposal_id for row in open_addenda(zeroji.database)] == [2]


def test_an_addendum_that_is_not_there_cannot_be_folded(zeroji: Zeroji, kept: Addenda) -> None:
    with pytest.raises(NotFound, match="no addendum section 9"):
        folding(zeroji, kept).fold(9, by="mori")


def test_front_matter_alone_is_empty(kept: Addenda, master: Manual, tmp_path: Path) -> None:
    assert is_empty(kept.data(master))
    place = kept.place(master, ARTICLE)
    assert not is_empty(patching.patch(Path("a.md"), kept.data(master), place, "供花"))
