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
    """Check whether the model can tell what answers. About 100 calls."""
    progress = Counting("Cases checked")
    found = perform("model.check", {}, lambda step: progress(step["done"], step["total"]))
    _print(found, as_json)


def _print(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(found)
    elif not found["models"]:
        print("No language model is set (ZEROJI_MODEL): answers quote the manuals.")
    else:
        for one in found["models"]:
            print(one["model"])
            print(_checked(one["checked"]) if one["checked"] else _NOT_CHECKED)


_NOT_CHECKED = """\
  It was not checked, so it only words what the evidence proves already.
  Check it: zeroji model check"""


def _checked(found: dict[str, Any]) -> str:
    lines = [
        f"  passages that answer:  proved an answer in {found['said_to_answer']} "
        f"of {found['answering']}",
        f"  passages that do not:  claimed one in {found['wrongly_said_to_answer']} "
        f"of {found['not_answering']}",
    ]
    if found["reads"]:
        lines.append(
            f"  It can read: an answer of its own counts {found['weight_of_yes']:.1f} times, "
            f"finding none {found['weight_of_no']:.2f} times."
        )
    else:
        lines.append(
            "  It cannot tell what answers: it is not asked, and answers quote the manuals."
        )
    return "\n".join(lines)
