"""Takes the connections of Socket Mode away while Slack sends events; is any lost or doubled?

``python -m evals.benchmarks.slack_sockets [--disconnects 20] [--rate 5]``: a real server hears a
Slack on this machine over Socket Mode. Slack announces that a connection ends, ends it, cuts it,
cuts all of them at once, and leaves one open that answers nothing. Exit code 1 when a question was
lost or doubled, or anything else is wrong.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Annotated, Any

import typer

from evals.benchmarks.slack_traffic import figures
from evals.benchmarks.slack_traffic.crowd import Crowd
from evals.benchmarks.slack_traffic.enveloping import Enveloping
from evals.benchmarks.slack_traffic.workplace import Workplace, workplace
from evals.loopback.slack import Slack
from evals.loopback.slack.tokens import APP_TOKEN
from evals.progress import bars

_SECONDS_BETWEEN = (2.0, 6.0)
#: How long a lost connection may stay lost.
_PATIENCE = 60.0


def main(
    disconnects: Annotated[int, typer.Option(min=1, help="How many; the tenth is half open.")] = 20,
    rate: Annotated[float, typer.Option(min=0.1, help="Envelopes a second.")] = 5.0,
    seed: Annotated[int, typer.Option(help="Other questions, other moments.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    with workplace(more={"SLACK_APP_TOKEN": APP_TOKEN}) as place, bars() as bar:
        report = _measure(place, disconnects, rate, seed, bar("Disconnecting"))
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        rows = {name: report[name] for name in ("acknowledged", "answer", "connected_again")}
        figures.show(f"Socket Mode, {disconnects} disconnects", rows, _facts(report))
    raise typer.Exit(1 if report["wrong"] else 0)


def _measure(
    place: Workplace, disconnects: int, rate: float, seed: int, progress: Any
) -> dict[str, Any]:
    slack, chance, ending = place.slack, random.Random(seed), Event()
    place.carrier = sender = Enveloping(slack.socket)
    crowd = place.crowd(random.Random(seed))
    place.server.start()
    place.server.wait()
    _wait_for_connections(slack, 1)
    most = slack.socket.connections
    writing = Thread(target=_write, args=(place, crowd, rate, ending))
    writing.start()
    kinds, again = Counter[str](), list[float]()
    try:
        for number in range(1, disconnects + 1):
            time.sleep(chance.uniform(*_SECONDS_BETWEEN))
            most = max(most, slack.socket.connections)
            kind = "half open" if number % 20 == 10 else chance.choice(list(_WAYS))
            opened = slack.socket.opened
            with suppress(IndexError):  # none is there to be lost
                _lose(slack, kind)
                kinds[kind] += 1
            again.append(_seconds_until_opened(slack, opened))
            progress(number, disconnects)
    finally:
        ending.set()
        writing.join()
    place.settle(crowd)
    opened = slack.socket.opened
    tries = sender.finish()
    place.server.close()
    return {
        "disconnects": dict(kinds),
        "envelopes": sender.requests,
        "sent_again": slack.socket.sent_again,
        "connections": most,
        "connections_opened": opened,
        "not_acknowledged": sender.requests - len(tries),
        "acknowledged": figures.times(one.ms for one in tries),
        "connected_again": figures.times(1000 * seconds for seconds in again),
        "answer": figures.times(figures.to_answer(slack, crowd.asked, tries)),
        **place.judge(crowd, tries),
    }


def _cut_all(slack: Slack) -> None:
    for _ in range(slack.socket.connections):
        slack.socket.cut()
        time.sleep(0.01)  # the next one is the oldest by then


_WAYS: dict[str, Callable[[Slack], None]] = {
    "warned": lambda slack: slack.socket.disconnect("warning"),
    "refreshed": lambda slack: slack.socket.disconnect("refresh_requested"),
    "cut": lambda slack: slack.socket.cut(),
    "all cut": _cut_all,
}


def _lose(slack: Slack, kind: str) -> None:
    if kind == "half open":
        slack.socket.half_open()
    else:
        _WAYS[kind](slack)


def _seconds_until_opened(slack: Slack, opened: int) -> float:
    """Until the app has opened another connection."""
    began = time.monotonic()
    while slack.socket.opened == opened and time.monotonic() < began + _PATIENCE:
        time.sleep(0.02)
    return time.monotonic() - began


def _wait_for_connections(slack: Slack, count: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while slack.socket.connections < count and time.monotonic() < deadline:
        time.sleep(0.02)


def _write(place: Workplace, crowd: Crowd, rate: float, ending: Event) -> None:
    place.write(crowd, requests=10**9, rate=rate, going_on=lambda: not ending.is_set())


def _facts(report: dict[str, Any]) -> dict[str, object]:
    shown = (
        "disconnects",
        "envelopes",
        "sent_again",
        "connections",
        "connections_opened",
        "not_acknowledged",
        "questions",
        "outcomes",
        "follow_ups_taken_before_their_question",
    )
    facts = {name.replace("_", " "): report[name] for name in shown}
    return facts | {"wrong": report["wrong"] or "nothing"}


if __name__ == "__main__":
    typer.run(main)
