"""``zeroji spending``: what language models took and cost."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, JsonOption, print_json, print_table
from bot.cli.performing import perform

app = typer.Typer(**PLAIN, help="See what language models took and cost.")


@app.command()
def spending(
    days: Annotated[int, typer.Option(min=1, help="Today and the days before it.")] = 30,
    as_json: JsonOption = False,
) -> None:
    """Show calls, tokens and cost by day, and what is left of today's limits."""
    found = perform("spending", {"days": days})
    if as_json:
        print_json(found)
        return
    currency = found["currency"]
    rows = [
        (
            *(d["day"], d["purpose"], *_counts(d)),
            *(f"{d['cost']:.4f}", _seconds(d), _no_reply(d), d["model"]),
        )
        for d in found["days"]
    ]
    header = ("DAY", "PURPOSE", "CALLS", "ANSWERED", "TOKENS IN", "OUT", currency, "MEDIAN")
    print_table((*header, "NO REPLY", "MODEL"), rows)
    for asker in found["askers_today"]:
        name, cost = asker["asker"] or "(no name)", f"{asker['cost']:.4f} {currency}"
        print(f"Today {name}: {asker['calls']} calls, {asker['tokens']:,} tokens, {cost}")
    print(_limits(found["limits"], currency))
    if found["reached"]:
        print(f"No model is asked now: {found['reached']}. Answers quote the manuals.")


def _counts(spent: dict[str, Any]) -> tuple[int, int, str, str]:
    outcomes = spent["outcomes"]
    about = "~" if spent["estimated"] else ""
    return (
        sum(outcomes.values()),
        outcomes.get("answered", 0),
        f"{about}{spent['tokens_in']:,}",
        f"{about}{spent['tokens_out']:,}",
    )


def _seconds(spent: dict[str, Any]) -> str:
    return "" if spent["median_ms"] is None else f"{spent['median_ms'] / 1000:.1f} s"


def _no_reply(spent: dict[str, Any]) -> str:
    others = (f"{n} {why}" for why, n in spent["outcomes"].items() if why != "answered")
    return ", ".join(others)


def _limits(limits: dict[str, Any], currency: str) -> str:
    told = [
        f"{limits[key]:,g} {unit}"
        for key, unit in (
            ("tokens", "tokens"),
            ("user_tokens", "tokens a person"),
            ("cost", currency),
            ("user_cost", f"{currency} a person"),
        )
        if limits[key]
    ]
    return f"Limits of a day: {', '.join(told) or 'none'}."
