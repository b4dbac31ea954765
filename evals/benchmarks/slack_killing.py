"""Kills ``zeroji serve`` hundreds of times while Slack sends it questions; is any lost or doubled?

``python -m evals.benchmarks.slack_killing [--kills 200] [--rate 2]``: people ask, go on, change and
delete without a pause; what is not acknowledged comes again, as Slack does it. The server is killed
with SIGKILL, in turn: at a random moment; while it is being told of an event; before Slack takes a
message; after Slack has taken it and before the server knows; when a status has been shown; and
during its own start. Then it is started again. Exit code 1 when anything is wrong in the end.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Annotated, Any

import typer

from evals.benchmarks.slack_traffic import figures
from evals.benchmarks.slack_traffic.crowd import Crowd
from evals.benchmarks.slack_traffic.workplace import Workplace, workplace
from evals.loopback.slack import Failure
from evals.progress import bars

#: Seconds that a server lives at most before it is killed at a random moment of its work.
_LIFE = 3.0
#: What is aimed at is waited for so long; then the server is killed all the same.
_PATIENCE = 15.0
#: Seconds before each further try of an event that was not acknowledged: servers are down for
#: seconds only, so these end in an acknowledgement like Slack's hours do.
_PAUSES = (0.0, 1.0, 3.0, 6.0, 12.0)


def main(
    kills: Annotated[int, typer.Option(min=1, help="How often to kill.")] = 200,
    rate: Annotated[float, typer.Option(min=0.1, help="Events a second.")] = 2.0,
    seed: Annotated[int, typer.Option(help="Other questions, other moments.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    with workplace(pauses=_PAUSES) as place, bars() as bar:
        killing = Killing(place=place, chance=random.Random(seed))
        report = killing.run(kills, rate, seed, bar("Killing"))
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        rows = {name: report[name] for name in ("acknowledged", "answer")}
        figures.show(f"Killed {kills} times", rows, _facts(report))
    raise typer.Exit(1 if report["wrong"] else 0)


@dataclass(kw_only=True)
class Killing:
    place: Workplace
    chance: random.Random
    killed_while: Counter[str] = field(default_factory=Counter)

    def run(self, kills: int, rate: float, seed: int, progress: Any) -> dict[str, Any]:
        began, ending = time.monotonic(), Event()
        crowd = self.place.crowd(random.Random(seed))
        writing = Thread(target=_write, args=(self.place, crowd, rate, ending))
        self.place.server.start()
        self.place.server.wait()
        writing.start()
        try:
            while self.killed_while.total() < kills:
                self._live_and_die()
                progress(self.killed_while.total(), kills)
        finally:
            ending.set()
            writing.join()
        self.place.settle(crowd)
        self.place.server.close()
        tries = self.place.sender.finish()
        answered = {one.key for one in tries if one.acknowledged}
        return {
            "kills": self.killed_while.total(),
            "killed_while": dict(self.killed_while),
            "requests": len(tries),
            "never_acknowledged": len({one.key for one in tries} - answered),
            "acknowledged": figures.times(one.ms for one in tries if one.acknowledged),
            "answer": figures.times(figures.to_answer(self.place.slack, crowd.asked, tries)),
            "seconds_to_start": round(self.place.server.seconds_to_start, 1),
            "seconds": round(time.monotonic() - began, 1),
            **self.place.judge(crowd, tries),
        }

    def _live_and_die(self) -> None:
        """One life of the server that runs, its death, and the next one's start."""
        aims: dict[str, Callable[[], bool]] = {
            "at a random moment": self._at_random,
            "being told of an event": self._being_told,
            "before Slack took a message": lambda: self._in_a_call("chat.postMessage", after=False),
            "after Slack took a message": lambda: self._in_a_call("chat.postMessage", after=True),
            "showing a status": lambda: self._in_a_call("assistant.threads.setStatus", after=True),
            "starting": self._at_random,
        }
        aim = list(aims)[self.killed_while.total() % len(aims)]
        hit = aims[aim]()
        self.place.server.kill()
        for method in ("chat.postMessage", "assistant.threads.setStatus"):
            self.place.slack.fail_call(method)
        self.killed_while[aim if hit else "at a random moment"] += 1
        self.place.server.start()
        if aim == "starting":
            time.sleep(self.chance.uniform(0, self.place.server.seconds_to_start))
            self.place.server.kill()
            self.killed_while[aim] += 1
            self.place.server.start()
        self.place.server.wait()

    def _wait_for_work(self) -> None:
        """Until it works on what has come: a start may take longer than a life."""
        before, deadline = len(self.place.slack.calls), time.monotonic() + _PATIENCE
        while len(self.place.slack.calls) == before and time.monotonic() < deadline:
            time.sleep(0.005)

    def _at_random(self) -> bool:
        self._wait_for_work()
        time.sleep(self.chance.uniform(0, _LIFE))
        return True

    def _being_told(self) -> bool:
        """Between the sending of an event and its acknowledgement, as good as one can aim."""
        self._wait_for_work()
        time.sleep(self.chance.uniform(0, 1))
        before, deadline = self.place.sender.requests, time.monotonic() + _PATIENCE
        while self.place.sender.requests == before and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(self.chance.uniform(0, 0.03))
        return True

    def _in_a_call(self, method: str, *, after: bool) -> bool:
        """Slack has had the call, or taken its effect, and the server waits for the answer."""
        self._wait_for_work()
        failure = Failure(silent=True, after=after)
        self.place.slack.fail_call(method, failure)
        return failure.happened.wait(_PATIENCE)


def _write(place: Workplace, crowd: Crowd, rate: float, ending: Event) -> None:
    place.write(crowd, requests=10**9, rate=rate, going_on=lambda: not ending.is_set())


def _facts(report: dict[str, Any]) -> dict[str, object]:
    shown = (
        "killed_while",
        "requests",
        "never_acknowledged",
        "questions",
        "outcomes",
        "follow_ups_taken_before_their_question",
        "whispered",
        "seconds_to_start",
        "seconds",
    )
    facts = {name.replace("_", " "): report[name] for name in shown}
    return facts | {"wrong": report["wrong"] or "nothing"}


if __name__ == "__main__":
    typer.run(main)
