"""How soon a question in Slack has a visible status, and its finished answer.

``python -m evals.benchmarks.slack_speed [--questions 600] [--rate 5] [--slack-ms 0]``: a real
server, without a language model, answers questions in direct messages that a Slack on this machine
sends it at a steady rate. Times are from the sending of the event to the moment when the Slack has
the status, and the answer. ``--slack-ms`` makes each call of Slack's Web API take so long: the real
one's take 100 to 300 ms. Exit code 1 when a question was lost or answered twice.
"""

from __future__ import annotations

import json
import random
from typing import Annotated, Any

import typer

from evals.benchmarks.slack_traffic import figures
from evals.benchmarks.slack_traffic.workplace import Workplace, workplace
from evals.progress import bars

_TIMES = ("machine_late", "acknowledged", "status", "answer")


def main(
    questions: Annotated[int, typer.Option(min=1)] = 600,
    rate: Annotated[float, typer.Option(min=0.1, help="Questions a second.")] = 5.0,
    slack_ms: Annotated[int, typer.Option(min=0, help="What a call of Slack takes.")] = 0,
    seed: Annotated[int, typer.Option(help="Other people ask.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    with workplace(slack_ms=slack_ms) as place, bars() as bar:
        report = _measure(place, questions, rate, random.Random(seed), bar("Asking"))
    if as_json:
        print(json.dumps(report | {"slack_ms": slack_ms}, ensure_ascii=False))
    else:
        rows = {name: report[name] for name in _TIMES}
        figures.show(f"Slack at {rate} questions a second", rows, _facts(report))
    raise typer.Exit(1 if report["wrong"] else 0)


def _measure(
    place: Workplace, questions: int, rate: float, chance: random.Random, progress: Any
) -> dict[str, Any]:
    place.server.start()
    place.server.wait()
    crowd, sender = place.crowd(chance, plain=True), place.sender
    # The first questions load what the others find loaded.
    place.write(crowd, requests=10, rate=rate)
    place.settle(crowd)
    warm = len(crowd.asked)
    spent = place.server.processor_seconds
    place.write(crowd, requests=questions, rate=rate, progress=progress)
    place.settle(crowd)
    spent = place.server.processor_seconds - spent
    place.server.close()
    tries = sender.finish()
    asked = crowd.asked[warm:]
    keys = {one.key for one in asked}
    return {
        "rate": rate,
        "acknowledged": figures.times(one.ms for one in tries if one.key in keys),
        "machine_late": figures.times(sender.late),
        "status": figures.times(figures.to_status(place.slack, asked, tries)),
        "answer": figures.times(figures.to_answer(place.slack, asked, tries)),
        "processor_ms_for_each": round(1000 * spent / len(asked), 1),
        **place.judge(crowd, tries),
    }


def _facts(report: dict[str, Any]) -> dict[str, object]:
    return {
        "outcomes": report["outcomes"],
        "milliseconds of the processor for each question": report["processor_ms_for_each"],
        "wrong": report["wrong"] or "nothing",
    }


if __name__ == "__main__":
    typer.run(main)
