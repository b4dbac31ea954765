"""``zeroji users``: people, and links to sign in with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.caller import caller
from bot.cli.output import PLAIN, JsonOption, note, print_json, print_table
from bot.cli.performing import perform
from knowledge.errors import InvalidInput

app = typer.Typer(**PLAIN, no_args_is_help=True, help="Add people and make sign-in links.")

Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        help="All that they have: employee, staff, lead, owner, approver, evaluator, counselor or "
        "admin; repeatable.",
    ),
]
Audiences = Annotated[
    list[str] | None,
    typer.Option("--audience", help="All that they belong to, besides “all”; repeatable."),
]
# Rules differ by these: an answer then shows the row that holds for the asker.
Employment = Annotated[str | None, typer.Option(help="正社員, パートタイマー …")]
HiredOn = Annotated[str | None, typer.Option(help="First day of service, like 2020-04-01.")]
Grade = Annotated[str | None, typer.Option(help="Grade or post: 課長, 3級 …")]
Location = Annotated[str | None, typer.Option(help="Place of work: 本社, 大阪支店 …")]


@app.command("list")
def list_users(as_json: JsonOption = False) -> None:
    """List people."""
    found = perform("users.list", {})
    if as_json:
        print_json(found)
        return
    rows = (
        (
            u["name"],
            u["display_name"],
            ", ".join(u["roles"]),
            ", ".join(u["audiences"]),
            ", ".join(value for value in u["profile"].values() if value),
        )
        for u in found["users"]
    )
    print_table(("NAME", "DISPLAY NAME", "ROLES", "AUDIENCES", "PROFILE"), rows)


@app.command()
def add(
    name: str,
    display_name: Annotated[str, typer.Option(help="Name that others see.")] = "",
    role: Roles = None,
    audience: Audiences = None,
    employment: Employment = None,
    hired_on: HiredOn = None,
    grade: Grade = None,
    location: Location = None,
    as_json: JsonOption = False,
) -> None:
    """Add somebody."""
    params = {
        "name": name,
        "display_name": display_name,
        "roles": role or ["employee"],
        "audiences": audience or [],
        "employment": employment,
        "hired_on": hired_on,
        "grade": grade,
        "location": location,
    }
    user = perform("users.add", params | {"by": caller()})
    if as_json:
        print_json(user)
    else:
        print(f"{user['name']} was added. Make a sign-in link with: zeroji users link {name}")


@app.command()
def change(
    name: str,
    display_name: Annotated[str | None, typer.Option(help="Name that others see.")] = None,
    role: Roles = None,
    audience: Audiences = None,
    active: Annotated[bool | None, typer.Option(help="Whether they may sign in.")] = None,
    employment: Employment = None,
    hired_on: HiredOn = None,
    grade: Grade = None,
    location: Location = None,
    as_json: JsonOption = False,
) -> None:
    """Change what is given of somebody. "" takes it away; what is not given stays."""
    params = {
        "name": name,
        "display_name": display_name,
        "roles": role or None,
        "audiences": audience or None,
        "active": active,
        "employment": employment,
        "hired_on": hired_on,
        "grade": grade,
        "location": location,
    }
    user = perform("users.change", params | {"by": caller()})
    if as_json:
        print_json(user)
    else:
        print(f"{user['name']} was changed.")


@app.command("import")
def import_people(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with a first line of name, display_name, roles, audiences, employment, "
            "hired_on, grade, location, slack (name is needed; the order does not matter)."
        ),
    ],
    dry_run: Annotated[bool, typer.Option(help="Only tell what would be done.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add and change many people from a CSV file. All of them or, if a line is wrong, none."""
    found = perform("users.import", {"text": _text(file), "dry_run": dry_run, "by": caller()})
    if as_json:
        print_json(found)
    else:
        _tell_import(found, dry_run)
    if found["problems"]:
        raise typer.Exit(2)


def _text(file: Path) -> str:
    """A CSV file's text, in UTF-8 or as Excel writes it in Japanese. Raises InvalidInput."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror}.") from error
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput(f"{file} is neither UTF-8 nor Shift_JIS: save it as CSV UTF-8.")


def _tell_import(found: dict[str, Any], dry_run: bool) -> None:
    if found["problems"]:
        for problem in found["problems"]:
            note(f"line {problem['line']}: {problem['text']}")
        note("Nothing was done: put these lines right and import the file again.")
        return
    rows = [
        (plan["line"], plan["name"], plan["action"], ", ".join(plan["changed"]))
        for plan in found["planned"]
    ]
    print_table(("LINE", "NAME", "ACTION", "CHANGES"), rows)
    counts = ", ".join(
        f"{sum(row[2] == action for row in rows)} {told}"
        for action, told in (("add", "new"), ("change", "changed"), ("keep", "as before"))
    )
    print(f"{counts}. Nothing was done: this is a dry run." if dry_run else f"{counts}.")


@app.command()
def link(name: str, as_json: JsonOption = False) -> None:
    """Make a link with which somebody signs in, once."""
    found = perform("users.link", {"name": name, "by": caller()})
    if as_json:
        print_json(found)
    else:
        print(found["url"])
