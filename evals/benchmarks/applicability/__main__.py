"""Whether the row of a table that holds for the asker is told, and no other.

``python -m evals.benchmarks.applicability --homes DIR`` asks the questions of the ``.jsonl`` files
beside this module of the invented companies' documents, each with a profile and a date. The homes
are made in ``DIR`` when they are missing. A case is of one of three kinds:

- ``states`` (and ``not``): figures that the answer tells, and figures of other rows;
- ``asks``: the options of a question back, each with the figure that it leads to (*told whole*:
  the table is shown with all rows instead);
- ``open``: figures of which the account chooses none, so that none may be told alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from bot.outcomes import Answer, Clarification, Outcome, Question
from bot.profiles import checked_profile
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji

COMPANIES = Path(__file__).parents[2] / "companies"
#: The rules in force on this day are asked for where a case names none.
ON = "2026-11-22"

Verdict = Literal["right", "wrong", "told whole", "not served"]


@dataclass(frozen=True, kw_only=True)
class Scored:
    file: str
    kind: str
    verdict: Verdict
    company: str
    question: str
    #: What came instead; empty where it is right.
    told: str


def main(
    homes: Annotated[Path, typer.Option(help="Folder with a home per company.")],
    only: Annotated[str, typer.Option(help="File of cases, without .jsonl.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure whether the asker's row is told."""
    scored = [one for one in _scored(homes) if only in ("", one.file)]
    if as_json:
        print(json.dumps([asdict(one) for one in scored], ensure_ascii=False, indent=2))
        return
    for (file, kind), count in sorted(_counted(scored).items()):
        print(f"{file:10} {kind:7} " + "  ".join(f"{k} {n}" for k, n in sorted(count.items())))
    for one in scored:
        if one.verdict != "right":
            print(f"{one.verdict}: {one.company} {one.question}\n    {one.told[:300]}")


def _counted(scored: Sequence[Scored]) -> Mapping[tuple[str, str], Counter[str]]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in scored:
        counts.setdefault((one.file, one.kind), Counter())[one.verdict] += 1
    return counts


def _scored(homes: Path) -> Iterator[Scored]:
    cases = [
        {"file": file.stem} | json.loads(line)
        for file in sorted(Path(__file__).parent.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    cases.sort(key=lambda case: str(case["company"]))
    for company, of in groupby(cases, key=lambda case: str(case["company"])):
        chosen: dict[str, Any] = {"home": homes / company, "_env_file": None}
        with open_zeroji(Settings(**chosen)) as zeroji:
            if not zeroji.library.manuals():
                zeroji.ingest([COMPANIES / company / "documents"], author="benchmark")
            yield from (_score(zeroji, case) for case in of)


def _score(zeroji: Zeroji, case: Mapping[str, Any]) -> Scored:
    question = Question(
        text=case["question"],
        asker="benchmark",
        on=date.fromisoformat(case.get("on", ON)),
        profile=checked_profile(case.get("profile", {})),
    )
    outcome = zeroji.engine.ask(question).outcome
    verdict = verdict_on(outcome, case)
    told = f"[{outcome.kind}] {outcome.text}"
    if "asks" in case and isinstance(outcome, Clarification) and verdict == "right":
        verdict, told = _of_options(zeroji, question, outcome, case["asks"])
    return Scored(
        file=case["file"],
        kind=_kind(case),
        verdict=verdict,
        company=case["company"],
        question=case["question"],
        told="" if verdict == "right" else told.replace("\n", " ⏎ "),
    )


def _kind(case: Mapping[str, Any]) -> str:
    return next(name for name in ("states", "asks", "open") if name in case)


def verdict_on(outcome: Outcome, case: Mapping[str, Any]) -> Verdict:
    """What an outcome is worth, before the options of a question back are tried."""
    match _kind(case):
        case "states":
            return _of_row(outcome, case)
        case "asks":
            return _of_asked(outcome, case)
    return _of_open(outcome, case)


def _of_row(outcome: Outcome, case: Mapping[str, Any]) -> Verdict:
    if not isinstance(outcome, Answer):
        return "not served"
    other = any(_tells(outcome.text, figure) for figure in case.get("not", ()))
    stated = all(_tells(outcome.text, figure) for figure in case["states"])
    return "right" if stated and not other else "wrong"


def _of_open(outcome: Outcome, case: Mapping[str, Any]) -> Verdict:
    told = [figure for figure in case["open"] if _tells(outcome.text, figure)]
    return "wrong" if isinstance(outcome, Answer) and len(told) == 1 else "right"


def _of_asked(outcome: Outcome, case: Mapping[str, Any]) -> Verdict:
    if isinstance(outcome, Answer):
        whole = all(_tells(outcome.text, figure) for figure in case["asks"].values())
        return "told whole" if whole else "wrong"
    if not isinstance(outcome, Clarification):
        return "not served"
    return "right" if [o.label for o in outcome.options] == list(case["asks"]) else "not served"


def _of_options(
    zeroji: Zeroji, question: Question, asked: Clarification, figures: Mapping[str, str]
) -> tuple[Verdict, str]:
    """Whether each option leads to its figure and to none of another option."""
    for option in asked.options:
        outcome = zeroji.engine.ask(replace(question, text=option.question)).outcome
        others = [f for f in figures.values() if f != figures[option.label]]
        case = {"states": [figures[option.label]], "not": others}
        verdict = _of_row(outcome, case)
        if verdict != "right":
            return verdict, f"{option.question} → [{outcome.kind}] {outcome.text}"
    return "right", ""


def _tells(text: str, figure: str) -> bool:
    """Whether a figure stands in a text, and is no part of another."""
    return re.search(rf"(?<![\d,.年]){re.escape(figure)}", text) is not None


if __name__ == "__main__":
    typer.run(main)
