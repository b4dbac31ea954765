"""The commands ``zeroji eval run|retrieval|abstain``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.settings import load_settings
from evals import report
from evals.abstain import measure_abstaining
from evals.asking import asker_of, ingested_paths
from evals.cases import EvalCase, load_cases
from evals.comparison import Baseline, Comparison
from evals.corpora import load_retrieval_set
from evals.progress import bars
from evals.readiness import split_ready
from evals.rehearsal import empty_home, rehearsal
from evals.retrieval import measure_retrieval
from evals.run import EvalRun
from evals.run import run as run_cases
from knowledge.errors import InvalidInput

app = typer.Typer(no_args_is_help=True, help="Measure the quality of answers and of search.")

_STDOUT = Path("-")
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
    baseline: Annotated[
        Path | None, typer.Option(help="Results of an earlier run (--json) to compare with.")
    ] = None,
    min_correct: Annotated[float, typer.Option(min=0, max=1, help="Least share correct.")] = 0.0,
    max_wrong: Annotated[float, typer.Option(min=0, max=1, help="Most share wrong.")] = 1.0,
) -> None:
    """Ask the cases of the manuals in the home, in a copy of it, and score the outcomes.

    Exit code 1 when a case got worse than in --baseline, or when less than --min-correct is
    correct or more than --max-wrong is wrong; without these options failures are reported only.
    Exit code 2 when the input cannot be used.
    """
    loaded = load_cases(cases)
    before = Baseline(baseline) if baseline else None
    done = _ask(loaded)
    comparison = before.compare(done) if before else None
    _publish(done, comparison, json_file, html)
    whole = done.slices[0]
    missed = whole.correct_share < min_correct or whole.wrong_share > max_wrong
    if missed or (comparison and comparison.worse):
        raise typer.Exit(1)


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
        return run_cases(ready, asker_of(zeroji), left_out=left_out, progress=bar("Asking"))


def _not_ingested(cases: list[EvalCase]) -> str:
    files = sorted({gold.file for case in cases for gold in case.places})
    return (
        f"{len(cases)} cases ask about manuals that are not ingested ({', '.join(files)}). "
        "Ingest them with `zeroji ingest FOLDER`."
    )


def _publish(
    done: EvalRun, comparison: Comparison | None, json_file: Path | None, html: Path | None
) -> None:
    document = done.as_json() | ({"comparison": comparison.as_json()} if comparison else {})
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if html:
        report.write_html(html, done, comparison)
    if json_file == _STDOUT:
        print(text)
        return
    if json_file:
        json_file.write_text(text + "\n", encoding="utf-8")
    _print_report(done, comparison)


def _print_report(done: EvalRun, comparison: Comparison | None) -> None:
    console = _console()
    console.print(report.table(done))
    latency = done.latency_ms
    console.print(f"Latency: p50 {latency['p50_ms']:.0f} ms, p95 {latency['p95_ms']:.0f} ms.")
    wrong = [result.case.id for result in done.results if result.score.wrong]
    console.print(f"Wrong answers: {', '.join(wrong) or 'none'}.")
    if comparison:
        console.print(report.change_table(comparison))
        console.print(f"Worse: {', '.join(comparison.worse) or 'none'}.")
        console.print(f"Better: {', '.join(comparison.better) or 'none'}.")


def _print_measures(title: str, measures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(measures))
        return
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in measures.items():
        table.add_row(name, f"{value:,}")
    _console().print(table)


def _console() -> Console:
    console = Console(highlight=False)
    # A pipe or a file has no width: do not cut what it is given.
    return console if console.is_terminal else Console(highlight=False, width=160)
