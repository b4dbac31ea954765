"""``zeroji search``: what a search finds, with its scores."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.output import PLAIN, JsonOption, print_json
from bot.cli.performing import perform

app = typer.Typer(**PLAIN)


@app.command()
def search(
    query: str,
    top: Annotated[int, typer.Option(min=1, max=60)] = 10,
    audience: Annotated[list[str] | None, typer.Option(help="Audience; repeatable.")] = None,
    on: Annotated[str | None, typer.Option(help="By the rules of this day: 2027-04-01.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages that a search finds, best first."""
    params = {"query": query, "top": top, "audience": audience or [], "on": on}
    found = perform("search", params)
    if as_json:
        print_json(found)
        return
    for number, passage in enumerate(found["passages"], start=1):
        page = f" p.{passage['page']}" if passage["page"] else ""
        ranks = f"dense {passage['dense_rank']}, lexical {passage['lexical_rank']}"
        print(f"{number}. {passage['manual']} ＞ {passage['section']}{page}")
        print(f"   {passage['score']:.3f} ({ranks})  {passage['text'][:100]}".replace("\n", " "))
