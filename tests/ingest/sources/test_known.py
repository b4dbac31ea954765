"""Files that are renamed, moved or named by another system keep their manual and its history."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.ingestion import Ingestion, Options
from knowledge.library import Library
from knowledge.search import Searcher
from tests.making import texts

TAXI = "タクシーは使えますか。,終電後に使えます。\n"
BICYCLE = "駐輪場はどこですか。,地下1階です。\n"

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "manuals"
    made.mkdir()
    return made


@pytest.fixture
def run(ingestion: Ingestion, folder: Path) -> Run:
    """Runs over the folder unless other paths are given; the names in each list."""

    def run_over(*paths: Path, **options: Any) -> dict[str, Any]:
        report = ingestion.run(paths or (folder,), Options(**options))
        return report | {
            status: [Path(item["path"] if status == "failed" else item).name for item in items]
            for status, items in report["manuals"].items()
        }

    return run_over


def write(path: Path, entry: str = TAXI, title: str = "経費") -> Path:
    """A FAQ as Markdown, whose title is its own and not its file's name."""
    question, answer = entry.strip().split(",")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {title}\n\n## {question}\n\n{answer}\n", encoding="utf-8")
    return path


def test_a_renamed_file_keeps_its_manual_and_its_history(
    run: Run, folder: Path, library: Library, searcher: Searcher
) -> None:
    path = write(folder / "旧.md")
    run()
    write(path, TAXI.replace("終電後", "深夜"))
    run()
    path.rename(folder / "新.md")

    report = run()

    assert report["unchanged"] == ["新.md"]
    assert report["removed"] == report["added"] == report["failed"] == []
    assert report["moved"] == [{"from": str(path.resolve()), "to": str(folder / "新.md")}]
    (manual,) = library.manuals()
    assert (manual.path, manual.source) == (
        str(folder / "新.md"),
        str((folder / "新.md").resolve()),
    )
    assert [revision.number for revision in library.history(manual.id)] == [1, 2]
    assert texts(searcher, "タクシー") == ["深夜に使えます。"]
    assert run()["unchanged"] == ["新.md"]


def test_a_file_that_moved_and_then_changed_is_updated(
    run: Run, folder: Path, library: Library
) -> None:
    path = write(folder / "a.md")
    run()
    (folder / "総務").mkdir()
    path = path.rename(folder / "総務" / "a.md")
    run()
    write(path, BICYCLE)
    assert run()["updated"] == ["a.md"]
    assert [r.number for r in library.history(library.manuals()[0].id)] == [1, 2]


def test_a_manual_that_was_named_after_its_file_takes_the_new_name(
    run: Run, folder: Path, library: Library
) -> None:
    path = folder / "経費.csv"
    path.write_text("質問,回答\n" + TAXI, encoding="utf-8")
    run()
    path.rename(folder / "経費FAQ.csv")
    report = run()
    assert report["updated"] == ["経費FAQ.csv"]
    assert report["chunks"]["embedded"] == 0
    assert [manual.title for manual in library.manuals()] == ["経費FAQ"]


def test_a_copy_is_another_manual(run: Run, folder: Path, library: Library) -> None:
    write(folder / "a.md")
    run()
    write(folder / "b.md")
    assert run()["added"] == ["b.md"]
    assert len(library.manuals()) == 2


def test_of_two_copies_one_takes_the_place_of_the_lost_file(
    run: Run, folder: Path, library: Library
) -> None:
    path = write(folder / "a.md")
    run()
    path.unlink()
    write(folder / "b.md")
    write(folder / "c.md")
    report = run()
    assert (report["unchanged"], report["added"]) == (["b.md"], ["c.md"])
    assert len(library.manuals()) == 2


def test_who_may_read_a_manual_does_not_change_by_moving_its_file(
    run: Run, folder: Path, library: Library
) -> None:
    path = write(folder / "評価.md")
    run(overrides={"audience": "managers"})
    path.rename(folder / "評価制度.md")
    run()
    assert [manual.audience for manual in library.manuals()] == ["managers"]


