"""What all commands have in common: help, bad usage, one JSON document, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import COMMANDS
from tests.bot.cli.conftest import Run

LOST = "領収書をなくしたときはどうすればよいですか。"


@pytest.mark.parametrize("arguments", [["--help"], []], ids=["--help", "nothing"])
def test_the_help_lists_every_command(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert [name for name, (_, about) in COMMANDS.items() if about not in ran.out + ran.err] == []
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert "Usage: " in ran.out
    assert "--help" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["befehl"],
        ["ask", "--colour", "red"],
        ["search"],
        ["ingest"],
        ["queue", "befehl"],
        ["queue", "show", "eins"],
        ["queue", "claim", "1"],
        ["search", "x", "--top", "0"],
        ["serve", "--port", "99999999"],
    ],
    ids=" ".join,
)
def test_bad_usage_ends_with_2_and_says_how_it_is_used(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("Usage: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", LOST, "--on", "tomorrow"], "'tomorrow' is not a date"),
        (["search", "領収書", "--on", "2027-13-01"], "'2027-13-01' is not a date"),
        (["queue", "show", "404"], "There is no ticket 404"),
        (["queue", "claim", "404", "--by", "sato"], "There is no ticket 404"),
        (["queue", "list", "--status", "late"], "No ticket has the status 'late'"),
        (["proposals", "show", "404"], "There is no proposal 404"),
        (["proposals", "approve", "404", "--by", "sato"], "There is no proposal 404"),
        (["manuals", "show", "404"], "There is no manual 404"),
        (["manuals", "history", "404"], "There is no manual 404"),
        (["manuals", "diff", "404"], "There is no manual 404"),
        (["manuals", "rollback", "404", "--to", "1"], "There is no manual 404"),
        (["manuals", "diff", "1", "1", "9"], "has no revision 9"),
        (["manuals", "diff", "1", "0", "1"], "has no revision 0"),
        (["manuals", "show", "1", "--on", "soon"], "'soon' is not a date"),
        (["users", "add", "Sato Hanako"], "cannot be a user name"),
        (["users", "add", "sato", "--hired-on", "last year"], "'last year' is no day"),
        (["users", "change", "nobody"], "There is no user nobody"),
        (["users", "import", "missing.csv"], "missing.csv cannot be read"),
        (["users", "link", "nobody"], "There is no user nobody"),
        (["ask", "--batch", "missing.jsonl"], "missing.jsonl cannot be read"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_ends_with_2_and_one_line(run: Run, arguments: list[str], says: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("zeroji: ")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_every_json_option_prints_one_document(run: Run, tmp_path: Path) -> None:
    (tmp_path / "新しいFAQ.csv").write_text("質問,回答\nはい？,はい。\n", encoding="utf-8")
    people = tmp_path / "people.csv"
    people.write_text("name,hired_on\nsato,2020-04-01\n", encoding="utf-8")
    ticket = run("ask", "社員食堂のカレーの値段はいくらですか", "--json").json["ticket"]
    commands: list[tuple[object, ...]] = [
        ("ask", LOST),
        ("search", "領収書"),
        ("ingest", tmp_path / "新しいFAQ.csv"),
        ("queue", "list"),
        ("queue", "show", ticket),
        ("queue", "claim", ticket, "--by", "sato"),
        ("queue", "reply", ticket, "500円です。", "--by", "sato"),
        ("queue", "propose", ticket, "--by", "sato"),
        ("queue", "dismiss", ticket, "--by", "sato", "--because", "業務外"),
        ("proposals", "list"),
        ("manuals", "list"),
        ("manuals", "show", 1),
        ("manuals", "history", 1),
        ("manuals", "diff", 1),
        ("users", "add", "sato"),
        ("users", "change", "sato", "--grade", "課長"),
        ("users", "import", people, "--dry-run"),
        ("users", "list"),
        ("users", "link", "sato"),
    ]
    for command in commands:
        ran = run(*command, "--json")
        assert ran.code == 0, (command, ran.err)
        assert isinstance(ran.json, dict), command


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", LOST], 0),
        (["ask", "社員食堂のカレーの値段はいくらですか"], 0),
        (["ask", ""], 2),
        (["ask", "あ" * 3000], 2),
        (["manuals", "check"], 0),
    ],
    ids=["answer", "ticket", "empty", "too long", "nothing to put right"],
)
def test_the_exit_code_tells_what_came_of_it(run: Run, arguments: list[str], code: int) -> None:
    assert run(*arguments, "--json").code == code


def test_an_unusable_home_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ZEROJI_HOME", str(tmp_path / "file"))
    ran = run("ask", LOST)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "Set ZEROJI_HOME to a folder that you may write" in ran.err


def test_a_wrong_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEROJI_CAUTION", "very")
    ran = run("queue", "list")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "ZEROJI_CAUTION" in ran.err


def test_a_manual_without_changes_is_said_to_have_none(run: Run) -> None:
    assert (
        run("manuals", "diff", 1).out
        == "There is nothing to compare with revision 1 of manual 1.\n"
    )
    rolled_back = run("manuals", "rollback", 1, "--to", 1)
    assert rolled_back.out == "Manual 1 says already what revision 1 says.\n"


def test_the_history_says_from_when_until_when(run: Run, tmp_path: Path) -> None:
    dates = "effective_from: 2020-04-01\neffective_until: 2021-03-31\n"
    text = f"---\ntitle: 旧制服規程\n{dates}---\n# 第1条\n\n制服は紺とする。\n"
    (tmp_path / "制服.md").write_text(text, encoding="utf-8")
    assert run("ingest", tmp_path).code == 0
    (manual,) = [
        m for m in run("manuals", "list", "--json").json["manuals"] if "制服" in m["title"]
    ]

    assert "2020-04-01  2021-03-31" in run("manuals", "history", manual["id"]).out
    shown = run("manuals", "show", manual["id"])
    assert shown.out == "旧制服規程\n"
    assert "No revision of it is in force on this day" in shown.err


def test_a_long_title_leaves_the_list_readable(run: Run, tmp_path: Path) -> None:
    text = f"---\ntitle: {'長い' * 60}\n---\n# 第1条\n\n本文とする。\n"
    (tmp_path / "長い.md").write_text(text, encoding="utf-8")
    assert run("ingest", tmp_path).code == 0

    listed = run("manuals", "list").out
    assert "長い長い" in listed
    assert "長い" * 30 not in listed
    (row,) = [line for line in listed.splitlines() if "長い長い" in line]
    assert row.index(str(tmp_path)) < 100
    assert str(tmp_path / "長い.md") in listed
