"""``zeroji runs``, without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.publishing import Publisher
from tests.bot.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "新規"
    made.mkdir()
    for name in ("駐輪場", "食堂"):
        (made / f"{name}.md").write_text(f"# {name}\n\n{name}は地下1階。\n", encoding="utf-8")
    return made


def stopping_at_the_second(monkeypatch: pytest.MonkeyPatch, stop: BaseException) -> None:
    publish: Any = Publisher.publish
    done: list[str] = []

    def publish_one(self: Publisher, *arguments: Any, **options: Any) -> Any:
        if done:
            raise stop
        done.append("one")
        return publish(self, *arguments, **options)

    monkeypatch.setattr(Publisher, "publish", publish_one)


def test_a_run_is_listed_and_shown(run: Run, folder: Path) -> None:
    report = run("ingest", folder, "--json").json
    assert report["status"] == "done"
    listed = run("runs", "list")
    assert report["run"] in listed.out
    assert "2 added" in listed.out
    shown = run("runs", "show", report["run"], "--json").json
    assert (shown["status"], shown["report"]["manuals"]) == ("done", report["manuals"])
    assert "2 added" in run("runs", "show", report["run"]).out


def test_ctrl_c_keeps_what_was_published_and_says_how_to_go_on(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        stopping_at_the_second(patch, KeyboardInterrupt())
        stopped = run("ingest", folder)
    assert stopped.code == 130
    (cancelled,) = run("runs", "list", "--json").json["runs"]
    assert f"`zeroji runs resume {cancelled['id']}` does the rest" in stopped.err
    assert (cancelled["status"], len(cancelled["report"]["manuals"]["added"])) == ("cancelled", 1)
    resumed = run("runs", "resume", cancelled["id"], "--json")
    assert (resumed.code, len(resumed.json["manuals"]["added"])) == (0, 2)
    again = run("runs", "resume", cancelled["id"])
    assert (again.code, "nothing to go on with" in again.err) == (2, True)


def test_a_run_that_fails_as_a_whole_is_one_line(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        stopping_at_the_second(patch, OSError(28, "No space left on device"))
        failed = run("ingest", folder)
    assert (failed.code, failed.out) == (2, "")
    assert "zeroji: The disk is full." in failed.err
    (kept,) = run("runs", "list", "--json").json["runs"]
    assert (kept["status"], len(kept["report"]["manuals"]["added"])) == ("failed", 1)


def test_an_interrupted_run_is_mentioned_and_cancelled(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Nothing after it is run."""

    with monkeypatch.context() as patch, pytest.raises(Killed):
        stopping_at_the_second(patch, Killed())
        run("ingest", folder)
    other = tmp_path / "別.md"
    other.write_text("# 別\n\n別の本文。\n", encoding="utf-8")
    (killed,) = run("runs", "list", "--json").json["runs"]
    assert f"Run {killed['id']} was interrupted" in run("ingest", other).err
    assert "cancelled" in run("runs", "cancel", killed["id"]).out
    assert run("ingest", other).err == ""


def test_manuals_whose_files_are_gone_are_missing_not_failed(run: Run, folder: Path) -> None:
    assert run("ingest", folder).code == 0
    for file in folder.iterdir():
        file.unlink()

    ran = run("ingest", folder)

    assert ran.code == 1
    assert f"missing   {folder}/食堂.md" in ran.out
    assert "0 failed, 2 missing;" in ran.out
    assert "2 missing" in run("runs", "list").out


def test_the_list_names_the_first_sources_only(run: Run, folder: Path) -> None:
    ran = run("ingest", *[folder / f"{n}.md" for n in range(5)], "--json")

    assert "2.md and 2 more" in run("runs", "list").out
    assert "2.md and 2 more" in run("runs", "show", ran.json["run"]).out


def test_cancelling_what_is_over_changes_nothing(run: Run, folder: Path) -> None:
    report = run("ingest", folder, "--json").json
    ran = run("runs", "cancel", report["run"], "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "is over already" in ran.err
