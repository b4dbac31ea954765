"""``zeroji slack``: how far Zeroji goes by itself in Slack, and who its people there are."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.cli.caller import caller
from bot.cli.output import PLAIN, JsonOption, local_time, print_json, print_table
from bot.cli.performing import perform
from bot.cli.slack_manifest import manifest

app = typer.Typer(**PLAIN, no_args_is_help=True, help="Set Slack up and look after it.")
rollout = typer.Typer(
    **PLAIN, no_args_is_help=True, help="How far Zeroji goes by itself, and where."
)
people = typer.Typer(**PLAIN, no_args_is_help=True, help="Who may read what, and why.")
app.add_typer(rollout, name="rollout")
app.add_typer(people, name="people")
app.command()(manifest)

Scope = Annotated[str, typer.Argument(help="everywhere, channel, department or topic.")]
Value = Annotated[
    str,
    typer.Argument(
        help="The channel's id (dm for direct messages), the department's or the topic's name; "
        "nothing for everywhere."
    ),
]
User = Annotated[str, typer.Argument(help="A Slack id, like U012AB3CD.")]


@rollout.command("list")
def list_rules(as_json: JsonOption = False) -> None:
    """List the rules; where there is none, Zeroji answers."""
    _print_rules(perform("slack.rollout.list", {}), as_json)


@rollout.command("set")
def set_rule(
    scope: Scope,
    mode: Annotated[str, typer.Argument(help="off, listen, approve or full.")],
    value: Value = "",
    as_json: JsonOption = False,
) -> None:
    """Add a rule or change it.

    For example: zeroji slack rollout set channel approve C0123ABCD

    off: nothing is answered. listen: answers are shown to staff only. approve: staff look at an
    answer first. full: Zeroji answers at once.
    """
    params = {"scope": scope, "value": value, "mode": mode, "by": caller()}
    rule = perform("slack.rollout.set", params)
    if as_json:
        print_json(rule)
    else:
        print(f"{_told(rule)}: {rule['mode']}.")


@rollout.command("clear")
def clear_rule(scope: Scope, value: Value = "", as_json: JsonOption = False) -> None:
    """Take a rule away; the next wider one holds then."""
    params = {"scope": scope, "value": value, "by": caller()}
    _print_rules(perform("slack.rollout.clear", params), as_json)


@people.command()
def show(
    text: Annotated[str, typer.Argument(help="Part of a name, id, address or account.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show who has asked in Slack, what they may read, and why."""
    found = perform("slack.people.show", {"text": text})
    if as_json:
        print_json(found)
        return
    rows = (
        (
            p["user"],
            p["name"],
            p["kind"],
            p["account"],
            p["department"],
            ", ".join(p["audiences"]),
            ", ".join(map(_reason, p["rights"])),
        )
        for p in found["people"]
    )
    columns = ("USER", "NAME", "KIND", "ACCOUNT", "DEPARTMENT", "AUDIENCES", "BECAUSE OF")
    print_table(columns, rows)
    if found["count"] > len(found["people"]):
        print(f"{found['count']} in all; give a part of a name to see others.")


@people.command()
def refresh(
    user: Annotated[str, typer.Argument(help="A Slack id; everybody without one.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Have people looked up in Slack anew when they next ask."""
    found = perform("slack.people.refresh", {"user": user})
    if as_json:
        print_json(found)
    else:
        print(f"{found['outdated']} will be looked up when they next ask.")


@people.command()
def bind(
    user: User,
    account: Annotated[str, typer.Argument(help="A user's name; nothing to take it away.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Say which account somebody in Slack has. Else name and e-mail address decide."""
    person = perform("slack.people.bind", {"user": user, "account": account, "by": caller()})
    if as_json:
        print_json(person)
    else:
        print(f"{person['user']} has the account: {person['account'] or 'none'}.")


def _print_rules(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    rows = (
        (
            rule["scope"],
            rule["value"],
            rule["mode"],
            rule["changed_by"],
            local_time(rule["changed_at"]),
        )
        for rule in found["rules"]
    )
    print_table(("SCOPE", "VALUE", "MODE", "BY", "SINCE"), rows)


def _told(rule: dict[str, Any]) -> str:
    return f"{rule['scope']} {rule['value']}".strip()


def _reason(right: dict[str, Any]) -> str:
    told = f"{right['because']} {right['detail']}"
    return told if right["counts"] else f"{told} (does not count: people write it themselves)"
