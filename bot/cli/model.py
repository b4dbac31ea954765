"""``zeroji model``: which language model is set, and what its word is worth."""

from __future__ import annotations

from typing import Any

import typer

from bot.cli.counting import Counting
from bot.cli.output import PLAIN, JsonOption, print_json
from bot.cli.performing import perform

app = typer.Typer(**PLAIN, help="See and check the language model that is set.")


@app.command()
def show(as_json: JsonOption = False) -> None:
    """Show the language model that is set, and what a check found."""
    _print(perform("model.show", {}), as_json)


@app.command()
def check(as_json: JsonOption = False) -> None:
    """Check how well the model tells whether passages answer (about 100 calls)."""
    progress = Counting("Cases checked")
    found = perform("model.check", {}, lambda step: progress(step["done"], step["total"]))
    _print(found, as_json)


def _print(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(found)
    elif found["model"] is None:
        print("No language model is set (ZEROJI_MODEL): answers quote the manuals.")
    elif found["checked"] is None:
        print(
            f"{found['model']} was not checked. It only words what the evidence proves already.\n"
            "Check it: zeroji model check"
        )
    else:
        _print_checked(found["model"], found["checked"])


def _print_checked(model: str, checked: dict[str, Any]) -> None:
    print(f"{model}")
    print(
        f"  passages that answer:     proved an answer in {checked['said_to_answer']} "
        f"of {checked['answering']}\n"
        f"  passages that do not:     claimed one in {checked['wrongly_said_to_answer']} "
        f"of {checked['not_answering']}"
    )
    if checked["reads"]:
        print(
            f"  It can read: an answer of its own counts {checked['weight_of_yes']:.1f} times, "
            f"finding none {checked['weight_of_no']:.2f} times."
        )
    else:
        print("  It cannot tell what answers: it is not asked, and answers quote the manuals.")
