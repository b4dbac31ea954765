"""The commands ``zeroji eval run|draft|retrieval|abstain``."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.language_model import Structured
from bot.settings import Settings, load_settings
from bot.wiring import Zeroji, language_model
from evals import publishing
from evals.abstain import measure_abstaining
from evals.asking import asker_of, ingested_paths
from evals.cases import EvalCase, load_cases
from evals.comparison import Baseline
from evals.corpora import load_retrieval_set
from evals.drafting import drafts
from evals.judging import Judged, Opinion, judge
from evals.matching import same_file
from evals.progress import bars
from evals.readiness import split_ready
from evals.rehearsal import empty_home, rehearsal
from evals.retrieval import measure_retrieval
from evals.run import EvalRun
from evals.run import run as run_cases
from knowledge.errors import InvalidInput
from knowledge.model import Manual

app = typer.Typer(no_args_is_help=True, help="Measure the quality of answers and of search.")

_Cases = Annotated[list[Path], typer.Argument(help="JSONL files of cases.", show_default=False)]
_Folder = Annotated[Path, typer.Argument(help="Folder with corpus.jsonl and queries.jsonl.")]
_Sample = Annotated[int | None, typer.Option(min=2, help="Ask only so many of the queries.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


@app.command()
def run(
    cases: _Cases,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the results there; - is stdout.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a report page there.")] = None,
    markdown_file: Annotated[
        Path | None,
        typer.Option("--markdown", help="Write a summary for a pull request there; - is stdout."),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Results of an earlier run (--json) to compare with.")
    ] = None,
    judged: Annotated[
        bool, typer.Option("--judge", help="Let the language model judge too; reported apart.")
    ] = False,
    min_correct: Annotated[float, typer.Option(min=0, max=1, help="Least share correct.")] = 0.0,
    max_wrong: Annotated[float, typer.Option(min=0, max=1, help="Most share wrong.")] = 1.0,
) -> None:
    """Ask the cases of the manuals in the home, in a copy of it, and score the outcomes.

    Exit code 1 when fewer cases are correct or more are wrong than in --baseline, or when less
    than --min-correct is correct or more than --max-wrong is wrong; without these options failures
    are reported only. Exit code 2 when the input cannot be used.
    """
    loaded = _reviewed(load_cases(cases))
    before = Baseline(baseline) if baseline else None
    ask_judge = _judge(load_settings()) if judged else None
    done = _ask(loaded)
    outcome = publishing.Reported(
        run=done,
        comparison=before.compare(done) if before else None,
        judged=ask_judge(done) if ask_judge else None,
    )
    publishing.publish(outcome, json_file, html, markdown_file)
    whole = done.slices[0]
    missed = whole.correct_share < min_correct or whole.wrong_share > max_wrong
    if missed or (outcome.comparison and outcome.comparison.regressed):
        raise typer.Exit(1)


@app.command()
def draft(
    manuals: Annotated[
        list[str] | None, typer.Argument(help="Titles or file names; all manuals without.")
    ] = None,
    per_section: Annotated[int, typer.Option(min=1, help="Most drafts of a section.")] = 2,
    out: Annotated[
        Path, typer.Option(help="Write the drafts there; - is stdout.")
    ] = publishing.STDOUT,
) -> None:
    """Propose cases from the sections of manuals, for a person to review.

    A draft has "reviewed": false, and `zeroji eval run` leaves it out until that is true.
    """
    with rehearsal(load_settings()) as zeroji:
        chosen = [m for m in zeroji.library.manuals() if not manuals or _is_named(m, manuals)]
        if not chosen:
            raise InvalidInput("No manual has such a title. `zeroji manuals list` shows them.")
        made = [case for manual in chosen for case in _drafts(zeroji, manual, per_section)]
    lines = [case.model_dump_json(exclude_defaults=True) for case in made]
    if out == publishing.STDOUT:
        print("\n".join(lines))
        return
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    typer.echo(f"{len(made)} drafts of {len(chosen)} manuals written to {out}.", err=True)


@app.command()
def retrieval(folder: _Folder, sample: _Sample = None, as_json: _AsJson = False) -> None:
    """Index a retrieval set in a temporary home and measure search on it.

    A query is found when any of its gold passages is. Times include embedding the query.
    """
    chosen = load_retrieval_set(folder).sample(sample)
    with bars() as bar, empty_home(load_settings()) as zeroji:
        measured = measure_retrieval(zeroji, chosen, bar("Embedding"), bar("Searching"))
    _print_measures(f"Retrieval on {folder.name}", measured, as_json)


@app.command()
def abstain(folder: _Folder, sample: _Sample = None, as_json: _AsJson = False) -> None:
    """Take the gold out for half of the queries and measure whether confidence tells.

    auroc: how often a query with gold has more confidence than one without. false_answer_rate@90:
    share of queries without gold that would be answered when 90 % of those with gold are.
    """
    chosen = load_retrieval_set(folder).sample(sample)
    with bars() as bar, empty_home(load_settings()) as zeroji:
        measured = measure_abstaining(zeroji, chosen, bar("Embedding"), bar("Asking"))
    _print_measures(f"Abstaining on {folder.name}", measured, as_json)


def _ask(cases: list[EvalCase]) -> EvalRun:
    with rehearsal(load_settings()) as zeroji, bars() as bar:
        ready, left_out = split_ready(cases, ingested_paths(zeroji))
        if not ready:
            raise InvalidInput(_not_ingested(left_out))
        if left_out:
            typer.echo(f"Left out: {_not_ingested(left_out)}", err=True)
        return run_cases(
            ready,
            asker_of(zeroji),
            boldly=asker_of(zeroji, caution=0.0),
            left_out=left_out,
            progress=bar("Asking"),
        )


def _not_ingested(cases: list[EvalCase]) -> str:
    files = sorted({gold.file for case in cases for gold in case.places})
    return (
        f"{len(cases)} cases ask about manuals that are not ingested ({', '.join(files)}). "
        "Ingest them with `zeroji ingest FOLDER`."
    )


def _reviewed(cases: list[EvalCase]) -> list[EvalCase]:
    """Without drafts, which are told."""
    kept = [case for case in cases if case.reviewed]
    if len(kept) < len(cases):
        typer.echo(f"Left out: {len(cases) - len(kept)} drafts nobody has reviewed.", err=True)
    if not kept:
        raise InvalidInput('All cases are drafts. Review them and set "reviewed" to true.')
    return kept


def _judge(settings: Settings) -> Callable[[EvalRun], Judged]:
    """What judges a run. Raises InvalidInput when no language model is set."""
    model = language_model(settings)
    if model is None:
        raise InvalidInput("--judge needs a language model: set ZEROJI_MODEL (see .env.example).")
    asked = Structured(model, Opinion)

    def ask(done: EvalRun) -> Judged:
        with bars() as bar:
            return judge(done, model.name, asked, bar("Judging"))

    return ask


def _is_named(manual: Manual, names: list[str]) -> bool:
    return any(name == manual.title or same_file(manual.path, name) for name in names)


def _drafts(zeroji: Zeroji, manual: Manual, most: int) -> list[EvalCase]:
    revision = zeroji.library.revision_on(manual.id, date.today())
    return drafts(manual, zeroji.library.sections(revision.id), most) if revision else []


def _print_measures(title: str, measures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(measures))
        return
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in measures.items():
        table.add_row(name, f"{value:,}")
    publishing.console().print(table)
