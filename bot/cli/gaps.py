"""``zeroji gaps``: needs that the manuals do not meet."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, JsonOption, print_json, print_table
from bot.cli.performing import perform

app = typer.Typer(**PLAIN, help="See which needs the manuals do not meet.")


@app.command()
def gaps(
    days: Annotated[int, typer.Option(min=1, max=730, help="How many days to look at.")] = 90,
    owner: Annotated[str | None, typer.Option(help="Only of this owner's manuals.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show so many.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Show unanswered needs, the most worthwhile first: impact x frequency x room."""
    found = perform("gaps", {"days": days, "owner": owner, "limit": limit})
    if as_json:
        print_json(found)
        return
    rows = [_row(gap) for gap in found["gaps"]]
    header = ("SCORE", "IMPACT", "PER 30 DAYS", "ROOM", "ACTION", "OWNER", "TICKETS", "QUESTION")
    print_table(header, rows)
    print(f"Gaps: {found['total']}, from {found['asked']} questions of {days} days.")


def _row(gap: dict[str, Any]) -> tuple[str, ...]:
    tickets = ", ".join(f"#{ticket['id']}" for ticket in gap["tickets"][:4])
    return (
        *(f"{gap['score']:.1f}", f"{gap['impact']:.1f}", f"{gap['frequency']:.1f}"),
        *(f"{gap['room']:.2f}", gap["action"].replace("_", " ")),
        *((gap["spot"] or {}).get("owner", ""), tickets, gap["question"]),
    )
