"""Which documents a folder holds, and what is said of the rest."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.sources.folders import scan


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def rules(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".zerojiignore").write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in scan(folder).documents]


def test_a_folder_gives_its_documents_in_the_order_of_names(tmp_path: Path) -> None:
    make(tmp_path, "b.docx", "a.md", "sub/c.CSV")
    assert names(tmp_path) == ["a.md", "b.docx", "sub/c.CSV"]


def test_what_is_surely_no_document_is_left_out_without_a_word(tmp_path: Path) -> None:
    make(tmp_path, "規程.docx", "規程.meta.yaml", "~$規程.docx", ".秘密.md", ".git/a.md")
    make(tmp_path, "Thumbs.db", "desktop.ini", "写し.docx.partial", "~WRL0003.tmp")
    found = scan(tmp_path)
    assert [path.name for path in found.documents] == ["規程.docx"]
    assert found.remarks() == []


def test_a_hidden_folder_is_read_when_it_is_the_one_that_was_named(tmp_path: Path) -> None:
    make(tmp_path, ".manuals/a.md")
    assert names(tmp_path / ".manuals") == ["a.md"]


def test_an_ignore_file_is_written_like_gitignore(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "下書き_b.md", "旧版/c.md", "sub/旧版/d.md", "sub/e.csv", "f.csv")
    rules(tmp_path, "# 公開しないもの\n下書き*\n旧版/\n/*.csv\n")
    assert names(tmp_path) == ["a.md", "sub/e.csv"]


def test_an_ignore_file_below_wins_over_those_above(tmp_path: Path) -> None:
    make(tmp_path, "memo.md", "sub/memo.md", "sub/rule.md")
    rules(tmp_path, "memo.md\n")
    rules(tmp_path / "sub", "!memo.md\nrule.md\n")
    assert names(tmp_path) == ["sub/memo.md"]


def test_an_ignore_file_may_take_back_what_is_junk_elsewhere(tmp_path: Path) -> None:
    make(tmp_path, ".手順.md")
    rules(tmp_path, "!.手順.md\n")
    assert names(tmp_path) == [".手順.md"]


def test_a_pattern_fits_a_name_however_it_is_composed(tmp_path: Path) -> None:
    make(tmp_path, unicodedata.normalize("NFD", "ガイド.md"))
    rules(tmp_path, unicodedata.normalize("NFC", "ガイド.md"))
    assert names(tmp_path) == []


def test_it_is_known_what_is_kept_out_and_by_which_file(tmp_path: Path) -> None:
    make(tmp_path, "旧版/c.md", ".hidden.md")
    rules(tmp_path, "旧版/\n")
    found = scan(tmp_path)
    assert found.ignored[tmp_path / "旧版"] == tmp_path / ".zerojiignore"
    assert found.ignored[tmp_path / ".hidden.md"] is None
    assert found.dropped((tmp_path / "旧版" / "c.md").resolve())
    assert not found.dropped((tmp_path / "a.md").resolve())


@pytest.mark.parametrize("bad", [b"!\n", "旧版".encode("cp932")])
def test_an_ignore_file_that_cannot_be_understood_publishes_nothing(
    tmp_path: Path, bad: bytes
) -> None:
    make(tmp_path, "a.md", "sub/b.md")
    (tmp_path / "sub" / ".zerojiignore").write_bytes(bad)
    found = scan(tmp_path)
    assert [path.name for path in found.documents] == ["a.md"]
    ((path, why),) = found.closed.items()
    assert path == tmp_path / "sub" / ".zerojiignore"
    assert "written like .gitignore" in why


def test_a_document_is_one_though_an_ignored_link_leads_to_it(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "..data/c.md")
    (tmp_path / "link.md").symlink_to("a.md")
    (tmp_path / "c.md").symlink_to("..data/c.md")
    rules(tmp_path, "link.md\n")
    found = scan(tmp_path)
    assert [path.name for path in found.documents] == ["a.md", "c.md"]
    assert not any(found.dropped(path.resolve()) for path in found.documents)


def test_formats_that_are_not_read_are_counted_in_one_warning(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "b.doc", "sub/c.DOC", "d.zip", "LICENSE")
    (remark,) = scan(tmp_path).remarks()
    assert remark.text.startswith(
        "4 files are in formats that are not read: .doc (2), .zip (1), no extension (1). "
        ".doc: Open it in Word and save it as .docx."
    )
    assert remark.ja.startswith(
        "読み取れない形式のファイルが4件あります：.doc (2), .zip (1), 拡張子なし (1)。"
    )
    rules(tmp_path, "*.doc\n*.DOC\n*.zip\nLICENSE\n")
    assert scan(tmp_path).remarks() == []


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    make(tmp_path, "outside/secret.md", "manuals/a.md", "manuals/sub/b.md")
    manuals = tmp_path / "manuals"
    (manuals / "file.md").symlink_to(tmp_path / "outside" / "secret.md")
    (manuals / "folder").symlink_to(tmp_path / "outside")
    (manuals / "sub" / "loop").symlink_to(manuals)
    (manuals / "nowhere.md").symlink_to("missing.md")
    (manuals / "circle.md").symlink_to("circle.md")
    found = scan(manuals)
    assert [path.name for path in found.documents] == ["a.md", "b.md"]
    (remark,) = found.remarks()
    assert "not followed (4): circle.md, file.md, folder …" in remark.text


def test_a_file_that_a_link_inside_leads_to_is_named_once(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "..data/c.md")
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "c.md").symlink_to("..data/c.md")  # how containers mount configuration
    assert names(tmp_path) == ["b.md", "c.md"]


def test_a_folder_that_is_itself_a_link_is_looked_through(tmp_path: Path) -> None:
    make(tmp_path, "real/a.md")
    (tmp_path / "manuals").symlink_to("real")
    assert names(tmp_path / "manuals") == ["a.md"]


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that anybody may enter, unlike the temporary folders of a test run."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Not as root, who may open everything."""
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(65534)
    try:
        yield
    finally:
        if privileged:
            os.seteuid(0)


def test_a_folder_that_may_not_be_opened_is_told(open_to_all: Path) -> None:
    make(open_to_all, "a.md", "locked/b.md")
    (open_to_all / "locked").chmod(0)
    with unprivileged():
        found = scan(open_to_all)
    (open_to_all / "locked").chmod(0o700)
    assert [path.name for path in found.documents] == ["a.md"]
    ((path, why),) = found.closed.items()
    assert path == open_to_all / "locked"
    assert why.startswith("The folder cannot be opened (Permission denied).")
    assert found.may_hold((open_to_all / "locked" / "b.md").resolve())
    assert not found.may_hold((open_to_all / "c.md").resolve())
