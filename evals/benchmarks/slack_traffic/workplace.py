"""A company with a Slack and a Zeroji: put up, written to, and looked at."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from evals.benchmarks.slack_traffic import company
from evals.benchmarks.slack_traffic.crowd import Crowd
from evals.benchmarks.slack_traffic.judging import judge, unanswered
from evals.benchmarks.slack_traffic.sending import Sender, Try
from evals.benchmarks.slack_traffic.server import Server
from evals.loopback.slack import Slack, loopback
from evals.progress import Advance

_STAFF = "CSTAFF"
_LOOK_SECONDS = 0.5
#: No question may take longer, so nothing is waited for that does not come.
_PATIENCE = 120.0


class Carrier(Protocol):
    """What brings Slack's requests to the app."""

    #: How many there were so far.
    requests: int

    def send(self, key: str, body: dict[str, Any], copies: Sequence[float] = ()) -> None: ...


@dataclass(kw_only=True)
class Workplace:
    home: Path
    slack: Slack
    server: Server
    sender: Sender
    #: The sender, or what is used instead.
    carrier: Carrier
    questions: Sequence[str] = field(default_factory=company.questions)

    def crowd(self, chance: random.Random, *, plain: bool = False) -> Crowd:
        """People; ``plain`` ones only ask, in direct messages."""
        return Crowd(self.slack, self.carrier.send, self.questions, chance, plain=plain)

    def write(
        self,
        crowd: Crowd,
        *,
        requests: int,
        rate: float,
        progress: Advance = lambda done, total: None,
        going_on: Callable[[], bool] = lambda: True,
    ) -> None:
        """Let people write until Slack has sent so many requests, so many a second."""
        began, before = time.monotonic(), self.carrier.requests
        while (sent := self.carrier.requests - before) < requests and going_on():
            crowd.go_on()
            due = (time.monotonic() - began) * rate
            if sent < due:
                crowd.write()
            else:
                time.sleep(min(0.05, (sent - due) / rate))
            progress(sent, requests)

    def settle(self, crowd: Crowd, patience: float = _PATIENCE) -> None:
        """Wait until all questions have their outcome, as long as any still comes."""
        crowd.finish()
        everything = [one.key for one in crowd.asked]
        left, changed = len(everything) + 1, time.monotonic()
        while left and time.monotonic() < changed + patience:
            now_left = len(unanswered(self.slack, crowd.asked, everything))
            if now_left < left:
                left, changed = now_left, time.monotonic()
            time.sleep(_LOOK_SECONDS)
        # What is done after the answer: statuses, deletions.
        deadline = time.monotonic() + 10
        while any(one.visible for one in self.slack.statuses) and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
        time.sleep(1)

    def judge(self, crowd: Crowd, tries: Sequence[Try]) -> dict[str, Any]:
        """The server is closed by now."""
        acknowledged: dict[str, float] = {}
        for one in sorted((one for one in tries if one.acknowledged), key=lambda one: one.at):
            acknowledged.setdefault(one.key, one.at + one.ms / 1000)
        return judge(self.slack, self.home, crowd.asked, acknowledged)


@contextmanager
def workplace(
    *, slack_ms: int = 0, more: Mapping[str, str] | None = None, pauses: Sequence[float] = ()
) -> Iterator[Workplace]:
    """A new home with the sample company's manuals; ``more`` are settings of its server."""
    with tempfile.TemporaryDirectory(prefix="zeroji-slack-") as folder, loopback() as slack:
        home = Path(folder) / "home"
        company.make(home)
        slack.seconds_of_a_call = slack_ms / 1000
        slack.workspace.channel(_STAFF, private=True)
        server = Server(home, slack.url, {"ZEROJI_SLACK_STAFF_CHANNEL": _STAFF, **(more or {})})
        sender = Sender(server.port, pauses) if pauses else Sender(server.port)
        try:
            yield Workplace(home=home, slack=slack, server=server, sender=sender, carrier=sender)
        finally:
            server.close()
            sender.end()
