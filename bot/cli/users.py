"""``zeroji users``: people, and links to sign in with."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.output import PLAIN, JsonOption, print_json, print_table
from bot.cli.performing import perform

app = typer.Typer(**PLAIN, no_args_is_help=True, help="Add people and make sign-in links.")


@app.command("list")
def list_users(as_json: JsonOption = False) -> None:
    """List people."""
    found = perform("users.list", {})
    if as_json:
        print_json(found)
        return
    rows = (
        (u["name"], u["display_name"], ", ".join(u["roles"]), ", ".join(u["audiences"]))
        for u in found["users"]
    )
    print_table(("NAME", "DISPLAY NAME", "ROLES", "AUDIENCES"), rows)


@app.command()
def add(
    name: str,
    display_name: Annotated[str, typer.Option(help="Name that others see.")] = "",
    role: Annotated[
        list[str] | None,
        typer.Option(help="employee, staff, owner, approver, evaluator or admin; repeatable."),
    ] = None,
    audience: Annotated[list[str] | None, typer.Option(help="Besides all; repeatable.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Add somebody."""
    params = {
        "name": name,
        "display_name": display_name,
        "roles": role or ["employee"],
        "audiences": audience or [],
    }
    user = perform("users.add", params)
    if as_json:
        print_json(user)
    else:
        print(f"{user['name']} was added. Make a sign-in link with: zeroji users link {name}")


@app.command()
def link(name: str, as_json: JsonOption = False) -> None:
    """Make a link with which somebody signs in, once."""
    found = perform("users.link", {"name": name})
    if as_json:
        print_json(found)
    else:
        print(found["url"])
