"""``zeroji queue``: tickets on the command line."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, ByOption, JsonOption, print_json, print_table
from bot.cli.performing import perform
from knowledge.errors import InvalidInput

app = typer.Typer(**PLAIN, no_args_is_help=True, help="Work on tickets.")


@app.command("list")
def list_tickets(
    status: Annotated[
        str | None,
        typer.Option(help="waiting, open, claimed, answered, proposed, published or dismissed."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """List tickets, those due first at the top."""
    found = perform("queue.list", {"status": status, "limit": limit})
    if as_json:
        print_json(found)
        return
    rows = (
        (t["id"], t["status"], t["due_at"][:16], t["owner"], t["reason"], t["question"][:50])
        for t in found["tickets"]
    )
    print_table(("ID", "STATUS", "DUE", "OWNER", "REASON", "QUESTION"), rows)


@app.command()
def show(ticket: int, as_json: JsonOption = False) -> None:
    """Show a ticket with what was nearest in the manuals."""
    _print(perform("queue.show", {"id": ticket}), as_json)


@app.command()
def claim(ticket: int, by: ByOption, as_json: JsonOption = False) -> None:
    """Take a ticket."""
    _print(perform("queue.claim", {"id": ticket, "by": by}), as_json)


@app.command()
def release(ticket: int, by: ByOption, as_json: JsonOption = False) -> None:
    """Put a claimed ticket back."""
    _print(perform("queue.release", {"id": ticket, "by": by}), as_json)


@app.command("hand-over")
def hand_over(
    ticket: int,
    by: ByOption,
    to: Annotated[str, typer.Option(help="Who goes on with it: a user's name.")],
    note: Annotated[str, typer.Option(help="What they should know.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Give a ticket to a colleague, who is told."""
    params = {"id": ticket, "by": by, "to": to, "note": note}
    _print(perform("queue.hand-over", params), as_json)


@app.command()
def note(ticket: int, text: str, by: ByOption, as_json: JsonOption = False) -> None:
    """Keep a note with a ticket; askers never see it."""
    found = perform("queue.note", {"id": ticket, "by": by, "text": text})
    if as_json:
        print_json(found)
        return
    for kept in found["notes"]:
        whom = f" → {kept['recipient']}" if kept["recipient"] else ""
        print(f"{kept['created_at'][:16]} {kept['author']}{whom}: {kept['text']}")


@app.command()
def split(ticket: int, exchange: int, by: ByOption, as_json: JsonOption = False) -> None:
    """Give a question that joined a ticket of its own."""
    _print(perform("queue.split", {"id": ticket, "exchange": exchange, "by": by}), as_json)


@app.command()
def reopen(ticket: int, by: ByOption, as_json: JsonOption = False) -> None:
    """Have an answered, published or dismissed ticket wait again."""
    _print(perform("queue.reopen", {"id": ticket, "by": by}), as_json)


@app.command()
def similar(
    ticket: Annotated[int | None, typer.Argument()] = None,
    text: Annotated[str | None, typer.Option(help="A question instead of a ticket.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 5,
    as_json: JsonOption = False,
) -> None:
    """Show earlier replied tickets like a ticket or a question."""
    if (ticket is None) == (text is None):
        raise InvalidInput("Name a ticket, or give a question with --text.")
    found = perform("queue.similar", {"id": ticket, "text": text, "limit": limit})
    if as_json:
        print_json(found)
        return
    for one in found["similar"]:
        earlier = one["ticket"]
        print(f"{one['similarity']:.2f} #{earlier['id']} {earlier['question']}")
        print(f"     {earlier['reply'][:120]}".replace("\n", " "))


@app.command()
def reply(
    ticket: int,
    text: str,
    by: ByOption,
    cite: Annotated[
        list[int] | None, typer.Option(help="Number of a nearest passage that it rests on.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Reply to everyone who asked."""
    params = {"id": ticket, "by": by, "text": text, "cite": cite}
    _print(perform("queue.reply", params), as_json)


@app.command()
def dismiss(
    ticket: int,
    by: ByOption,
    because: Annotated[str, typer.Option(help="Why; askers who still wait are told.")],
    as_json: JsonOption = False,
) -> None:
    """Close a ticket without changing a manual."""
    params = {"id": ticket, "by": by, "because": because}
    _print(perform("queue.dismiss", params), as_json)


@app.command()
def propose(
    ticket: int,
    by: ByOption,
    place: Annotated[
        int | None, typer.Option(help="Number of the place; leave it out to see the places.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(help="The new text of that place; the reply by default.")
    ] = None,
    question: Annotated[
        str | None, typer.Option(help="Question (or heading) of a new entry.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Propose the reply as a change of a manual."""
    params = {"ticket": ticket, "by": by, "place": place, "text": text, "question": question}
    found = perform("queue.propose", params)
    if as_json:
        print_json(found)
    elif "places" in found:
        for number, p in enumerate(found["places"], start=1):
            print(f"{number}. {p['manual']} ＞ {p['heading']}")
            print(f"   {p['why_not'] or p['before'][:120]}".replace("\n", " "))
    else:
        print(f"Proposal {found['id']}: {found['manual']} ＞ {found['heading']}")


def _print(ticket: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(ticket)
        return
    print(f"#{ticket['id']} [{ticket['status']}] {ticket['question']}")
    print(f"  reason {ticket['reason']}, due {ticket['due_at'][:16]}, owner {ticket['owner']}")
    for asker in ticket["askers"]:
        joined = "" if asker["joined"] == "first" else f" ({asker['joined']})"
        said = asker["question"][:80].replace("\n", " ")
        print(f"  asked by {asker['asker']}, exchange {asker['exchange_id']}{joined}: {said}")
    for number, hit in enumerate(ticket["nearest"], start=1):
        line = f"  ~{number} {hit['manual']} ＞ {hit['section']}: {hit['text'][:80]}"
        print(line.replace("\n", " "))
    if ticket["reply"]:
        print(f"  reply: {ticket['reply']}")
    for place in ticket["citations"]:
        print(f"  rests on {place['manual']} ＞ {place['section']}")
