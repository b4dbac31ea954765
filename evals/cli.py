"""The commands ``zeroji eval run|draft|retrieval|abstain|gate|cases|loop``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

import knowledge
from bot.cli.output import PLAIN
from bot.desk import cases as desk_cases
from bot.language_model import Structured
from bot.settings import Settings, load_settings
from bot.wiring import Zeroji, language_model
from evals import publishing
from evals.abstain import measure_abstaining
from evals.asking import asker_of, ingested_headings
from evals.cases import EvalCase, load_cases
from evals.comparison import Baseline
from evals.corpora import load_retrieval_set
from evals.drafting import drafts
from evals.gating.examining import examine, settings_for
from evals.gating.opening import home_database, request_of
from evals.judging import Judged, Opinion, judge
from evals.loop import report as loop_report
from evals.loop.figures import Week, weeks_of
from evals.loop.misses import misses
from evals.loop.needs import Wordings, load_needs, load_stream
from evals.loop.plan import FIRST_DAY, Plan, Quarter
from evals.loop.simulation import gate_of, prepare
from evals.loop.simulation import run as simulate
from evals.matching import same_file
from evals.progress import bars
from evals.readiness import split_ready, unknown_places
from evals.rehearsal import empty_home, rehearsal
from evals.retrieval import measure_retrieval
from evals.run import EvalRun
from evals.run import run as run_cases
from evals.summary import Slice
from knowledge.errors import InvalidInput
from knowledge.model import Manual

app = typer.Typer(
    **PLAIN, no_args_is_help=True, help="Measure the quality of answers and of search."
)

_Cases = Annotated[list[Path], typer.Argument(help="JSONL files of cases.", show_default=False)]
_Folder = Annotated[Path, typer.Argument(help="Folder with corpus.jsonl and queries.jsonl.")]
_Sample = Annotated[int | None, typer.Option(min=2, help="Ask only so many of the queries.")]
_SAMPLE_COMPANY = Path(knowledge.__file__).parent / "sample_company"
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
    judge_model: Annotated[
        str,
        typer.Option("--judge", metavar="MODEL", help="Let that model judge too; reported apart."),
    ] = "",
    min_correct: Annotated[float, typer.Option(min=0, max=1, help="Least share correct.")] = 0.0,
    max_wrong: Annotated[float, typer.Option(min=0, max=1, help="Most share wrong.")] = 1.0,
) -> None:
    """Ask cases of the manuals in a copy of the home, and score them.

    Exit code 1 when fewer cases are correct or more are wrong than in --baseline, or when less
    than --min-correct is correct or more than --max-wrong is wrong; without these options failures
    are reported only. Exit code 2 when the input cannot be used.
    """
    targets = publishing.Targets(json=json_file, html=html, markdown=markdown_file)
    loaded = _reviewed(load_cases(cases))
    before = Baseline(baseline, loaded) if baseline else None
    done = _ask(loaded)
    outcome = publishing.Reported(
        run=done,
        comparison=before.compare(done) if before else None,
        judged=_judge(done, judge_model) if judge_model else None,
    )
    publishing.publish(outcome, targets)
    missed = _missed(done.slices[0], min_correct, max_wrong)
    for line in missed:
        typer.echo(line, err=True)
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
    """Propose cases from manuals, for a person to review.

    A draft has "reviewed": false, and `zeroji eval run` leaves it out until that is true. A file
    that is there already is left alone: somebody may be reviewing it.
    """
    if out != publishing.STDOUT and out.exists():
        raise InvalidInput(f"{out} exists already. Name another file for new drafts.")
    publishing.check_writable(out)
    with rehearsal(load_settings()) as zeroji:
        chosen = [m for m in zeroji.library.manuals() if not manuals or _is_named(m, manuals)]
        if not chosen:
            raise InvalidInput("No manual has such a title. `zeroji manuals list` shows them.")
        made = [case for manual in chosen for case in _drafts(zeroji, manual, per_section)]
    lines = [case.model_dump_json(exclude_defaults=True) + "\n" for case in made]
    publishing.write(out, "".join(lines))
    typer.echo(f"{_count(made, 'draft')} of {_count(chosen, 'manual')} written to {out}.", err=True)


@app.command()
def retrieval(folder: _Folder, sample: _Sample = None, as_json: _AsJson = False) -> None:
    """Measure search on a retrieval set, in a temporary home.

    A query is found when any of its gold passages is. Times include embedding the query.
    """
    chosen = load_retrieval_set(folder).sample(sample)
    with bars() as bar, empty_home(load_settings()) as zeroji:
        measured = measure_retrieval(zeroji, chosen, bar("Embedding"), bar("Searching"))
    _print_measures(f"Retrieval on {folder.name}", measured, as_json)


@app.command()
def abstain(folder: _Folder, sample: _Sample = None, as_json: _AsJson = False) -> None:
    """Ask queries with and without their gold: does confidence tell?

    auroc: how often a query with gold has more confidence than one without. false_answer_rate@90:
    share of queries without gold that would be answered when 90 % of those with gold are.
    """
    chosen = load_retrieval_set(folder).sample(sample)
    with bars() as bar, empty_home(load_settings()) as zeroji:
        measured = measure_abstaining(zeroji, chosen, bar("Embedding"), bar("Asking"))
    _print_measures(f"Abstaining on {folder.name}", measured, as_json)


@app.command()
def gate(
    proposal: Annotated[int, typer.Argument(help="Number of a proposal.", show_default=False)],
    as_json: _AsJson = False,
) -> None:
    """Try a proposal out as the gate does. Nothing is kept.

    Exit code 1 when it comes to red.
    """
    with request_of(load_settings(), proposal) as request:
        status, result = examine(request, settings_for(request))
    if as_json:
        print(json.dumps({"status": status, "result": result}, ensure_ascii=False))
    else:
        typer.echo(f"{status} in {result['seconds']} s")
        for reason in result["reasons"]:
            typer.echo(f"{reason['level']}: {reason['en']}")
    if status == "red":
        raise typer.Exit(1)


@app.command("cases")
def list_cases(
    export: Annotated[
        Path | None, typer.Option(help="Write them there as JSONL; - is stdout.")
    ] = None,
) -> None:
    """List or export the cases that were made from tickets."""
    with home_database(load_settings()) as database:
        with database.connect() as tx:
            lines = desk_cases.as_json(tx)
        listed = desk_cases.Cases(database).cases()
    if export is not None:
        publishing.check_writable(export)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        publishing.write(export, text)
        typer.echo(f"{_count(lines, 'question')} written to {export}.", err=True)
        return
    for case in listed:
        typer.echo(f"{case.id}\t{case.status}\t{case.manual}\t{case.question}")


@app.command()
def loop(
    folder: Annotated[Path, typer.Argument(help="Folder with needs.jsonl.", show_default=False)],
    manuals: Annotated[
        Path, typer.Option(help="Manuals that the company has at the start.")
    ] = _SAMPLE_COMPANY,
    weeks: Annotated[int, typer.Option(min=1, help="How long it goes on.")] = 13,
    questions: Annotated[int, typer.Option(min=1, help="How many are drawn.")] = 1000,
    askers: Annotated[int, typer.Option(min=1, help="How many employees ask.")] = 60,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 1,
    days_to_reply: Annotated[int, typer.Option(min=0, help="Business days until staff reply.")] = 1,
    gate: Annotated[bool, typer.Option(help="Run the gate of each proposal: slow.")] = True,
    wordings: Annotated[
        Wordings,
        typer.Option(help="Publish the words of later tickets too: as lines or as entries."),
    ] = "none",
    html: Annotated[Path | None, typer.Option(help="Write a report page there.")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the results there; - is stdout.")
    ] = None,
) -> None:
    """Simulate a quarter in a temporary home. Does the loop teach?

    Exit code 1 when a ticket was lost, or an asker was not told or was told twice.
    """
    targets = publishing.Targets(json=json_file, html=html)
    needs = load_needs(folder)
    plan = Plan(
        needs=needs,
        stream=load_stream(folder, needs),
        first_day=FIRST_DAY,
        weeks=weeks,
        questions=questions,
        askers=askers,
        seed=seed,
        days_to_reply=days_to_reply,
        wordings=wordings,
    )
    with bars() as bar, empty_home(load_settings()) as zeroji:
        prepare(zeroji, [place for place in (manuals, folder / "company") if place.is_dir()])
        done = simulate(zeroji, plan, gate_of(zeroji) if gate else None, bar("Days"))
        found = weeks_of(done, zeroji.settings.holidays)
    _publish_quarter(done, found, targets)
    if done.lost.anything:
        raise typer.Exit(1)


def _publish_quarter(done: Quarter, weeks: list[Week], targets: publishing.Targets) -> None:
    missed = misses(done)
    if targets.json:
        told = json.dumps(loop_report.as_json(done, weeks, missed), ensure_ascii=False)
        publishing.write(targets.json, told + "\n")
    if targets.html:
        publishing.write(targets.html, loop_report.page(done, weeks, missed))
    if not targets.use_stdout:
        publishing.console().print(loop_report.table(weeks))
        for miss in missed:
            publishing.console().print(f"{miss.count:4}  {miss.kind}")
        publishing.console().print(
            f"Tickets {len(done.tickets)}, told {done.lost.told}, "
            f"lost {done.lost.as_json() if done.lost.anything else 'none'}"
        )


def _ask(cases: list[EvalCase]) -> EvalRun:
    settings = load_settings()
    with rehearsal(settings) as zeroji, bars() as bar:
        headings = ingested_headings(zeroji)
        ready, left_out = split_ready(cases, headings)
        if not ready:
            raise InvalidInput(_not_ingested(left_out))
        if left_out:
            typer.echo(f"Left out: {_not_ingested(left_out)}", err=True)
        for case, gold in unknown_places(ready, headings):
            typer.echo(f"{case.id}: no manual has {gold.file} ＞ {gold.heading}.", err=True)
        ask = asker_of(zeroji)
        ask(ready[0])  # loads dictionaries and weights, which no asker waits for
        return run_cases(
            ready,
            ask,
            boldly=asker_of(zeroji, caution=0.0),
            left_out=left_out,
            conditions=_conditions(settings),
            progress=bar("Asking"),
        )


def _conditions(settings: Settings) -> dict[str, str]:
    """The settings that answers depend on, without those that are not used."""
    named = {
        "caution": f"{settings.caution:g}",
        "embedder": settings.embedder,
        "reranker": settings.reranker,
        "model": settings.model,
    }
    return {name: value for name, value in named.items() if value}


def _missed(whole: Slice, min_correct: float, max_wrong: float) -> list[str]:
    """Which of the two aims were missed, in words."""
    missed = []
    if whole.correct_share < min_correct:
        missed.append(
            f"Correct {whole.correct_share:.1%} is below --min-correct {min_correct:.1%}."
        )
    if whole.wrong_share > max_wrong:
        missed.append(f"Wrong {whole.wrong_share:.1%} is above --max-wrong {max_wrong:.1%}.")
    return missed


def _not_ingested(cases: list[EvalCase]) -> str:
    files = sorted({gold.file for case in cases for gold in case.places})
    return (
        f"{_count(cases, 'case')} about manuals that are not ingested ({', '.join(files)}). "
        "Ingest them with `zeroji ingest FOLDER`."
    )


def _reviewed(cases: list[EvalCase]) -> list[EvalCase]:
    """Without drafts, which are told."""
    kept = [case for case in cases if case.reviewed]
    drafted = [case for case in cases if not case.reviewed]
    if drafted:
        typer.echo(f"Left out: {_count(drafted, 'draft')} nobody has reviewed.", err=True)
    if not kept:
        raise InvalidInput('All cases are drafts. Review them and set "reviewed" to true.')
    return kept


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _judge(done: EvalRun, name: str) -> Judged:
    """What a model behind the endpoint of OPENAI_BASE_URL thinks of the answers."""
    model = language_model(load_settings().model_copy(update={"model": name}))
    assert model is not None
    with bars() as bar:
        return judge(done, name, Structured(model, Opinion, purpose="judge"), bar("Judging"))


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
