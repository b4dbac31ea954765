"""Asks short, everyday questions, and chooses where it is asked back, as their askers would:

    python -m evals.benchmarks.everyday [COMPANY …]

Of the companies that nothing was learned from unless others are named. ``everyday.jsonl`` was
written by who never saw what the engine does with a question; nothing is fitted to it. An asker
who is asked back chooses the option that names a place of the answer, once; who finds none asks
for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from bot.outcomes import Exchange, Option, Outcome, Question, outcome_json
from bot.settings import load_settings
from bot.wiring import Zeroji
from evals.cases import EvalCase, Kind, load_cases
from evals.metrics import score
from evals.progress import bars
from evals.rehearsal import empty_home
from knowledge.model import EVERYONE, heading_label

_COMPANIES = Path(__file__).parents[1] / "companies"
_KINDS: tuple[Kind, ...] = ("answerable", "unanswerable", "ambiguous")

Result = Literal[
    "right", "right by a choice", "wrong", "wrong by a choice", "asked in vain", "handed over"
]
_RESULTS: tuple[Result, ...] = (
    *("right", "right by a choice", "wrong", "wrong by a choice"),
    *("asked in vain", "handed over"),
)


def main(
    companies: Annotated[list[str] | None, typer.Argument(help="Folders of companies.")] = None,
) -> None:
    """Count what becomes of the everyday questions of some companies."""
    held_out = (_COMPANIES / "HELD_OUT").read_text(encoding="utf-8").split()
    counted = {kind: Counter[Result]() for kind in _KINDS}
    for company in companies or held_out:
        folder = _COMPANIES / company
        with empty_home(load_settings()) as zeroji, bars() as bar:
            zeroji.ingest([folder / "documents"])
            cases = load_cases([folder / "everyday.jsonl"])
            progress = bar(company)
            for done, case in enumerate(cases, start=1):
                counted[case.kind][result_of(zeroji, case)] += 1
                progress(done, len(cases))
    Console(width=140).print(_table(counted))


def result_of(zeroji: Zeroji, case: EvalCase) -> Result:
    """What becomes of a question after one choice at most."""
    asked = _ask(zeroji, case, case.asked[-1])
    option = _meant(case, asked.outcome)
    if option is None:
        return _result(case, asked.outcome, chosen=False)
    chosen = _ask(zeroji, case, option.question, asked.conversation)
    return _result(case, chosen.outcome, chosen=True)


def _ask(zeroji: Zeroji, case: EvalCase, text: str, conversation: str | None = None) -> Exchange:
    audiences = frozenset({EVERYONE, *case.audience})
    return zeroji.engine.ask(
        Question(text=text, asker=case.id, audiences=audiences, conversation=conversation)
    )


def _meant(case: EvalCase, outcome: Outcome) -> Option | None:
    """The option that names a place of the answer; for an ambiguous question none is meant."""
    if outcome.kind != "clarification" or case.kind == "ambiguous":
        return None
    named = {heading_label(gold.heading.split(" > ")[-1]) for gold in case.places if gold.heading}
    return next((option for option in outcome.options if option.label in named), None)


def _result(case: EvalCase, outcome: Outcome, *, chosen: bool) -> Result:
    scored = score(case, outcome_json(outcome))
    if outcome.kind == "clarification" and not scored.correct:
        return "asked in vain"
    if scored.correct:
        return "right by a choice" if chosen else "right"
    if scored.wrong:
        return "wrong by a choice" if chosen else "wrong"
    return "handed over"


def _table(counted: Mapping[Kind, Counter[Result]]) -> Table:
    table = Table("", "questions", *_RESULTS)
    for kind, results in counted.items():
        table.add_row(kind, str(results.total()), *_shares(results))
    return table


def _shares(results: Counter[Result]) -> Iterable[str]:
    total = max(1, results.total())
    return (f"{results[name]} ({100 * results[name] / total:.0f} %)" for name in _RESULTS)


if __name__ == "__main__":
    typer.run(main)
