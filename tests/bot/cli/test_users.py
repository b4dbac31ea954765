"""``zeroji users``: people, what rules differ by, and many of them from a file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.cli.caller import caller
from tests.bot.cli.conftest import Run

PEOPLE = """\
氏名,ユーザー名,雇用形態,入社日
佐藤 花子,sato,正社員,2020/4/1
森 一郎,mori,パートタイマー,2024/10/1
"""


def test_only_what_is_given_is_changed(run: Run) -> None:
    added = run("users", "add", "hara", "--employment", "正社員", "--grade", "課長", "--json").json
    assert added["profile"]["grade"] == "課長"

    changed = run(
        "users",
        "change",
        "hara",
        "--grade",
        "",
        "--hired-on",
        "2020-04-01",
        "--no-active",
        "--json",
    ).json
    assert not changed["active"] and changed["roles"] == ["employee"]
    assert changed["profile"] == {
        "employment": "正社員",
        "hired_on": "2020-04-01",
        "grade": "",
        "location": "",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_people_are_taken_from_a_file(run: Run, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding=encoding)

    foretold = run("users", "import", file, "--dry-run")
    assert "2 new, 0 changed, 0 as before. Nothing was done" in foretold.out
    assert run("users", "list", "--json").json["users"] == []

    assert "2 new" in run("users", "import", file).out
    listed = run("users", "list").out
    assert "正社員, 2020-04-01" in listed and "森 一郎" in listed
    assert "0 new, 0 changed, 2 as before" in run("users", "import", file).out


def test_wrong_lines_are_told_and_nothing_is_done(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(f"{PEOPLE}x,Xavier,,\ny,yuki,,昨日\n", encoding="utf-8")

    ran = run("users", "import", file)

    assert ran.code == 2 and ran.out == ""
    assert "line 4: 'Xavier' cannot be a user name" in ran.err
    assert "line 5: '昨日' is no day" in ran.err
    assert run("users", "list", "--json").json["users"] == []


def test_the_log_says_who_did_what_at_the_command_line(run: Run, tmp_path: Path) -> None:
    me = f"cli:{caller()}"
    run("users", "add", "hara", "--role", "lead")
    run("users", "change", "hara", "--no-active")
    run("users", "change", "hara", "--active")
    run("users", "link", "hara")
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    run("users", "import", file, "--dry-run")
    run("users", "import", file)
    run("users", "import", file)  # changes nothing

    out = tmp_path / "log.csv"
    run("audit", "export", out)
    with out.open(encoding="utf-8-sig", newline="") as rows:
        log = list(csv.DictReader(rows))
    assert [(e["actor"], e["action"], e["subject"]) for e in log] == [
        (me, "user.added", "user:hara"),
        (me, "user.changed", "user:hara"),
        (me, "user.changed", "user:hara"),
        (me, "user.link_made", "user:hara"),
        (me, "user.added", "user:sato"),
        (me, "user.added", "user:mori"),
    ]
    assert "lead" in log[0]["detail"]
    assert "active: False" in log[1]["detail"]
    assert "active: True" in log[2]["detail"]
