"""Manuals whose source is gone or ignored leave search, but not many at once without a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.ingestion import Ingestion, Options
from knowledge.library import Library

Run = Callable[..., dict[str, list[Any]]]


@pytest.fixture
def run(ingestion: Ingestion) -> Run:
    """The names in each list that is not empty."""

    def run_over(*paths: Path, **options: Any) -> dict[str, list[str]]:
        found = ingestion.run(paths, Options(**options))["manuals"]
        return {
            status: [Path(item["path"] if status == "failed" else item).name for item in items]
            for status, items in found.items()
            if items
        }

    return run_over


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four manuals."""
    return fill(tmp_path / "manuals", "a.md", "b.md", "c.md", "旧版/d.md")


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {path}\n\n## 目的\n\n{path}のための文書である。\n", encoding="utf-8")
    return folder


def titles(library: Library) -> list[str]:
    return sorted(Path(manual.source).name for manual in library.manuals())


def test_a_file_that_is_ignored_now_is_retired_like_one_that_is_gone(
    run: Run, folder: Path, library: Library
) -> None:
    run(folder)
    (folder / ".zerojiignore").write_text("旧版/\n", encoding="utf-8")
    assert run(folder)["removed"] == ["d.md"]
    assert titles(library) == ["a.md", "b.md", "c.md"]
    assert set(run(folder)) == {"unchanged"}


def test_an_ignore_file_that_takes_too_much_is_asked_about(
    run: Run, folder: Path, library: Library
) -> None:
    run(folder)
    (folder / ".zerojiignore").write_text("*.md\n", encoding="utf-8")
    assert run(folder) == {"failed": ["a.md", "b.md", "c.md", "d.md"]}
    assert len(titles(library)) == 4
    assert len(run(folder, retire_all_missing=True)["removed"]) == 4


def test_an_ignored_file_that_is_named_is_read(run: Run, folder: Path) -> None:
    (folder / ".zerojiignore").write_text("b.md\n", encoding="utf-8")
    assert run(folder / "b.md") == {"added": ["b.md"]}


def test_a_broken_ignore_file_retires_nothing(run: Run, folder: Path, library: Library) -> None:
    run(folder)
    (folder / "旧版" / ".zerojiignore").write_text("!\n", encoding="utf-8")
    (folder / "旧版" / "d.md").unlink()
    assert run(folder)["failed"] == [".zerojiignore"]
    assert len(titles(library)) == 4


def test_what_is_ignored_is_listed(ingestion: Ingestion, folder: Path) -> None:
    (folder / ".zerojiignore").write_text("旧版/\n", encoding="utf-8")
    assert ingestion.run([folder], Options(dry_run=True))["ignored"] == [
        {"path": str(folder / "旧版"), "by": str(folder / ".zerojiignore")}
    ]


def test_each_folder_of_a_run_is_looked_at_by_itself(
    run: Run, folder: Path, tmp_path: Path, library: Library
) -> None:
    """A small share that is not mounted does not vanish behind a large folder."""
    share = fill(tmp_path / "share", "e.md")
    run(folder, share)
    (share / "e.md").unlink()
    report = run(folder, share)
    assert report["failed"] == ["e.md"]
    assert "removed" not in report
    assert len(titles(library)) == 5


def test_a_folder_that_is_gone_retires_nothing(run: Run, folder: Path, library: Library) -> None:
    run(folder)
    folder.rename(folder.with_name("elsewhere"))
    assert run(folder) == {"failed": ["manuals"]}
    assert len(titles(library)) == 4


def test_what_goes_while_the_run_is_under_way_is_retired_and_not_a_failure(
    ingestion: Ingestion, folder: Path
) -> None:
    ingestion.run([folder], Options())
    (folder / "b.md").write_text("# b\n\n## 変更\n\n変更した。\n", encoding="utf-8")

    def remove(step: Any) -> None:
        (folder / "b.md").unlink(missing_ok=True)

    report = ingestion.run([folder], Options(), remove)["manuals"]
    assert [Path(path).name for path in report["removed"]] == ["b.md"]
    assert report["failed"] == []
