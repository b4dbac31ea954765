"""Going back to what a manual said, with its source file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update

from ingest.ingestion import Ingestion, Options
from ingest.publishing import Publisher
from ingest.rollback import restore, roll_back
from knowledge import schema
from knowledge.errors import Conflict, NotFound
from knowledge.library import Library
from knowledge.search import Searcher
from tests.making import texts

TODAY = date.today()
NEXT_YEAR = TODAY + timedelta(days=365)
TAXI = "タクシーは使えますか。,終電後に使えます。\n"
RECEIPT = "領収書をなくしました。,支払証明書を出してください。\n"

GoBack = Callable[[int], dict[str, Any]]


@pytest.fixture
def manual(tmp_path: Path) -> Path:
    folder = tmp_path / "manuals"
    folder.mkdir()
    return folder / "経費.csv"


@pytest.fixture
def say(manual: Path, ingestion: Ingestion) -> Callable[..., None]:
    """The file says these entries from now on, with or without a sidecar."""

    def say_now(*entries: str, sidecar: str = "") -> None:
        manual.write_text("質問,回答\n" + "".join(entries), encoding="utf-8")
        beside = manual.with_name("経費.meta.yaml")
        if sidecar:
            beside.write_text(sidecar, encoding="utf-8")
        else:
            beside.unlink(missing_ok=True)
        report = ingestion.run([manual], Options())
        assert report["manuals"]["failed"] == []

    return say_now


@pytest.fixture
def go_back(ingestion: Ingestion, database: Engine, tmp_path: Path) -> GoBack:
    def back_to(number: int) -> dict[str, Any]:
        options = Options(author="mori", note=f"rollback to {number}")
        return roll_back(ingestion, database, tmp_path / "originals", 1, number, options)

    return back_to


def test_the_file_is_put_back_and_published(
    say: Callable[..., None], go_back: GoBack, manual: Path, library: Library, searcher: Searcher
) -> None:
    say(TAXI)
    before = manual.read_bytes()
    say(RECEIPT)
    report = go_back(1)

    assert report["manuals"]["updated"] == [str(manual)]
    assert report["chunks"]["embedded"] == 0
    assert manual.read_bytes() == before
    assert texts(searcher, "タクシー") == ["終電後に使えます。"]
    newest = library.history(1)[-1]
    assert (newest.number, newest.author, newest.note) == (3, "mori", "rollback to 1")


def test_the_sidecar_of_that_revision_comes_back_too(
    say: Callable[..., None], go_back: GoBack, manual: Path, library: Library
) -> None:
    say(TAXI, sidecar="owner: 経理部\naudience: managers\n")
    say(RECEIPT, sidecar="owner: 総務部\n")
    go_back(1)
    sidecar = manual.with_name("経費.meta.yaml")
    assert sidecar.read_text(encoding="utf-8") == "owner: 経理部\naudience: managers\n"
    found = library.manual(1)
    assert (found.owner, found.audience) == ("経理部", "managers")


def test_a_sidecar_that_came_later_goes(
    say: Callable[..., None], go_back: GoBack, manual: Path, library: Library
) -> None:
    say(TAXI)
    say(TAXI, sidecar="owner: 総務部\n")
    go_back(1)
    assert not manual.with_name("経費.meta.yaml").exists()
    assert library.manual(1).owner == ""


def test_a_rollback_can_be_undone(
    say: Callable[..., None], go_back: GoBack, manual: Path, library: Library, searcher: Searcher
) -> None:
    say(TAXI)
    say(RECEIPT, sidecar="owner: 総務部\n")
    go_back(1)
    go_back(2)
    assert library.manual(1).owner == "総務部"
    assert texts(searcher, "領収書") == ["支払証明書を出してください。"]


def test_an_edit_that_was_not_ingested_is_kept(
    say: Callable[..., None], go_back: GoBack, manual: Path, tmp_path: Path
) -> None:
    say(TAXI)
    manual.write_text("質問,回答\n" + RECEIPT, encoding="utf-8")
    manual.with_name("経費.meta.yaml").write_text("owner: 総務部\n", encoding="utf-8")
    unpublished = {path.read_bytes() for path in manual.parent.iterdir()}
    go_back(1)
    kept = {path.read_bytes() for path in (tmp_path / "originals").rglob("*.*")}
    assert unpublished <= kept


def test_it_withdraws_what_the_file_had_announced(
    say: Callable[..., None], go_back: GoBack, library: Library, searcher: Searcher
) -> None:
    say(TAXI)
    say(RECEIPT, sidecar=f"effective_from: {NEXT_YEAR}\n")
    assert texts(searcher, "領収書", on=NEXT_YEAR) == ["支払証明書を出してください。"]
    go_back(1)
    assert texts(searcher, "タクシー", on=NEXT_YEAR) == ["終電後に使えます。"]
    assert [revision.number for _, revision in library.periods(1)] == [1, 3]


def test_it_needs_a_revision_and_its_file(
    say: Callable[..., None], go_back: GoBack, tmp_path: Path
) -> None:
    say(TAXI)
    with pytest.raises(NotFound, match="no revision 2"):
        go_back(2)
    for kept in (tmp_path / "originals").rglob("*.csv"):
        kept.unlink()
    with pytest.raises(Conflict, match="is not kept"):
        go_back(1)


def test_a_revision_whose_sidecar_is_lost_is_not_guessed(
    say: Callable[..., None], go_back: GoBack, tmp_path: Path, manual: Path
) -> None:
    """It might be read by others than it was written for."""
    say(TAXI, sidecar="audience: managers\n")
    say(RECEIPT)
    now = manual.read_bytes()
    for kept in (tmp_path / "originals").rglob("*.meta.yaml"):
        kept.unlink()
    with pytest.raises(Conflict, match="sidecar of revision 1 is not kept"):
        go_back(1)
    assert manual.read_bytes() == now


def test_a_page_of_the_web_is_not_ours_to_change(
    say: Callable[..., None], go_back: GoBack, database: Engine
) -> None:
    say(TAXI)
    for table in (schema.revisions, schema.manuals):
        with database.begin() as tx:
            tx.execute(update(table).values(source="https://intra.example/rules.html"))
    with pytest.raises(
        Conflict, match=r"https://intra.example/rules.html, which cannot be changed"
    ):
        go_back(1)


def test_a_retired_manual_is_restored_with_its_file(
    say: Callable[..., None],
    manual: Path,
    publisher: Publisher,
    database: Engine,
    searcher: Searcher,
    tmp_path: Path,
) -> None:
    say(TAXI, sidecar="owner: 経理部\n")
    files = {path: path.read_bytes() for path in manual.parent.iterdir()}
    publisher.retire([1])
    for path in files:
        path.unlink()
    assert texts(searcher, "タクシー") == []

    restored = restore(publisher, database, tmp_path / "originals", 1)

    assert restored == {"manual": 1, "chunks": 1, "file": True}
    assert texts(searcher, "タクシー") == ["終電後に使えます。"]
    assert {path: path.read_bytes() for path in manual.parent.iterdir()} == files


def test_a_file_that_is_there_again_is_left_alone(
    say: Callable[..., None], manual: Path, publisher: Publisher, database: Engine, tmp_path: Path
) -> None:
    say(TAXI)
    publisher.retire([1])
    manual.write_text("質問,回答\n" + RECEIPT, encoding="utf-8")
    now = manual.read_bytes()
    assert restore(publisher, database, tmp_path / "originals", 1)["file"]
    assert manual.read_bytes() == now


def test_a_manual_in_use_is_not_restored(
    say: Callable[..., None], publisher: Publisher, database: Engine, tmp_path: Path
) -> None:
    say(TAXI)
    with pytest.raises(Conflict, match="is not retired"):
        restore(publisher, database, tmp_path / "originals", 1)
    with pytest.raises(NotFound, match="no manual 7"):
        restore(publisher, database, tmp_path / "originals", 7)
