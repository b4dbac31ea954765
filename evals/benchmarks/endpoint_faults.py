"""What becomes of questions when a language model's endpoint misbehaves, fault by fault.

``python -m evals.benchmarks.endpoint_faults`` asks an endpoint on this machine that speaks OpenAI's
protocol and does what no endpoint should. Every question must end in an answer, a question back or
a ticket, and no model may be waited for beyond its limit. ``--second`` has a sound second endpoint.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from sqlalchemy import Engine, delete, select

from bot import schema
from bot.outcomes import Question, outcome_json
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.cases import load_cases
from evals.loopback.behaviours import Behaviour, FirstLine
from evals.loopback.certificates import self_signed
from evals.loopback.chat_completions import Takes, openai_server
from evals.loopback.faults import FAULTS, MADE_UP
from evals.progress import bars
from knowledge.database import writing

_COMPANY = Path(__file__).resolve().parents[1] / "companies" / "hoshizora"
_NOWHERE = "http://127.0.0.1:1/v1"
#: Seconds beyond the limit that search, decision and a busy machine may take.
_SLACK = 1.5

#: What the endpoint does, by name; the two without a behaviour need another server.
_ALL: dict[str, Behaviour | None] = {
    "none: it works": FirstLine(),
    "no connection": None,
    "bad certificate": None,
    **FAULTS,
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """What questions came to with a fault."""

    fault: str
    outcomes: dict[str, int]
    #: Answers that the model wrote.
    composed: int
    #: Answers with words that the model invented.
    fabricated: int
    #: How the calls ended, and how many requests they sent.
    calls: dict[str, int]
    requests: int
    median_seconds: float
    slowest_seconds: float


def main(
    limit: Annotated[float, typer.Option(min=0.5, help="Seconds for the model's reply.")] = 2.0,
    count: Annotated[int, typer.Option("--questions", min=4, help="For each fault.")] = 8,
    second: Annotated[bool, typer.Option("--second", help="With a second endpoint.")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--fault", help="Only this one; repeatable.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask with one fault after the other, and fail if a question is lost or waits too long."""
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    logging.getLogger("bot").setLevel(logging.ERROR)
    faults = {name: _ALL[name] for name in only or _ALL}
    questions = _questions(count)
    rows = []
    with tempfile.TemporaryDirectory(prefix="zeroji-faults-") as folder, bars() as bar:
        told = bar("Faults")
        home = Path(folder) / "home"
        with open_zeroji(_settings(home)) as zeroji:
            zeroji.ingest([_COMPANY / "documents"])
        for number, (fault, behaviour) in enumerate(faults.items(), start=1):
            rows.append(_row(fault, behaviour, home, questions, limit, second))
            told(number, len(faults))
    late = [row.fault for row in rows if row.slowest_seconds > limit + _SLACK]
    lost = [row.fault for row in rows if sum(row.outcomes.values()) != len(questions)]
    fabricated = [row.fault for row in rows if row.fabricated]
    if as_json:
        print(json.dumps({"limit": limit, "rows": [asdict(row) for row in rows]}))
    else:
        _print(rows, limit)
        print(f"Lost: {lost or 'none'}. Beyond the limit: {late or 'none'}. ", end="")
        print(f"Invented words told: {fabricated or 'none'}.")
    raise typer.Exit(1 if late or lost or fabricated else 0)


def _questions(count: int) -> list[str]:
    """Those that the manuals answer, and one in four that they do not."""
    cases = [case for case in load_cases([_COMPANY / "questions.jsonl"]) if len(case.asked) == 1]
    answerable = [case.asked[0] for case in cases if case.kind == "answerable"]
    unanswerable = [case.asked[0] for case in cases if case.kind == "unanswerable"]
    others = count // 4
    return answerable[: count - others] + unanswerable[:others]


def _settings(home: Path, **changes: Any) -> Settings:
    given: dict[str, Any] = {"home": home, "database_url": "", "chroma_url": "", "model": ""}
    return Settings(**given | {"embedder": "builtin", "fallback_model": ""} | changes)


def _row(
    fault: str,
    behaviour: Behaviour | None,
    home: Path,
    questions: list[str],
    limit: float,
    second: bool,
) -> Row:
    with ExitStack() as closing:
        url, requests = closing.enter_context(_endpoint(fault, behaviour))
        chosen: dict[str, Any] = {
            "model": "gpt-test",
            "openai_base_url": url,
            "model_timeout": limit,
        }
        if second:
            sound = closing.enter_context(openai_server())
            sound.will(FirstLine())
            chosen |= {"fallback_model": "second", "fallback_base_url": sound.url}
        zeroji = closing.enter_context(open_zeroji(_settings(home, **chosen)))
        zeroji.warm_up()
        # The first question waits for it where it is not known yet: that is not the model's time.
        zeroji.contradictions.begin(date.today()).result()
        with writing(zeroji.database) as tx:
            tx.execute(delete(schema.model_calls))
        told, seconds = [], []
        for question in questions:
            started = time.monotonic()
            told.append(_told(zeroji, question))
            seconds.append(time.monotonic() - started)
        return Row(
            fault=fault,
            outcomes=dict(Counter(outcome["outcome"] for outcome in told)),
            composed=sum(outcome["composed"] for outcome in told),
            fabricated=sum(any(words in one["text"] for words in MADE_UP) for one in told),
            calls=_calls(zeroji.database),
            requests=len(requests),
            median_seconds=round(median(seconds), 2),
            slowest_seconds=round(max(seconds), 2),
        )


def _told(zeroji: Zeroji, question: str) -> dict[str, Any]:
    return outcome_json(zeroji.engine.ask(Question(text=question, asker="benchmark")).outcome)


@contextmanager
def _endpoint(fault: str, behaviour: Behaviour | None) -> Iterator[tuple[str, list[Any]]]:
    """The address of an endpoint with a fault, and the requests that it gets."""
    if fault == "no connection":
        yield _NOWHERE, []
        return
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        unknown = self_signed(Path(folder))[0] if fault == "bad certificate" else None
        server = closing.enter_context(openai_server(unknown))
        # As servers do, it takes a request without a schema, too.
        server.will(behaviour or FirstLine(), Takes(text=True), tokens=(1500, 150))
        yield server.url, server.requests


def _calls(database: Engine) -> dict[str, int]:
    with database.connect() as tx:
        return dict(Counter(tx.execute(select(schema.model_calls.c.outcome)).scalars()))


def _print(rows: list[Row], limit: float) -> None:
    print(f"Limit of the model {limit:g} s; answer/question back/ticket/refusal")
    print(f"{'FAULT':<28}{'OUTCOMES':<12}{'BY MODEL':<10}{'MEDIAN':>7}{'SLOWEST':>9}  CALLS")
    for row in rows:
        kinds = ("answer", "clarification", "escalation", "refusal")
        outcomes = "/".join(str(row.outcomes.get(kind, 0)) for kind in kinds)
        calls = ", ".join(f"{count} {outcome}" for outcome, count in row.calls.items())
        print(
            f"{row.fault:<28}{outcomes:<12}{row.composed:<10}{row.median_seconds:>6.2f}s"
            f"{row.slowest_seconds:>8.2f}s  {calls} ({row.requests} requests)"
        )


if __name__ == "__main__":
    typer.run(main)
