"""What identifies a source, whether it is still there, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

from ingest import sources


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def test_a_file_changes_with_its_bytes_and_with_its_sidecar(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    hashes = {sources.describe(tmp_path / "a.md").hash}
    make(tmp_path, "a.meta.yaml")
    hashes.add(sources.describe(tmp_path / "a.md").hash)
    (tmp_path / "a.md").write_text("other", encoding="utf-8")
    hashes.add(sources.describe(tmp_path / "a.md").hash)
    assert len(hashes) == 3


def test_a_file_is_the_same_after_it_was_only_touched(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    before = sources.describe(tmp_path / "a.md")
    (tmp_path / "a.md").touch()
    assert sources.describe(tmp_path / "a.md") == before


def test_a_path_is_shown_as_given_and_known_absolutely(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.md")
    given = tmp_path / "sub" / ".." / "sub" / "a.md"
    found = sources.describe(given)
    assert found.path == str(given)
    assert found.source == str((tmp_path / "sub" / "a.md").resolve())


def test_originals_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    make(tmp_path, "a.MD")
    file = sources.describe(tmp_path / "a.MD")
    for _ in range(2):
        sources.keep_original(tmp_path / "a.MD", file, tmp_path / "kept")
    kept = sources.original(file.hash, ".MD", tmp_path / "kept")
    assert kept.read_text(encoding="utf-8") == "a.MD"
    assert [path for path in (tmp_path / "kept").rglob("*") if path.is_file()] == [kept]


def test_within_a_folder(tmp_path: Path) -> None:
    assert sources.within(str(tmp_path / "a" / "b.md"), [tmp_path / "c", tmp_path / "a"])
    assert not sources.within(str(tmp_path / "ab" / "b.md"), [tmp_path / "a"])
