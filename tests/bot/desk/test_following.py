"""Addenda follow their masters: whoever may not read the master does not read the addendum."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.addenda import Addenda, following
from bot.wiring import Zeroji
from ingest import patching
from knowledge.model import Manual, SearchRequest
from tests.making import document, file

ARTICLE = ("第3条（香典）",)


def publish(zeroji: Zeroji, **meta: str) -> Manual:
    """The master, a PDF."""
    rule = document({ARTICLE[0]: "香典は1万円とする。"}, title="慶弔規程", kind="rule", **meta)
    published = zeroji.publisher.publish(rule, file("慶弔規程.pdf"), author="sato")
    return zeroji.library.manual(published.manual_id)


@pytest.fixture
def kept(zeroji: Zeroji) -> Addenda:
    return Addenda(zeroji.library, zeroji.settings.addenda)


@pytest.fixture
def path(zeroji: Zeroji, kept: Addenda) -> Path:
    """The file of an addendum to a manual for everybody."""
    master = publish(zeroji, owner="総務課", topic="benefits")
    path, place = kept.path(master), kept.place(master, ARTICLE)
    text = kept.text(master, ARTICLE, "供花は別に贈る。")
    path.parent.mkdir()
    path.write_bytes(patching.patch(path, kept.data(master), place, text))
    zeroji.ingest([path])
    return path


def addendum(zeroji: Zeroji, path: Path) -> Manual:
    manuals = zeroji.library.manuals(include_retired=True)
    return next(manual for manual in manuals if manual.source == str(path))


def found(zeroji: Zeroji) -> bool:
    """Whether somebody who reads what everybody may finds the addendum."""
    passages = zeroji.searcher.search(SearchRequest(query="供花は別に贈るか")).passages
    return any("供花" in passage.chunk.text for passage in passages)


def test_it_is_for_the_readers_that_the_master_is_for_now(zeroji: Zeroji, path: Path) -> None:
    assert found(zeroji)
    master = publish(zeroji, owner="人事課", topic="family", audience="managers")
    assert zeroji.following.follow() == [addendum(zeroji, path).id]
    now = addendum(zeroji, path)
    assert (now.audience, now.owner, now.topic) == ("managers", "人事課", "family")
    assert not found(zeroji)
    assert master.audience in path.read_text(encoding="utf-8")
    assert zeroji.following.follow() == []


def test_it_follows_after_each_ingestion(zeroji: Zeroji, path: Path, tmp_path: Path) -> None:
    publish(zeroji, owner="総務課", topic="benefits", audience="managers")
    other = tmp_path / "ほか.md"
    other.write_text("# ほか\n\n文。\n", encoding="utf-8")
    zeroji.ingest([other])
    assert addendum(zeroji, path).audience == "managers"


def test_what_a_crash_left_undone_is_done_by_the_next_time(zeroji: Zeroji, path: Path) -> None:
    master = publish(zeroji, owner="総務課", topic="benefits", audience="managers")
    path.write_bytes(following(path.read_bytes(), master))  # written, and not ingested
    zeroji.following.follow()
    assert addendum(zeroji, path).audience == "managers"


def test_one_that_cannot_be_changed_leaves_search(zeroji: Zeroji, path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00\x00 broken \x00")
    publish(zeroji, owner="総務課", topic="benefits", audience="managers")
    zeroji.following.follow()
    assert addendum(zeroji, path).retired_at is not None or not found(zeroji)
    assert not found(zeroji)


def test_it_leaves_search_with_its_master(zeroji: Zeroji, path: Path) -> None:
    master = next(m for m in zeroji.library.manuals() if m.title == "慶弔規程")
    zeroji.publisher.retire([master.id])
    zeroji.following.follow()
    assert addendum(zeroji, path).retired_at is not None
    assert not found(zeroji)


def test_what_else_stands_in_the_file_stays(zeroji: Zeroji, kept: Addenda, path: Path) -> None:
    master = next(m for m in zeroji.library.manuals() if m.title == "慶弔規程")
    before = path.read_bytes()
    after = following(before, replace(master, audience="managers"))
    assert after.split(b"---\n")[2] == before.split(b"---\n")[2]
    assert "title: 慶弔規程（補足）" in after.decode()
    assert following(b"# A\n", master).endswith(b"# A\n")
