"""People from a CSV file: all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.accounts import Accounts
from bot.migrations import migrate
from bot.profiles import Profile
from bot.roster import import_roster
from knowledge.database import connect, sqlite_url
from knowledge.errors import InvalidInput

HEADER = "name,display_name,roles,audiences,employment,hired_on,grade,location"
MORI = "mori,森 一郎,employee;staff,managers,正社員,2020/4/1,課長,大阪支店"
ITO = "ito,伊藤,,,パートタイマー,2024-10-01,,"


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    made = Accounts(engine)
    made.add("sato", "佐藤", ["staff"], ["hr"], Profile(grade="主任"))
    yield made
    engine.dispose()


def names(accounts: Accounts) -> list[str]:
    return [user.name for user in accounts.users()]


def test_who_is_new_is_added(accounts: Accounts) -> None:
    found = import_roster(accounts, f"{HEADER}\n{MORI}\n\n{ITO}\n", dry_run=False)

    assert found.done and not found.problems
    assert [(plan.line, plan.name, plan.action) for plan in found.planned] == [
        (2, "mori", "add"),
        (4, "ito", "add"),
    ]
    mori, ito = accounts.user("mori"), accounts.user("ito")
    assert (mori.display_name, mori.roles, mori.audiences) == (
        "森 一郎",
        {"employee", "staff"},
        {"all", "managers"},
    )
    assert mori.profile == Profile(
        employment="正社員", hired_on=date(2020, 4, 1), grade="課長", location="大阪支店"
    )
    assert (ito.roles, ito.audiences) == ({"employee"}, {"all"})


def test_of_who_is_there_only_what_the_columns_say_is_changed(accounts: Accounts) -> None:
    found = import_roster(accounts, "ユーザー名,入社日\nsato,2018年10月1日\n", dry_run=False)

    assert [(plan.action, plan.changed) for plan in found.planned] == [("change", ("hired_on",))]
    sato = accounts.user("sato")
    assert sato.profile == Profile(grade="主任", hired_on=date(2018, 10, 1))
    assert (sato.roles, sato.audiences) == ({"staff"}, {"all", "hr"})


def test_an_empty_cell_takes_away_what_was_known_but_no_role(accounts: Accounts) -> None:
    import_roster(accounts, "name,roles,audiences,grade\nsato,,,\n", dry_run=False)

    sato = accounts.user("sato")
    assert (sato.profile.grade, sato.audiences, sato.roles) == ("", {"all"}, {"staff"})


def test_the_same_file_again_changes_nothing(accounts: Accounts) -> None:
    import_roster(accounts, f"{HEADER}\n{MORI}\n", dry_run=False)
    again = import_roster(accounts, f"\ufeff{HEADER}\n{MORI}\n", dry_run=False)

    assert [plan.action for plan in again.planned] == ["keep"]


def test_a_dry_run_does_nothing(accounts: Accounts) -> None:
    found = import_roster(accounts, f"{HEADER}\n{MORI}\n", dry_run=True)

    assert not found.done and len(found.planned) == 1
    assert names(accounts) == ["sato"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Mori,森,,,,,,", "cannot be a user name"),
        ("mori,森,boss,,,,,", "Roles are"),
        ("mori,森,,,,先月,,", "is no day"),
        (f"mori,森,,,,,{'長' * 51},", "50 characters"),
        ("mori,森,,,正社員,課長,部長,,,", "has 10 cells"),
        ("ito,伊藤,,,,,,", "stands in the file twice"),
    ],
)
def test_a_wrong_line_is_told_by_its_number_and_nothing_is_done(
    accounts: Accounts, line: str, told: str
) -> None:
    found = import_roster(accounts, f"{HEADER}\n{ITO}\n{line}\n", dry_run=False)

    (problem,) = found.problems
    assert problem.line == 3 and told in problem.text and problem.ja
    assert not found.done and names(accounts) == ["sato"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no column name"),
        ("grade,location\n課長,本社\n", "no column name"),
        ("name,給与\nmori,300000\n", "'給与' is unknown"),
        ("name,ユーザー名\nmori,森\n", "there twice"),
        ('name\n"mori\n', "is no CSV"),
    ],
)
def test_what_is_no_such_table_is_refused(accounts: Accounts, text: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        import_roster(accounts, text, dry_run=False)


def test_a_column_says_who_people_are_in_slack(accounts: Accounts) -> None:
    header = "name,slack"
    import_roster(accounts, f"{header}\nsato,U012AB3CD\nmori,u9\n", dry_run=False)
    assert accounts.slack_users() == {"sato": "U012AB3CD", "mori": "U9"}

    again = import_roster(accounts, f"{header}\nsato,U012AB3CD\nmori,\n", dry_run=False)
    assert [plan.action for plan in again.planned] == ["keep", "keep"]
    swapped = import_roster(accounts, f"{header}\nsato,U9\nmori,U012AB3CD\n", dry_run=False)

    assert [plan.changed for plan in swapped.planned] == [("slack",), ("slack",)]
    assert accounts.slack_users() == {"sato": "U9", "mori": "U012AB3CD"}


@pytest.mark.parametrize("rows", ["sato,C123", "sato,@sato", "sato,U1\nmori,U1"])
def test_what_is_no_slack_id_or_is_there_twice_is_a_problem(accounts: Accounts, rows: str) -> None:
    found = import_roster(accounts, f"name,slack\n{rows}\n", dry_run=False)

    assert len(found.problems) == 1 and not found.done
    assert accounts.slack_users() == {}
