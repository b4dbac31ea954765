"""How many planted errors are caught and how many right sentences are objected to.

Sentences of manuals are said rightly in other words and wrongly in all kinds; each cites its own
section and quotes its own sentence. Run it as ``python -m evals.benchmarks.grounding``.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.grounding.checking import objections
from bot.grounding.source import source
from evals.benchmarks.grounding import paraphrasing
from evals.benchmarks.grounding.material import Stated, chosen, stated
from evals.benchmarks.grounding.planting import plants
from evals.benchmarks.grounding.written import FIRST, LATER, Written, written

_SAMPLE = Path(__file__).parents[3] / "knowledge" / "sample_company"
_COMPANIES = Path(__file__).parents[2] / "companies"
#: Looked at while the check was made, and not.
FITTED = ("sample_company", "hoshizora", "minato_seiki", "aoba_iryo", "kaede_shoji")
FRESH = ("shiranami_kagaku", "tsubame_butsuryu")


@dataclass
class Score:
    """Of plants and of right sentences, by kind: how many there were and were objected to."""

    planted: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    objected: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    #: CPU time spent on reading passages, each once, and on the sentences about them.
    reading: float = 0.0
    seconds: float = 0.0

    def plant(self, kind: str, one: Stated, text: str, quote: str) -> None:
        self.planted[kind] += 1
        if self._objections(one, text, quote):
            self.caught[kind] += 1
        else:
            self.errors.append(f"missed, {kind}: {text} | {one.text}")

    def state(self, kind: str, one: Stated, text: str, quote: str) -> None:
        self.right[kind] += 1
        if found := self._objections(one, text, quote):
            self.objected[kind] += 1
            self.errors.append(f"objected, {kind}: {text} | {one.text} | {found[0]}")

    def _objections(self, one: Stated, text: str, quote: str) -> list[str]:
        began = time.process_time()
        source(one.heading, one.section)
        between = time.process_time()
        found = [o.english for o in objections(text, quote, one.heading, one.section)]
        self.reading += between - began
        self.seconds += time.process_time() - between
        return found


def main(
    count: Annotated[int, typer.Option(help="Sentences of each company.")] = 60,
    seed: Annotated[int, typer.Option(help="Of the choice of sentences and plants.")] = 7,
    errors: Annotated[bool, typer.Option("--errors", help="List what went wrong.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Companies not looked at.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Plant errors into sentences, and print how many are caught."""
    score = Score()
    companies, cases = (FRESH, written(LATER)) if fresh else (FITTED, written(FIRST))
    named = dict.fromkeys([*companies, *(case.company for case in cases)])
    found = {company: list(stated(_folder(company), company)) for company in named}
    run(score, [one for name in companies for one in chosen(found[name], count, seed)], seed)
    by_hand(score, cases, found)
    if as_json:
        print(json.dumps(_report(score), ensure_ascii=False, indent=1))
    else:
        _print(score)
    if errors:
        print("\n".join(score.errors))


def _folder(company: str) -> Path:
    return _SAMPLE if company == "sample_company" else _COMPANIES / company / "documents"


def run(score: Score, material: Iterable[Stated], seed: int) -> None:
    """Right sentences and plants made of sentences of manuals."""
    for one in material:
        spelt = paraphrasing.spelt_otherwise(one.text)
        polite = paraphrasing.polite(one.text)
        shorter = paraphrasing.polite(paraphrasing.shortened(one.text))
        for kind, text in (("spelt otherwise", spelt), ("polite", polite), ("shortened", shorter)):
            if text != one.text:
                score.state(kind, one, text, one.text)
        if not one.is_row:
            score.state("verbatim", one, one.text, one.text)
        for plant in plants(one, polite, seed):
            score.plant(plant.kind, one, plant.text, plant.quote)


def by_hand(score: Score, cases: Sequence[Written], found: dict[str, list[Stated]]) -> None:
    """Sentences written by hand about single sentences of the manuals."""
    places = {(company, one.text): one for company, lines in found.items() for one in lines}
    for case in cases:
        one = places[case.company, case.quote]
        for text in case.right:
            score.state("by hand", one, text, case.quote)
        for text in case.wrong:
            score.plant("by hand", one, text, case.quote)


def _report(score: Score) -> dict[str, object]:
    return {
        "planted": dict(score.planted),
        "caught": dict(score.caught),
        "right": dict(score.right),
        "objected": dict(score.objected),
        "ms_per_sentence": round(1000 * score.seconds / _checked(score), 3),
    }


def _checked(score: Score) -> int:
    return max(1, score.planted.total() + score.right.total())


def _print(score: Score) -> None:
    table = Table("Planted", "Number", "Caught", "Share")
    for kind, number in [*score.planted.items(), ("all", score.planted.total())]:
        caught = score.caught.total() if kind == "all" else score.caught[kind]
        table.add_row(kind, str(number), str(caught), f"{caught / number:.3f}")
    rights = Table("Right", "Number", "Objected", "Share")
    for kind, number in [*score.right.items(), ("all", score.right.total())]:
        objected = score.objected.total() if kind == "all" else score.objected[kind]
        rights.add_row(kind, str(number), str(objected), f"{objected / number:.3f}")
    console = Console()
    console.print(table, rights)
    console.print(
        f"{1000 * score.seconds / _checked(score):.2f} ms a sentence, "
        f"{1000 * score.reading / _checked(score):.2f} ms for reading its passage"
    )


if __name__ == "__main__":
    typer.run(main)
