"""Uploaded documents wait beside those in use until they have been published."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest

from bot.runs.uploads import Upload, Uploads, checked_name
from knowledge.errors import InvalidInput


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


def upload(name: str, text: str = "# 規程", **said: str) -> Upload:
    return Upload(name=name, data=io.BytesIO(text.encode()), said=said)


def publish(uploads: Uploads, run: str, *documents: Upload) -> None:
    targets = uploads.stage(run, documents)
    uploads.settle(run, [str(target) for target in targets])


def test_nothing_is_in_its_place_before_it_is_published(uploads: Uploads) -> None:
    (target,) = uploads.stage("run-1", [upload("規程.md", "# 一")])
    assert target == uploads.folder / "規程.md"
    assert not target.exists()
    assert uploads.staged("run-1")[target].read_text("utf-8") == "# 一"
    uploads.settle("run-1", [str(target)])
    assert target.read_text("utf-8") == "# 一"
    assert uploads.staged("run-1") == {}


def test_what_was_not_published_changes_nothing(uploads: Uploads) -> None:
    publish(uploads, "run-1", upload("規程.md", "# 一", owner="人事部"))
    uploads.stage("run-2", [upload("規程.md", "壊れた", owner="総務部")])
    uploads.settle("run-2", [])
    uploads.drop("run-2")
    assert (uploads.folder / "規程.md").read_text("utf-8") == "# 一"
    assert "人事部" in (uploads.folder / "規程.meta.yaml").read_text("utf-8")
    assert uploads.staged("run-2") == {}


def test_what_is_said_now_wins_and_what_is_not_said_stays(uploads: Uploads) -> None:
    publish(uploads, "run-1", upload("規程.md", owner="人事部", audience="managers"))
    publish(uploads, "run-2", upload("規程.md", owner="総務部"))
    sidecar = uploads.folder / "規程.meta.yaml"
    assert sidecar.read_text("utf-8") == "audience: managers\nowner: 総務部\n"
    sidecar.write_text("# 手書き\nowner: 経理部\n", encoding="utf-8")
    publish(uploads, "run-3", upload("規程.md", "# 三"))
    assert sidecar.read_text("utf-8") == "# 手書き\nowner: 経理部\n"


def test_settling_goes_on_where_a_crash_ended_it(uploads: Uploads) -> None:
    (target,) = uploads.stage("run-1", [upload("規程.md", owner="人事部")])
    staged = uploads.staged("run-1")[target]
    staged.with_name("規程.meta.yaml").replace(target.with_name("規程.meta.yaml"))
    uploads.settle("run-1", [str(target)])
    assert target.exists()
    assert "人事部" in target.with_name("規程.meta.yaml").read_text("utf-8")


def test_a_damaged_sidecar_is_named(uploads: Uploads) -> None:
    publish(uploads, "run-1", upload("規程.md", owner="人事部"))
    (uploads.folder / "規程.meta.yaml").write_text("owner: [", encoding="utf-8")
    uploads.stage("run-2", [upload("規程.md", owner="総務部")])
    with pytest.raises(InvalidInput, match=r"規程\.meta\.yaml is damaged"):
        uploads.staged("run-2")


def test_two_runs_of_one_name_keep_apart(uploads: Uploads) -> None:
    (target,) = uploads.stage("run-1", [upload("規程.md", "# 一")])
    uploads.stage("run-2", [upload("規程.md", "# 二")])
    uploads.settle("run-1", [str(target)])
    assert uploads.staged("run-2")[target].read_text("utf-8") == "# 二"


@pytest.mark.parametrize("names", [("a.md", "x/a.md"), ("a.md", "a.txt")])
def test_documents_that_would_be_taken_for_one_are_refused(
    uploads: Uploads, names: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput):
        uploads.stage("run-1", [upload(name) for name in names])
    assert not (uploads.folder / ".incoming").exists()


def test_a_document_that_would_share_a_sidecar_with_another_is_refused(uploads: Uploads) -> None:
    publish(uploads, "run-1", upload("FAQ.csv", audience="managers"))
    with pytest.raises(InvalidInput, match=r"FAQ\.xlsx and FAQ\.csv"):
        uploads.stage("run-2", [upload("FAQ.xlsx")])


def test_a_name_that_a_mac_composed_is_the_same_name(uploads: Uploads) -> None:
    composed = unicodedata.normalize("NFD", "ガイド.md")
    assert checked_name(composed) == "ガイド.md"
    uploads.folder.mkdir()
    (uploads.folder / composed).write_text("# 前から", encoding="utf-8")
    assert uploads.stage("run-1", [upload("ガイド.md")]) == [uploads.folder / composed]


def test_what_nobody_wants_any_more_is_removed(uploads: Uploads) -> None:
    for run in ("run-1", "run-2"):
        uploads.stage(run, [upload("規程.md")])
    (uploads.folder / ".incoming" / "run-3.partial").mkdir()
    uploads.tidy(["run-2"])
    assert [path.name for path in (uploads.folder / ".incoming").iterdir()] == ["run-2"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/規程.md", "規程.md"),
        ("C:\\Users\\sato\\規程.docx", "規程.docx"),
        (" 規程.pdf ", "規程.pdf"),
        ("規程", "規程"),
        ("第1条 <案>.md", "第1条 <案>.md"),
    ],
)
def test_a_name_is_what_stands_after_the_path(given: str, name: str) -> None:
    assert checked_name(given) == name


@pytest.mark.parametrize(
    "given",
    [
        *("", ".", "..", "/", ".hidden.md", "~$規程.docx", "規程.meta.yaml", "規程.md.said.yaml"),
        *("a\nb.md", "a\x00b.md", "a\u202egpj.md", "\ud800.md", "NUL.md", "com1.txt"),
        "規" * 70 + ".md",
    ],
)
def test_a_name_that_cannot_be_kept_is_refused_in_two_languages(given: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_name(given)
    assert refused.value.text("ja") != refused.value.text("en")
