"""A run over files and folders, and what it reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ingest.ingestion import Ingestion, Options, Step
from ingest.isolation import Limits
from knowledge.library import Library
from knowledge.search import Searcher
from tests.making import texts

TODAY = date.today()
TAXI = "タクシーは使えますか。,終電後に使えます。\n"
RECEIPT = "領収書をなくしました。,支払証明書を出してください。\n"

Write = Callable[..., Path]
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "manuals"
    made.mkdir()
    return made


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes a FAQ, with a sidecar where one is given."""

    def write_faq(name: str, *entries: str, sidecar: str = "") -> Path:
        path = folder / name
        path.write_text("質問,回答\n" + "".join(entries or [TAXI]), encoding="utf-8")
        if sidecar:
            (folder / f"{path.stem}.meta.yaml").write_text(sidecar, encoding="utf-8")
        return path

    return write_faq


@pytest.fixture
def run(ingestion: Ingestion, folder: Path) -> Run:
    """Runs over the folder unless other paths are given."""

    def run_over(*paths: Path, **options: Any) -> dict[str, Any]:
        return ingestion.run(paths or (folder,), Options(**options), lambda step: None)

    return run_over


def manuals(report: dict[str, Any]) -> dict[str, list[str]]:
    """The names of the files in each list that is not empty."""
    found = {status: report["manuals"][status] for status in report["manuals"]}
    return {
        status: [Path(item["path"] if status == "failed" else item).name for item in items]
        for status, items in found.items()
        if items
    }


def test_the_report_has_the_promised_shape(write: Write, run: Run) -> None:
    path = write("経費.csv", TAXI, RECEIPT)
    report = run()
    assert report["seconds"] > 0
    assert {**report, "seconds": 0} == {
        "manuals": {
            "added": [str(path)],
            "updated": [],
            "unchanged": [],
            "removed": [],
            "failed": [],
        },
        "chunks": {"embedded": 2, "reused": 0, "deleted": 0},
        "moved": [],
        "ignored": [],
        "warnings": [],
        "seconds": 0,
    }


def test_the_second_run_embeds_only_what_changed(
    write: Write, run: Run, searcher: Searcher
) -> None:
    write("経費.csv", TAXI, RECEIPT)
    write("休暇.csv", "有休は何日ですか。,10日です。\n")
    run()
    write("経費.csv", TAXI.replace("終電後", "深夜"), RECEIPT)
    report = run()
    assert manuals(report) == {"updated": ["経費.csv"], "unchanged": ["休暇.csv"]}
    assert report["chunks"] == {"embedded": 1, "reused": 1, "deleted": 1}
    assert texts(searcher, "タクシー")[0] == "深夜に使えます。"


def test_an_unchanged_file_is_not_even_read(write: Write, run: Run) -> None:
    write("経費.csv")
    run()
    report = run(limits=Limits(seconds=0))  # so that any reading would fail
    assert manuals(report) == {"unchanged": ["経費.csv"]}


def test_a_sidecar_alone_makes_a_manual_new(
    write: Write, run: Run, searcher: Searcher, library: Library
) -> None:
    write("経費.csv")
    run()
    write("経費.csv", sidecar="owner: 経理部\naudience: managers\n")
    report = run()
    assert manuals(report) == {"updated": ["経費.csv"]}
    assert report["chunks"] == {"embedded": 0, "reused": 1, "deleted": 0}
    assert library.manual(1).owner == "経理部"
    assert texts(searcher, "タクシー") == []
    assert len(texts(searcher, "タクシー", audiences=["managers"])) == 1


def test_options_win_over_the_sidecar(write: Write, run: Run, library: Library) -> None:
    write("経費.csv", sidecar="owner: 経理部\ntitle: 経費FAQ\n")
    run(overrides={"owner": "総務部", "effective_from": TODAY}, author="sato", note="初版")
    manual = library.manual(1)
    assert (manual.title, manual.owner) == ("経費FAQ", "総務部")
    (revision,) = library.history(1)
    assert (revision.author, revision.note) == ("sato", "初版")
    assert revision.effective_from == TODAY


