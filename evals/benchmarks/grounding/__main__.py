"""How many planted errors are caught and how many right sentences are objected to.

Sentences of manuals are said rightly in other words and wrongly in all kinds; each cites its own
section and quotes its own sentence. Sets that the check was fitted on and sets that nothing was
put right by are printed apart. Run it as ``python -m evals.benchmarks.grounding``.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.benchmarks.grounding.material import chosen, folder_of, stated
from evals.benchmarks.grounding.scoring import Score, by_hand, by_machine
from evals.benchmarks.grounding.written import FITTED, UNSEEN, Written, written

#: Looked at while the check was made.
COMPANIES = (
    *("sample_company", "hoshizora", "minato_seiki", "aoba_iryo", "kaede_shoji"),
    *("shiranami_kagaku", "tsubame_butsuryu"),
)


def main(
    count: Annotated[int, typer.Option(help="Sentences of each company.")] = 60,
    seed: Annotated[int, typer.Option(help="Of the choice of sentences and plants.")] = 7,
    errors: Annotated[bool, typer.Option("--errors", help="List what went wrong.")] = False,
    unseen: Annotated[
        list[str] | None, typer.Option(help="Companies that the check was not fitted on.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Plant errors into sentences, and print how many are caught."""
    sets = {
        "fitted": _score(COMPANIES, written(FITTED), count, seed),
        "unseen": _score(tuple(unseen or ()), written(UNSEEN), count, seed),
    }
    if as_json:
        report = {name: score.report() for name, score in sets.items()}
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    for name, score in sets.items():
        _print(name, score)
        if errors:
            print("\n".join(score.errors))


def _score(companies: tuple[str, ...], cases: list[Written], count: int, seed: int) -> Score:
    score = Score()
    named = dict.fromkeys([*companies, *(case.company for case in cases)])
    found = {company: list(stated(folder_of(company), company)) for company in named}
    by_machine(score, [one for name in companies for one in chosen(found[name], count, seed)], seed)
    by_hand(score, cases, found)
    return score


def _print(name: str, score: Score) -> None:
    table = Table("Planted", "Number", "Caught", "Share", title=name)
    for kind, number in [*score.planted.items(), ("all", score.planted.total())]:
        caught = score.caught.total() if kind == "all" else score.caught[kind]
        table.add_row(kind, str(number), str(caught), f"{caught / max(1, number):.3f}")
    rights = Table("Right", "Number", "Objected", "Share", title=name)
    for kind, number in [*score.right.items(), ("all", score.right.total())]:
        objected = score.objected.total() if kind == "all" else score.objected[kind]
        rights.add_row(kind, str(number), str(objected), f"{objected / max(1, number):.3f}")
    console = Console()
    console.print(table, rights)
    console.print(
        f"{score.ms_per_sentence:.2f} ms a sentence, "
        f"{score.ms_per_passage:.2f} ms for reading its passage"
    )


if __name__ == "__main__":
    typer.run(main)
