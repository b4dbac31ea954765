"""Whether the day whose rules a question means is read right, and none where none is meant surely.

Phrases were written by hand, and are read as on 20 November 2026. Those called learned from were
looked at while the rules were made, those called unseen after they had been measured: at first
contact 69 of the first 77 were right and 7 wrong, 26 of the next 30 and 3. The set called blind was
written last and is learned from by nobody.

Run it as ``python -m evals.benchmarks.followups.dates [--errors] [--json]``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.answering.understanding.dates import date_meant
from evals.benchmarks.followups.scoring import TODAY
from knowledge import japanese

#: The set whose errors are not shown.
_BLIND = "blind"
_FOLDER = Path(__file__).parent
SETS: Mapping[str, str] = {
    "learned from": "dates_learned_from.txt",
    "unseen, since learned from": "dates_unseen.txt",
    "unseen later, since learned from": "dates_unseen_later.txt",
    _BLIND: "dates_blind.txt",
}


def load(path: Path) -> Iterator[tuple[str, date | None]]:
    """Phrases with the day that they mean: ``phrase => 2027-04-01``, ``-`` for none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            phrase, _, day = line.partition(" => ")
            yield phrase, None if day.strip() == "-" else date.fromisoformat(day.strip())


def judged(phrase: str, expected: date | None) -> str:
    """right, missed (a day is meant and none read), or wrong (another day than is meant)."""
    read = date_meant(japanese.normalize(phrase), TODAY)
    if read == expected:
        return "right"
    return "missed" if read is None else "wrong"


def main(
    errors: Annotated[bool, typer.Option("--errors", help="List what goes wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print how many days are read right, missed and wrong."""
    report: dict[str, Counter[str]] = {}
    told: list[str] = []
    for name, file in SETS.items():
        report[name] = Counter()
        for phrase, expected in load(_FOLDER / file):
            what = judged(phrase, expected)
            report[name][what] += 1
            if what != "right" and name != _BLIND:
                read = date_meant(japanese.normalize(phrase), TODAY)
                told.append(f"{what}: {phrase} means {expected}, read {read}")
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    table = Table("", "phrases", "right", "missed", "wrong")
    for name, count in report.items():
        figures = (count.total(), count["right"], count["missed"], count["wrong"])
        table.add_row(name, *map(str, figures))
    Console().print(table)
    if errors:
        print("\n".join(told))


if __name__ == "__main__":
    typer.run(main)
