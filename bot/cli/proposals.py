"""``zeroji proposals``: changes of manuals, reviewed on the command line."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, ByOption, JsonOption, print_json, print_table
from bot.cli.performing import perform

app = typer.Typer(**PLAIN, no_args_is_help=True, help="Review changes of manuals.")


@app.command("list")
def list_proposals(
    status: Annotated[
        str | None, typer.Option(help="proposed, publishing, published or rejected.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List proposals, newest first."""
    found = perform("proposals.list", {"status": status})
    if as_json:
        print_json(found)
        return
    rows = (
        (p["id"], p["status"], p["author"], p["approver"], f"{p['manual']} ＞ {p['heading']}")
        for p in found["proposals"]
    )
    print_table(("ID", "STATUS", "AUTHOR", "APPROVER", "PLACE"), rows)


@app.command()
def show(proposal: int, as_json: JsonOption = False) -> None:
    """Show a proposal and what it changes."""
    _print(perform("proposals.show", {"id": proposal}), as_json)


@app.command()
def approve(proposal: int, by: ByOption, as_json: JsonOption = False) -> None:
    """Approve a proposal of somebody else: it is published at once."""
    _print(perform("proposals.approve", {"id": proposal, "by": by}), as_json)


@app.command()
def reject(
    proposal: int,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why, for its author.")],
    as_json: JsonOption = False,
) -> None:
    """Turn a proposal down."""
    _print(perform("proposals.reject", {"id": proposal, "by": by, "reason": reason}), as_json)


def _print(proposal: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(proposal)
        return
    print(f"#{proposal['id']} [{proposal['status']}] {proposal['manual']} ＞ {proposal['heading']}")
    print(f"  by {proposal['author']}, approver {proposal['approver'] or '-'}")
    if proposal["status"] == "published":
        print(f"  published as revision {proposal['revision']}")
    print(proposal.get("diff", ""))
