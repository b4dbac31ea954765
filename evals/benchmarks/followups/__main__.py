"""How follow-ups are understood, by the rules alone and with a scripted model.

Conversations were written by hand over the manuals of invented companies. Those called learned from
were looked at while the rules were made. Those called unseen were written when the rules stood, and
learned from after they had been measured. At first contact the rules acted on 61 of the first 107
(4 wrong), on 20 of the next 45 (2 wrong) and on 21 of the next 49 (3 wrong), and asked back 10; the
rest they left to the manuals. The set called blind was written last and is learned from by nobody.

The scripted model rewrites well, and then badly: it adds a circumstance, changes a number, leaves
out what is new. Run it as ``python -m evals.benchmarks.followups [--errors] [--json]``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.followups.conversations import Conversation, load
from evals.benchmarks.followups.scoring import Score, bad_rewrites, by_rules, understood, with_model
from evals.benchmarks.followups.scripted import ScriptedRewriter
from evals.loopback.chat_completions import OpenAIServer, openai_server

_FOLDER = Path(__file__).parent
#: The set whose errors are not shown: nobody has looked at them.
_BLIND = "blind"
#: Name of a set → its file.
SETS: Mapping[str, str] = {
    "learned from": "learned_from.txt",
    "unseen, since learned from": "unseen.txt",
    "unseen later, since learned from": "unseen_later.txt",
    "unseen last, since learned from": "unseen_last.txt",
    _BLIND: "blind.txt",
}
_COLUMNS = ("acted right", "acted wrong", "asked back", "asked in vain", "left", "left wrong")


def main(
    errors: Annotated[
        bool, typer.Option("--errors", help="List what goes wrong in the sets looked at.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print what becomes of follow-ups, set by set."""
    report: dict[str, dict[str, object]] = {}
    told: list[str] = []
    with openai_server() as server:
        for name, file in SETS.items():
            conversations = list(load(_FOLDER / file))
            rules = by_rules(conversations)
            good = ScriptedRewriter(server=server, says=_good(conversations))
            resolved, _ = with_model(conversations, good)
            report[name] = {
                "conversations": len(conversations),
                "rules": dict(rules.became),
                "with a model": dict(resolved.became),
                "resolved": round(_resolved(resolved), 3),
                "asked the model": good.asked,
                "bad rewrites refused": _bad(conversations, server),
            }
            if name != _BLIND:
                told += [*rules.errors, *(f"with a model: {one}" for one in resolved.errors)]
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    _print(report)
    if errors:
        print("\n".join(told))


def _good(conversations: Sequence[Conversation]) -> Callable[[str], str | None]:
    by_text = {c.text: c.rewrite or None for c in conversations}
    return lambda text: by_text[text]


def _resolved(score: Score) -> float:
    """The share that came to the right question, or was rightly asked back."""
    right = score.became["acted right"] + score.became["asked back"]
    return right / max(1, score.conversations)


def _bad(conversations: Sequence[Conversation], server: OpenAIServer) -> dict[str, str]:
    """Of each kind of bad rewrite how many were refused, of those that the model was asked for."""
    refused: dict[str, list[bool]] = {}
    for conversation in conversations:
        before, _ = understood(conversation)
        if before.perhaps is None and not before.unclear:
            continue
        for kind, bad in bad_rewrites(conversation).items():
            rewriter = ScriptedRewriter(server=server, says=_always(bad))
            _, (reading,) = with_model([conversation], rewriter)
            refused.setdefault(kind, []).append(reading == before)
    return {kind: f"{sum(each)}/{len(each)}" for kind, each in refused.items()}


def _always(said: str) -> Callable[[str], str | None]:
    return lambda _: said


def _print(report: Mapping[str, Mapping[str, object]]) -> None:
    console = Console()
    for name, figures in report.items():
        table = Table("", *_COLUMNS, title=f"{name}: {figures['conversations']} conversations")
        for way in ("rules", "with a model"):
            became = figures[way]
            assert isinstance(became, dict)
            table.add_row(way, *(str(became.get(column, 0)) for column in _COLUMNS))
        console.print(table)
        for what in ("resolved", "asked the model", "bad rewrites refused"):
            console.print(f"{what}: {figures[what]}")


if __name__ == "__main__":
    typer.run(main)
