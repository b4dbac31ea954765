"""``zeroji proposals``: changes of manuals, reviewed on the command line."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, ByOption, JsonOption, print_json, print_table
from bot.cli.performing import perform

app = typer.Typer(**PLAIN, no_args_is_help=True, help="Review changes of manuals.")


@app.command("list")
def list_proposals(
    status: Annotated[
        str | None, typer.Option(help="proposed, seconding, published, taken_back or rejected.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List proposals, newest first."""
    found = perform("proposals.list", {"status": status})
    if as_json:
        print_json(found)
        return
    rows = (
        (
            p["id"],
            p["status"],
            p["gate_status"],
            p["author"],
            p["approver"],
            f"{p['manual']} ＞ {p['heading']}",
        )
        for p in found["proposals"]
    )
    print_table(("ID", "STATUS", "CHECK", "AUTHOR", "APPROVER", "PLACE"), rows)


@app.command()
def show(proposal: int, as_json: JsonOption = False) -> None:
    """Show a proposal and what it changes."""
    _print(perform("proposals.show", {"id": proposal}), as_json)


@app.command()
def gate(proposal: int, as_json: JsonOption = False) -> None:
    """Try a proposal out on a copy: what answers would be with it."""
    _print(perform("proposals.gate", {"id": proposal}), as_json)


@app.command()
def revise(
    proposal: int,
    by: ByOption,
    text: Annotated[str, typer.Option(help="The new text; - reads it from standard input.")],
    as_json: JsonOption = False,
) -> None:
    """Change the text of a proposal that waits. It is tried out again."""
    said = sys.stdin.read() if text == "-" else text
    _print(perform("proposals.revise", {"id": proposal, "by": by, "text": said}), as_json)


@app.command()
def approve(
    proposal: int,
    by: ByOption,
    withhold: Annotated[
        list[int] | None,
        typer.Option(help="Exchange whose asker is not told that the answer changed."),
    ] = None,
    reason: Annotated[
        str, typer.Option(help="Why, where answers would become worse; a second approver agrees.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Approve a proposal of somebody else. It is tried out, then published at once."""
    params = {"id": proposal, "by": by, "withhold": withhold or None, "reason": reason}
    _print(perform("proposals.approve", params), as_json)


@app.command()
def reject(
    proposal: int,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why, for its author.")],
    as_json: JsonOption = False,
) -> None:
    """Turn a proposal down."""
    _print(perform("proposals.reject", {"id": proposal, "by": by, "reason": reason}), as_json)


@app.command("take-back")
def take_back(
    proposal: int,
    by: ByOption,
    because: Annotated[str, typer.Option(help="Why; whoever was told of the change is told.")],
    as_json: JsonOption = False,
) -> None:
    """Undo a published change, and tell everybody who was told of it."""
    params = {"id": proposal, "by": by, "because": because}
    _print(perform("proposals.take-back", params), as_json)


def _print(proposal: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(proposal)
        return
    print(f"#{proposal['id']} [{proposal['status']}] {proposal['manual']} ＞ {proposal['heading']}")
    approvers = [name for name in (proposal["approver"], proposal["second_approver"]) if name]
    print(f"  by {proposal['author']}, approver {' and '.join(approvers) or '-'}")
    found = proposal["gate"] or {}
    print(
        f"  check: {proposal['gate_status']}, {len(found.get('impact', ()))} earlier answers change"
    )
    for reason in found.get("reasons", ()):
        print(f"  {reason['level']}: {reason['en']}")
    if proposal["status"] == "published":
        print(f"  published as revision {proposal['revision']}")
    if proposal["status"] == "seconding":
        print("  waits for a second approver")
    if proposal["taken_back_because"]:
        print(f"  taken back by {proposal['taken_back_by']}: {proposal['taken_back_because']}")
    print(proposal.get("diff", ""))