def test_a_document_that_fails_stops_no_other(write: Write, run: Run, folder: Path) -> None:
    write("a.csv")
    (folder / "b.csv").write_bytes(b"")
    write("c.csv", sidecar="colour: red\n")
    write("d.csv")
    report = run(folder, folder / "無い.csv", folder / "a\0.csv")
    assert manuals(report) == {
        "added": ["a.csv", "d.csv"],
        "failed": ["b.csv", "c.csv", "無い.csv", "a\0.csv"],
    }
    errors = [failure["error"] for failure in report["manuals"]["failed"]]
    assert errors[0] == "The file is empty. Save it again with its contents."
    assert "“colour” is unknown" in errors[1]
    assert errors[2] == "The file does not exist. Check the path."


def test_a_document_that_fails_keeps_its_last_revision(
    write: Write, run: Run, folder: Path, searcher: Searcher
) -> None:
    write("経費.csv")
    run()
    (folder / "経費.csv").write_bytes(b"")
    assert manuals(run()) == {"failed": ["経費.csv"]}
    assert texts(searcher, "タクシー") == ["終電後に使えます。"]


def test_a_dry_run_publishes_nothing(
    write: Write, run: Run, library: Library, tmp_path: Path
) -> None:
    write("経費.csv")
    report = run(dry_run=True)
    assert manuals(report) == {"added": ["経費.csv"]}
    assert library.manuals() == []
    assert not (tmp_path / "originals").exists()


def test_a_dry_run_retires_nothing(write: Write, run: Run, library: Library) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        write(name)
    run()
    write("c.csv").unlink()
    assert manuals(run(dry_run=True)) == {"unchanged": ["a.csv", "b.csv"], "removed": ["c.csv"]}
    assert len(library.manuals()) == 3


def test_a_notice_comes_after_the_manual_that_it_revises(
    write: Write, run: Run, library: Library
) -> None:
    write("a通知.csv", RECEIPT, sidecar="revises: 経費FAQ\neffective_from: 2099-04-01\n")
    write("b本則.csv", sidecar="title: 経費FAQ\n")
    report = run()
    assert manuals(report) == {"added": ["b本則.csv"], "updated": ["a通知.csv"]}
    assert [revision.number for revision in library.history(1)] == [1, 2]


def test_a_notice_without_its_manual_fails(write: Write, run: Run) -> None:
    write("通知.csv", sidecar="revises: 経費FAQ\n")
    (failure,) = run()["manuals"]["failed"]
    assert failure["error"].startswith("It revises 「経費FAQ」, but no manual has that title.")


def test_a_file_that_is_gone_is_retired(
    write: Write, run: Run, searcher: Searcher, library: Library
) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        write(name, f"{name}は何ですか。,{name}です。\n")
    run()
    write("c.csv").unlink()
    report = run()
    assert manuals(report) == {"unchanged": ["a.csv", "b.csv"], "removed": ["c.csv"]}
    assert report["chunks"]["deleted"] == 1
    assert "c.csvです。" not in texts(searcher, "c.csv")
    assert "c.csvです。" in texts(searcher, "c.csv", on=TODAY - timedelta(days=1))


def test_more_than_a_third_is_not_retired_without_a_word(
    write: Write, run: Run, library: Library
) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        write(name)
    run()
    write("b.csv").unlink()
    write("c.csv").unlink()
    report = run()
    assert manuals(report) == {"unchanged": ["a.csv"], "failed": ["b.csv", "c.csv"]}
    assert "2 of 3 manuals" in report["manuals"]["failed"][0]["error"]
    assert "--retire-missing" in report["manuals"]["failed"][0]["error"]
    assert len(library.manuals()) == 3

    assert manuals(run(retire_all_missing=True))["removed"] == ["b.csv", "c.csv"]
    assert [manual.title for manual in library.manuals()] == ["a"]


