"""30,000 of Slack's events in less than an hour: is any lost or doubled, how soon is each taken?

``python -m evals.benchmarks.slack_load [--events 30000] [--rate 25] [--model-seconds 8]``: people
ask in direct messages, in channels and on in threads, change and delete questions, and talk of
other things, while a real server answers. Some events come four times, and some fifty times at
once. With ``--model-seconds`` a language model on this machine writes the answers, and its first
token takes so long. Exit code 1 when a question was lost, answered twice or anything else is wrong.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from evals.benchmarks.slack_traffic import figures
from evals.benchmarks.slack_traffic.workplace import Workplace, workplace
from evals.loopback.behaviours import FirstLine, Late
from evals.loopback.chat_completions import openai_server
from evals.progress import bars

#: Events before those that are measured: the first load what the others find loaded.
_WARM_UP = 50

_TIMES = ("machine_late", "acknowledged", "status", "answer")


def main(
    events: Annotated[
        int, typer.Option(min=1, help="Requests of Slack, repeats included.")
    ] = 30_000,
    rate: Annotated[float, typer.Option(min=0.1, help="A second; an hour's are 8.3.")] = 25.0,
    model_seconds: Annotated[float, typer.Option(min=0, help="0: no model.")] = 0.0,
    slack_ms: Annotated[int, typer.Option(min=0, help="What a call of Slack takes.")] = 0,
    seed: Annotated[int, typer.Option(help="Other people, other questions.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    with (
        _model(model_seconds) as more,
        workplace(slack_ms=slack_ms, more=more) as place,
        bars() as bar,
    ):
        report = _measure(place, events, rate, random.Random(seed), bar("Sending"))
    report |= {"rate": rate, "model_seconds": model_seconds, "slack_ms": slack_ms, "seed": seed}
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        rows = {name: report[name] for name in _TIMES}
        figures.show(f"{events:,} events, {rate} a second", rows, _facts(report))
    raise typer.Exit(1 if report["wrong"] else 0)


@contextmanager
def _model(seconds: float) -> Iterator[dict[str, str]]:
    """Settings of a server with a model whose first token takes so long; none for 0."""
    if not seconds:
        yield {}
        return
    with openai_server() as endpoint:
        endpoint.will(Late(seconds=seconds, then=FirstLine()))
        yield {
            "ZEROJI_MODEL": "loopback",
            "OPENAI_BASE_URL": endpoint.url,
            "OPENAI_API_KEY": "sk-loopback",
        }


def _measure(
    place: Workplace, events: int, rate: float, chance: random.Random, progress: Any
) -> dict[str, Any]:
    place.server.start()
    place.server.wait()
    crowd, sender = place.crowd(chance), place.sender
    place.write(crowd, requests=min(_WARM_UP, events), rate=rate)
    began, spent, load = time.monotonic(), place.server.processor_seconds, os.getloadavg()[0]
    asked = len(crowd.asked)
    place.write(crowd, requests=events, rate=rate, progress=progress)
    took = time.monotonic() - began
    place.settle(crowd)
    settled = time.monotonic() - began
    spent = place.server.processor_seconds - spent
    place.server.close()
    tries = [one for one in sender.finish() if one.at >= began]
    measured = crowd.asked[asked:]
    firsts = [one for one in tries if not one.copy]
    return {
        "events": len(tries),
        "copies": sum(one.copy for one in tries),
        "tried_again": len(firsts) - len({one.key for one in firsts}),
        "not_acknowledged": sum(not one.acknowledged for one in tries),
        "chatter": crowd.chatter,
        "seconds": round(took, 1),
        "settled_after_seconds": round(settled - took, 1),
        "questions_a_second": round(len(measured) / took, 1),
        "acknowledged": figures.times(one.ms for one in tries),
        "machine_late": figures.times(sender.late),
        "status": figures.times(figures.to_status(place.slack, measured, tries)),
        "answer": figures.times(figures.to_answer(place.slack, measured, tries)),
        "processor_seconds": round(spent, 1),
        "processor_share": round(spent / settled, 2),
        "load_average": [round(load, 1), round(os.getloadavg()[0], 1)],
        **place.judge(crowd, tries),
    }


def _facts(report: dict[str, Any]) -> dict[str, object]:
    shown = (
        "events",
        "copies",
        "tried_again",
        "not_acknowledged",
        "chatter",
        "questions",
        "outcomes",
        "follow_ups_taken_before_their_question",
        "whispered",
        "seconds",
        "settled_after_seconds",
        "questions_a_second",
        "processor_seconds",
        "load_average",
    )
    facts = {name.replace("_", " "): report[name] for name in shown}
    return facts | {"wrong": report["wrong"] or "nothing"}


if __name__ == "__main__":
    typer.run(main)
