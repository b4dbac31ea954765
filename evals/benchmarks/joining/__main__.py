"""How surely questions are told that ask for the same, so that one reply answers both.

Pairs were written by hand: those that ask for the same in other words, and near misses, of which a
figure, a person, a matter or what is asked differs. Sets that are learned from flatter; the first
look at each that was unseen then: 18 of 30 and 1 of 71 wrong (``unseen``), 15 of 20 and 2 of 40
wrong (``unseen_later``). Besides, all questions of the eval cases are compared with those of the
same company: whatever joins is shown.

Run it as ``python -m evals.benchmarks.joining [--errors]``.
"""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.desk.needs import asks_the_same, need_of
from evals.benchmarks.joining.pairs import SETS, pairs

_EVALS = Path(__file__).parents[2]


def main(
    errors: Annotated[bool, typer.Option(help="Show each pair that is told wrong.")] = False,
) -> None:
    console = Console()
    table = Table("pairs", "same", "found", "near misses", "wrongly joined")
    for name in SETS:
        told = [(same, asks_the_same(need_of(a), need_of(b)), a, b) for same, a, b in pairs(name)]
        alike = [found for same, found, *_ in told if same]
        apart = [found for same, found, *_ in told if not same]
        counts = (len(alike), sum(alike), len(apart), sum(apart))
        table.add_row(name, *map(str, counts))
        for same, found, one, other in told if errors else ():
            if same != found:
                console.print("missed" if same else "wrong", one, "|", other)
    console.print(table)
    compared, joined = 0, []
    for file in _case_files():
        cases = map(json.loads, file.read_text(encoding="utf-8").splitlines())
        asked = [case["question"] for case in cases if "question" in case]
        for one, other in combinations(dict.fromkeys(asked), 2):
            compared += 1
            if asks_the_same(need_of(one), need_of(other)):
                joined.append((one, other))
    console.print(
        f"Pairs of different questions of eval cases: {compared:,}; joined: {len(joined)}"
    )
    for one, other in joined:
        console.print("  ", one, "|", other)


def _case_files() -> list[Path]:
    companies = sorted((_EVALS / "companies").glob("*/questions.jsonl"))
    return [_EVALS / "cases" / "sample_company.jsonl", *companies]


typer.run(main)