def test_a_run_over_one_file_retires_nothing(write: Write, run: Run, library: Library) -> None:
    write("a.csv")
    run()
    other = write("b.csv", RECEIPT)
    write("a.csv").unlink()
    assert manuals(run(other)) == {"added": ["b.csv"]}
    assert len(library.manuals()) == 2


def test_a_file_that_is_back_is_a_manual_again(write: Write, run: Run, searcher: Searcher) -> None:
    write("a.csv").unlink()
    write("b.csv", RECEIPT)
    write("a.csv")
    run()
    write("a.csv").unlink()
    run(retire_all_missing=True)
    write("a.csv")
    assert manuals(run()) == {"updated": ["a.csv"], "unchanged": ["b.csv"]}
    assert "終電後に使えます。" in texts(searcher, "タクシー")


def test_a_manual_is_known_by_its_place_however_it_is_named(
    write: Write, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.csv")
    run()
    monkeypatch.chdir(folder)
    assert manuals(run(Path("a.csv"))) == {"unchanged": ["a.csv"]}


def test_progress_names_the_document_and_how_far_it_is(
    write: Write, ingestion: Ingestion, folder: Path
) -> None:
    write("a.csv")
    write("b.csv", RECEIPT)
    steps: list[Step] = []
    ingestion.run([folder], Options(), steps.append)
    assert [(s.document, s.number, s.of, s.stage, s.done, s.total) for s in steps] == [
        ("a.csv", 1, 2, "reading", 0, 0),
        ("a.csv", 1, 2, "embedding", 1, 1),
        ("b.csv", 2, 2, "reading", 0, 0),
        ("b.csv", 2, 2, "embedding", 1, 1),
    ]


def test_warnings_name_their_document(run: Run, folder: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (["質問", "回答"], ["はい？", "はい。"]):
        sheet.append(row)
    book.create_sheet("控え").sheet_state = "hidden"
    book.save(folder / "a.xlsx")
    (warning,) = run()["warnings"]
    assert warning["path"] == str(folder / "a.xlsx")
    assert "“控え” was not read" in warning["warning"]


def test_an_audience_that_was_given_holds_until_another_is_given(
    tmp_path: Path, ingestion: Ingestion, library: Library
) -> None:
    path = tmp_path / "評価.md"
    path.write_text("# 評価\n\n## 評価の時期\n\n評価は年2回とする。\n", encoding="utf-8")
    ingestion.run([path], Options(overrides={"audience": "managers"}), lambda step: None)

    path.write_text("# 評価\n\n## 評価の時期\n\n評価は年3回とする。\n", encoding="utf-8")
    ingestion.run([path], Options(), lambda step: None)
    after_a_plain_run = library.manuals()[0].audience
    ingestion.run([path], Options(overrides={"audience": "all"}), lambda step: None)

    assert after_a_plain_run == "managers"
    assert library.manuals()[0].audience == "all"


def test_a_file_that_changes_while_it_is_read_is_read_again(
    write: Write, run: Run, ingestion: Ingestion, folder: Path, searcher: Searcher
) -> None:
    write("a.csv", TAXI)

    def change_once(step: Step) -> None:
        write("a.csv", RECEIPT)

    assert manuals(ingestion.run([folder], Options(), change_once)) == {"added": ["a.csv"]}
    assert texts(searcher, "領収書") == ["支払証明書を出してください。"]
    assert manuals(run()) == {"unchanged": ["a.csv"]}


def test_a_file_that_keeps_changing_is_left_for_the_next_run(
    write: Write, ingestion: Ingestion, folder: Path, library: Library
) -> None:
    entries = [TAXI]
    write("a.csv", *entries)

    def keep_changing(step: Step) -> None:
        entries.append(RECEIPT)
        write("a.csv", *entries)

    (failure,) = ingestion.run([folder], Options(), keep_changing)["manuals"]["failed"]
    assert failure["error"] == (
        "It was changed while it was read. Wait until it is saved or copied, and ingest it again."
    )
    assert library.manuals() == []
