"""What employees are told: no model, a weak one, and one that plants errors in half of its drafts.

``python -m evals.benchmarks.language_models --cases CASES --docs FOLDER`` publishes a folder of
manuals and asks its cases. ``--mode`` chooses: ``none``; ``local``, a real model of 135 million
parameters on this machine (see ``evals.benchmarks.local_model``); ``scripted``, a server that knows
the answers, writes them well, and is then wrong in a known way. ``local-checked`` and
``scripted-checked`` were asked before what they can tell (`zeroji model check`), so that they also
have a say where the evidence alone is too weak.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from pathlib import Path
from typing import Annotated, get_args

import typer

from bot.operations import perform
from evals.benchmarks.language_models import tables
from evals.benchmarks.language_models.asking import Mode, answer_calls, ask_all, opened, sections
from evals.benchmarks.language_models.model import ErringModel
from evals.benchmarks.language_models.scoring import Tally
from evals.cases import EvalCase, load_cases
from evals.progress import bars
from knowledge.errors import ZerojiError

_EVALS = Path(__file__).parents[2]
_DOCS = _EVALS.parent / "knowledge" / "sample_company"
_CASES = _EVALS / "cases" / "sample_company.jsonl"


def main(
    cases: Annotated[Path, typer.Option(help="Questions with what is expected.")] = _CASES,
    docs: Annotated[Path, typer.Option(help="A folder of manuals.")] = _DOCS,
    mode: Annotated[list[str] | None, typer.Option(help="Of the model; repeatable.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="How often each is asked, scripted.")] = 12,
    every: Annotated[int, typer.Option(min=1, help="Only each so manieth case.")] = 1,
    seconds: Annotated[float, typer.Option(min=1, help="For a model's reply.")] = 60.0,
    kept: Annotated[Path | None, typer.Option(help="A folder to keep the home in.")] = None,
    remarks: Annotated[bool, typer.Option("--remarks", help="List what went wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask in each mode, and print the table."""
    # As the command line does: more threads are many times slower where cores are shared.
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    logging.getLogger("bot").setLevel(logging.ERROR)
    try:
        asked = load_cases([cases])[::every]
        with tempfile.TemporaryDirectory(prefix="zeroji-models-") as folder:
            home = kept or Path(folder) / "home"
            if not home.exists():
                _publish(home, docs)
            tallies: dict[str, Tally] = {
                m: _measure(home, m, asked, seeds, seconds)
                for m in _modes(mode or ["none", "scripted", "scripted-checked"])
            }
    except ZerojiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if as_json:
        print(json.dumps({m: tally.as_json() for m, tally in tallies.items()}, ensure_ascii=False))
    else:
        print(tables.markdown(tallies))
    if remarks:
        remarked = ((m, r) for m, tally in tallies.items() for r in tally.remarks)
        print("\n".join(f"{m}: {' / '.join(r.splitlines())}" for m, r in remarked))
    raise typer.Exit(1 if any(tally.outcomes["error"] for tally in tallies.values()) else 0)


def _modes(names: list[str]) -> list[Mode]:
    known: dict[str, Mode] = {mode: mode for mode in get_args(Mode)}
    if unknown := [name for name in names if name not in known]:
        raise typer.BadParameter(f"{unknown[0]} is none of {', '.join(known)}")
    return [known[name] for name in names]


def _publish(home: Path, docs: Path) -> None:
    with opened(home, "none", ErringModel(), 1) as zeroji:
        zeroji.ingest([docs])


def _measure(home: Path, mode: Mode, cases: list[EvalCase], seeds: int, seconds: float) -> Tally:
    tally, erring = Tally(), ErringModel()
    times = seeds if mode.startswith("scripted") else 1
    with opened(home, mode, erring, seconds) as zeroji, bars() as bar:
        manuals, calls = sections(zeroji), len(answer_calls(zeroji))
        for told in ask_all(zeroji, cases, erring, times, bar(mode)):
            tally.add(told, manuals)
        tally.add_calls(answer_calls(zeroji)[calls:])
        models = perform(zeroji, "model.show", {}, lambda step: None)["models"]
        tally.aptitude = (models[0]["checked"] if models else None) or {}
    return tally


if __name__ == "__main__":
    typer.run(main)
