from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bot.cli.conftest import COMMAND, PATIENCE, Run

FAQ = "質問,回答\n駐輪場はどこですか。,地下1階です。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "新規"
    made.mkdir()
    (made / "駐輪場FAQ.csv").write_text(FAQ, encoding="utf-8")
    return made


def test_a_file_that_fails_stops_no_other_and_ends_with_1(run: Run, folder: Path) -> None:
    (folder / "壊れた.xlsx").write_bytes(b"PK\x03\x04 broken")
    ran = run("ingest", folder, folder / "missing.md", "--json")
    assert ran.code == 1
    manuals = ran.json["manuals"]
    assert [Path(path).name for path in manuals["added"]] == ["駐輪場FAQ.csv"]
    assert [Path(failed["path"]).name for failed in manuals["failed"]] == [
        "壊れた.xlsx",
        "missing.md",
    ]
    assert all(failed["error"] for failed in manuals["failed"])
    assert ran.json.keys() >= {"manuals", "chunks", "seconds"}
    assert run("ask", "駐輪場はどこですか。", "--json").json["outcome"] == "answer"


def test_what_did_not_change_is_not_read_again(run: Run, folder: Path) -> None:
    first, second = (run("ingest", folder, "--json") for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert first.json["chunks"] == {"embedded": 1, "reused": 0, "deleted": 0}
    assert list(map(len, second.json["manuals"].values())) == [0, 0, 1, 0, 0]


def test_a_dry_run_publishes_nothing(run: Run, folder: Path) -> None:
    ran = run("ingest", folder, "--dry-run", "--json")
    assert len(ran.json["manuals"]["added"]) == 1
    assert len(run("manuals", "list", "--json").json["manuals"]) == 2


def test_owner_audience_and_date_of_effect_come_from_the_command_line(
    run: Run, folder: Path
) -> None:
    options = ("--owner", "総務課", "--audience", "managers", "--effective-from", "2099-04-01")
    assert run("ingest", folder, *options).code == 0
    listed = run("manuals", "list", "--json").json["manuals"]
    (made,) = [manual for manual in listed if manual["title"] == "駐輪場FAQ"]
    assert (made["owner"], made["audience"], made["revision"]) == ("総務課", "managers", None)
    history = run("manuals", "history", made["id"], "--json").json["revisions"]
    assert history[0]["effective_from"] == "2099-04-01"


def test_a_date_of_effect_that_is_none_is_refused(run: Run, folder: Path) -> None:
    ran = run("ingest", folder, "--effective-from", "soon")
    assert ran.code == 2
    assert "'soon' is not a date" in ran.err


def test_progress_is_drawn_on_stderr_where_somebody_watches(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    ran = run("ingest", folder, "--json")
    assert "駐輪場FAQ.csv: reading" in ran.err
    assert ran.json["manuals"]["added"]


def test_no_progress_is_drawn_into_a_file(run: Run, folder: Path) -> None:
    assert "reading" not in run("ingest", folder).err


def test_an_address_that_may_not_be_read_is_told_and_how_it_may(run: Run) -> None:
    ran = run("ingest", "https://127.0.0.1/rules.html")
    assert ran.code == 1
    assert "failed    https://127.0.0.1/rules.html" in ran.out
    assert "is not on the public internet" in ran.out
    assert "add “127.0.0.1” to ZEROJI_URL_HOSTS" in ran.out


def test_a_dry_run_lists_what_is_ignored(run: Run, folder: Path) -> None:
    (folder / "旧版.csv").write_text(FAQ, encoding="utf-8")
    (folder / ".zerojiignore").write_text("旧版*\n", encoding="utf-8")
    ran = run("ingest", folder, "--dry-run")
    assert f"ignored   {folder / '旧版.csv'} (by {folder / '.zerojiignore'})" in ran.err
    assert "1 added" in ran.out
    assert ran.out.endswith("Nothing was published: this was a dry run.\n")


def test_a_file_that_was_renamed_is_told(run: Run, folder: Path) -> None:
    run("ingest", folder)
    (folder / "駐輪場FAQ.csv").rename(folder / "自転車FAQ.csv")
    out = run("ingest", folder).out
    assert f"moved     {folder / '駐輪場FAQ.csv'} → {folder / '自転車FAQ.csv'}" in out
    assert "0 removed" in out


def test_a_name_takes_one_line_whatever_is_in_it(run: Run, folder: Path) -> None:
    (folder / "改\n行\x1b[2J.csv").write_text(FAQ, encoding="utf-8")
    assert "改\\n行\\x1b[2J.csv\n" in run("ingest", folder).out


@pytest.mark.parametrize("option", ["--json", "--dry-run", "--retire-missing"])
def test_watching_goes_on_and_asks(run: Run, folder: Path, option: str) -> None:
    ran = run("ingest", folder, "--watch", option)
    assert ran.code == 2
    assert "--watch goes on" in ran.err


def test_only_folders_are_watched(run: Run, folder: Path) -> None:
    ran = run("ingest", folder / "駐輪場FAQ.csv", "--watch")
    assert (ran.code, "--watch needs folders" in ran.err) == (2, True)


def test_a_folder_is_watched_until_ctrl_c(home: Path, folder: Path, tmp_path: Path) -> None:
    with (
        (tmp_path / "out").open("w+", encoding="utf-8") as out,
        subprocess.Popen(
            [*COMMAND, "ingest", str(folder), "--watch"], stdout=out, stderr=out, text=True
        ) as process,
    ):

        def wait_for(text: str) -> None:
            deadline = time.monotonic() + PATIENCE
            while text not in (said := (tmp_path / "out").read_text(encoding="utf-8")):
                assert time.monotonic() < deadline and process.poll() is None, said
                time.sleep(0.1)

        try:
            wait_for("added     " + str(folder / "駐輪場FAQ.csv"))
            (folder / "駐輪場FAQ.csv").write_text(FAQ.replace("1", "2"), encoding="utf-8")
            wait_for("updated   " + str(folder / "駐輪場FAQ.csv"))
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=PATIENCE) == 130
        finally:
            process.kill()
