"""Asks what half the wordings of some needs teach about the other half, and about near misses.

Three companies' needs, in four wordings each. All are asked twice: while nothing is known, and
once the first two wordings of each are known from cases. A known wording that is asked again
counts apart. Near misses are answered by no manual.

The odds were learned from ``evals/quarter``. That no thing may be named that wording and section
do not speak of was found by the near misses of the first two companies, and the least odds were
chosen by them; the third (``aoba_iryo``) was written after that, and asked once.

Run it as ``python -m evals.benchmarks.wordings [COMPANY …] [--errors]``.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot import schema
from bot.desk import events
from bot.outcomes import Answer, Question
from bot.settings import load_settings
from bot.wiring import Zeroji
from evals.benchmarks.wordings.needs import COMPANIES, Need, needs_of
from evals.loop.simulation import prepare
from evals.matching import says
from evals.rehearsal import empty_home
from knowledge.database import now, writing

_DOCUMENTS = Path(__file__).parents[2] / "companies"
_KINDS = ("in new words", "in the same words", "near misses")

Result = Literal["right", "wrong", "not answered"]


def main(
    companies: Annotated[list[str] | None, typer.Argument()] = None,
    errors: Annotated[bool, typer.Option(help="Show each answer that a wording gave.")] = False,
) -> None:
    console = Console(width=200)
    table = Table(
        "company", "asked", "questions", "right", "wrong", "by a wording", "of them wrong"
    )
    total: dict[tuple[str, str], Counter[str]] = {}
    for company in companies or COMPANIES:
        with empty_home(load_settings()) as zeroji:
            prepare(zeroji, [_DOCUMENTS / company / "documents"])
            for when in ("before", "after"):
                if when == "after":
                    _teach(zeroji, needs_of(company))
                for kind in _KINDS:
                    counted = _counted(zeroji, company, kind, console if errors else None)
                    total.setdefault((when, kind), Counter()).update(counted)
                    _add(table, company, f"{kind}, {when}", counted)
    for (when, kind), counted in total.items():
        _add(table, "all", f"{kind}, {when}", counted)
    console.print(table)


def _teach(zeroji: Zeroji, needs: list[Need]) -> None:
    """Know the first wordings, as of eval cases that nobody has withdrawn."""
    manuals = {Path(manual.source).name: manual.id for manual in zeroji.library.manuals()}
    with writing(zeroji.database) as tx:
        for need in needs:
            values = {
                "manual_id": manuals[need.file],
                "question": need.known[0],
                "paraphrases": list(need.known[1:]),
                "gold": [{"file": need.file, "heading": need.heading, "quote": ""}],
                "facts": list(need.facts),
                "status": "reviewed",
                "created_at": now(),
            }
            tx.execute(insert(schema.eval_cases).values(values))
        events.record(tx, "benchmark", "case.drafted", "case:all")
    zeroji.wordings.learn()


def _counted(zeroji: Zeroji, company: str, kind: str, console: Console | None) -> Counter[str]:
    counted: Counter[str] = Counter()
    for need in needs_of(company):
        for question in _questions(need, kind):
            exchange = zeroji.engine.ask(Question(text=question, asker="somebody"))
            outcome, by_wording = exchange.outcome, bool(exchange.trace.remembered)
            result: Result = "not answered"
            if isinstance(outcome, Answer):
                result = "right" if kind != "near misses" and _is_right(need, outcome) else "wrong"
            counted.update({"questions": 1, result: 1, "taken": by_wording})
            counted["taken wrong"] += by_wording and result == "wrong"
            if console and by_wording:
                console.print(f"[b]{result}[/b]", kind, question, "→", exchange.trace.why)
                if result == "wrong":
                    console.print("   ", outcome.text.replace("\n", " ")[:200])
    return counted


def _questions(need: Need, kind: str) -> tuple[str, ...]:
    if kind == "near misses":
        return need.near
    return need.asked if kind == "in new words" else need.known


def _is_right(need: Need, answer: Answer) -> bool:
    """Whether the place is cited, or all is said that the place says."""
    cited = any(c.section.split(" > ")[-1] == need.heading for c in answer.citations)
    return cited or all(says(answer.text, fact) for fact in need.facts)


def _add(table: Table, company: str, asked: str, counted: Counter[str]) -> None:
    names = ("questions", "right", "wrong", "taken", "taken wrong")
    table.add_row(company, asked, *(str(counted[name]) for name in names))


typer.run(main)
