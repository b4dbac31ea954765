"""How often what is worked out from a quoted rule is right, wrong, or left out.

The cases were written by hand. Those of ``written.txt`` were looked at while the rules were made;
those of each other file were written when the rules stood, and the rules learned from them after
they had been measured. At first contact (with five labels corrected that were wrong) they gave, as
right of those with a result, wrong of those, and something where nothing follows:

==========  ========  ===  =======
later_1     34 of 37  0    5 of 38
later_2     18 of 23  0    3 of 18
later_3     12 of 13  0    2 of 11
later_4     14 of 17  0    2 of 13
traps       1 of 1    0    0 of 23
==========  ========  ===  =======

That is what to expect of other questions, not what is printed.

Run it as ``python -m evals.benchmarks.calculating [--errors] [--json]``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from bot.answering.calculating import calculated
from bot.outcomes import Language
from bot.profiles import UNKNOWN, Profile
from knowledge import japanese

_FOLDER = Path(__file__).parent
#: A Friday.
_ON = date(2026, 11, 20)

Verdict = Literal["right", "wrong", "missed", "rightly none", "wrongly some"]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A question, what is quoted for it, and what follows; empty where nothing does."""

    question: str
    quoted: tuple[str, ...]
    expected: tuple[str, ...]
    profile: Profile = UNKNOWN
    on: date = _ON


def cases(path: Path) -> Iterator[Case]:
    """The cases of a file: ``?`` asks, ``>`` is quoted, ``@`` tells of the asker, ``=`` follows."""
    question, quoted, told = "", list[str](), ""
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, rest = line[:1], line[2:].strip()
        if mark == "?":
            question, quoted = rest, []
        elif mark == ">":
            quoted.append(rest)
        elif mark == "@":
            told = rest
        elif mark == "=":
            expected = () if rest == "none" else tuple(one.strip() for one in rest.split("|"))
            case = Case(question=question, quoted=tuple(quoted), expected=expected)
            yield _with(case, told)
            told = ""


def _with(case: Case, told: str) -> Case:
    """The case with what is told of the asker: ``hired=2021-04-01 on=2026-12-01 grade=主任``."""
    for key, _, value in (one.partition("=") for one in told.split()):
        if key == "on":
            case = replace(case, on=date.fromisoformat(value))
        elif key == "hired":
            case = replace(case, profile=replace(case.profile, hired_on=date.fromisoformat(value)))
        elif key == "grade":
            case = replace(case, profile=replace(case.profile, grade=value))
        elif key == "employment":
            case = replace(case, profile=replace(case.profile, employment=value))
        else:
            raise ValueError(f"“{key}” is nothing that is known of an asker.")
    return case


def judge(case: Case) -> tuple[Verdict, str]:
    """What became of a case, and what was worked out."""
    language: Language = "ja" if japanese.is_japanese(case.question) else "en"
    told = [("\n".join(case.quoted), 0)]
    texts = [p.text for p in calculated(case.question, case.on, told, case.profile, language)]
    shown = " / ".join(texts)
    if not case.expected:
        return ("wrongly some" if texts else "rightly none"), shown
    if not texts:
        return "missed", shown
    # Of each part what stands behind its last sign of equality or arrow.
    results = [text.replace("→", "=").rpartition("= ")[2] for text in texts]
    same = len(results) == len(case.expected) and all(
        result.startswith(expected) for result, expected in zip(results, case.expected, strict=True)
    )
    return ("right" if same else "wrong"), shown


def main(
    errors: Annotated[bool, typer.Option(help="Show each case that is not right.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Judge every case of every file."""
    found: dict[str, Counter[Verdict]] = {}
    console = Console()
    for path in sorted(_FOLDER.glob("*.txt")):
        counted = found.setdefault(path.stem, Counter())
        for case in cases(path):
            verdict, shown = judge(case)
            counted[verdict] += 1
            if errors and verdict not in ("right", "rightly none"):
                expected = " | ".join(case.expected) or "none"
                console.print(f"{verdict}: {case.question}\n  {shown or '–'} ≠ {expected}")
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table("cases", *Verdict.__args__)  # type: ignore[attr-defined]
    for name, counted in found.items():
        table.add_row(name, *(str(counted[v]) for v in Verdict.__args__))  # type: ignore[attr-defined]
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
