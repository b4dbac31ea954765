"""``zeroji thesaurus``: what the company calls things."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, ByOption, JsonOption, local_time, print_json, print_table
from bot.cli.performing import perform

app = typer.Typer(**PLAIN, no_args_is_help=True, help="Teach the company's words for things.")


@app.command("list")
def list_additions(as_json: JsonOption = False) -> None:
    """List the words that were added to the thesaurus."""
    found = perform("thesaurus.list", {})
    if as_json:
        print_json(found)
        return
    rows = (
        (a["concept"], a["form"], a["added_by"], a["ticket_id"], local_time(a["created_at"]))
        for a in found["additions"]
    )
    print_table(("CONCEPT", "WORD", "ADDED BY", "TICKET", "ADDED"), rows)


@app.command()
def add(
    word: Annotated[str, typer.Argument(help="What employees say.")],
    concept: Annotated[str, typer.Argument(help="What the manuals call it.")],
    by: ByOption,
    ticket: Annotated[int | None, typer.Option(help="The ticket that it is from.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Add a word for a concept. Questions and manuals are matched by it at once."""
    params = {"form": word, "concept": concept, "by": by, "ticket": ticket}
    _print(perform("thesaurus.add", params, _show_step), "means", as_json)


@app.command()
def remove(word: str, concept: str, by: ByOption, as_json: JsonOption = False) -> None:
    """Take back what was added."""
    params = {"form": word, "concept": concept, "by": by}
    _print(perform("thesaurus.remove", params, _show_step), "no longer means", as_json)


@app.command()
def suggest(as_json: JsonOption = False) -> None:
    """Show words of published tickets that manuals do not use.

    Accept one with: zeroji thesaurus add WORD CONCEPT --by NAME --ticket ID
    """
    found = perform("thesaurus.suggest", {})
    if as_json:
        print_json(found)
        return
    rows = (
        (s["form"], s["concept"], ", ".join(map(str, s["tickets"])), s["question"])
        for s in found["suggestions"]
    )
    print_table(("WORD", "CONCEPT", "TICKETS", "QUESTION"), rows)


def _print(addition: dict[str, Any], means: str, as_json: bool) -> None:
    if as_json:
        print_json(addition)
    else:
        print(f"「{addition['form']}」 {means} 「{addition['concept']}」.")


def _show_step(step: dict[str, Any], /) -> None:
    """Write how far it is over itself; only where somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if step["done"] == step["total"] else ""
        print(
            f"\r\x1b[2K{step['done']}/{step['total']} chunks", end=end, file=sys.stderr, flush=True
        )