def test_a_notice_that_was_renamed_is_not_published_twice(
    run: Run, folder: Path, library: Library
) -> None:
    write(folder / "本則.md")
    notice = write(folder / "通知.md", BICYCLE)
    notice.with_name("通知.meta.yaml").write_text("revises: 経費\neffective_from: 2099-04-01\n")
    run()
    notice.rename(folder / "改定.md")
    notice.with_name("通知.meta.yaml").rename(folder / "改定.meta.yaml")
    report = run()
    assert (report["updated"], report["added"], report["failed"]) == ([], [], [])
    assert len(library.history(1)) == 2


def test_a_dry_run_foretells_a_move_and_moves_nothing(
    run: Run, folder: Path, library: Library
) -> None:
    path = write(folder / "a.md")
    run()
    path.rename(folder / "b.md")
    report = run(dry_run=True)
    assert (report["unchanged"], report["removed"], report["failed"]) == (["b.md"], [], [])
    assert [Path(move["to"]).name for move in report["moved"]] == ["b.md"]
    assert library.manuals()[0].source == str(path.resolve())


def test_a_file_that_left_and_came_back_elsewhere_is_the_same_manual(
    run: Run, folder: Path, library: Library
) -> None:
    path = write(folder / "a.md")
    run()
    kept = path.read_bytes()
    path.unlink()
    run(retire_all_missing=True)
    (folder / "b.md").write_bytes(kept)
    run()
    (manual,) = library.manuals()
    assert (manual.id, Path(manual.source).name) == (1, "b.md")


def test_a_name_composed_as_macs_do_is_the_same_name(
    run: Run, folder: Path, library: Library
) -> None:
    path = write(folder / unicodedata.normalize("NFC", "ガイド.md"))
    run()
    path.unlink()
    write(folder / unicodedata.normalize("NFD", "ガイド.md"), BICYCLE)  # changed on a Mac, too
    report = run()
    assert [unicodedata.normalize("NFC", name) for name in report["updated"]] == ["ガイド.md"]
    assert report["removed"] == report["failed"] == []
    assert [revision.number for revision in library.history(1)] == [1, 2]
    assert len(library.manuals()) == 1


def test_two_files_of_one_visible_name_are_not_taken_for_two_manuals(
    run: Run, folder: Path, library: Library
) -> None:
    write(folder / unicodedata.normalize("NFC", "ガイド.md"))
    run()
    write(folder / unicodedata.normalize("NFD", "ガイド.md"), BICYCLE)
    report = run()
    assert len(report["failed"]) == 1
    error = report["manuals"]["failed"][0]["error"]
    assert "looks the same by name" in error and error.endswith("Delete the older of the two.")
    assert len(library.manuals()) == 1


def test_a_file_that_is_reached_under_another_spelling_is_one_manual(
    run: Run, folder: Path, library: Library
) -> None:
    """As on a disk that ignores upper and lower case; a hard link stands for it here."""
    path = write(folder / "Rules.md")
    run(path)
    (folder / "rules.md").hardlink_to(path)
    assert run(folder / "rules.md")["unchanged"] == ["rules.md"]
    assert len(library.manuals()) == 1


def test_the_same_name_in_two_folders_is_two_manuals(
    run: Run, folder: Path, library: Library
) -> None:
    write(folder / "東京" / "案内.md", TAXI, "東京")
    write(folder / "大阪" / "案内.md", BICYCLE, "大阪")
    assert run()["added"] == ["案内.md", "案内.md"]
    assert {manual.title for manual in library.manuals()} == {"東京", "大阪"}


def test_a_name_with_a_line_break_is_a_name(run: Run, folder: Path) -> None:
    write(folder / "改行\nあり.md")
    assert run()["added"] == ["改行\nあり.md"]
    assert run()["unchanged"] == ["改行\nあり.md"]


def test_a_name_that_is_not_utf8_is_told_and_stops_no_other(run: Run, folder: Path) -> None:
    write(folder / "a.md")
    name = "規程.md".encode("cp932").decode(errors="surrogateescape")
    write(folder / name, BICYCLE)
    report = run()
    assert report["added"] == ["a.md"]
    (failure,) = report["manuals"]["failed"]
    assert failure["error"] == "Its name (or its folder's) is not in UTF-8. Rename it."
    failure["path"].encode()
