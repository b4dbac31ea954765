"""Gates as jobs of a server: one at a time; what a dead process left is done by the next."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from bot.gating.gating import Gating
from bot.jobs import Job, Jobs

GATE = "gate"


def add_gates(jobs: Jobs, gating: Gating) -> None:
    """Have jobs run the gates of proposals as they wait."""
    gating.recover()
    #: Of each gate that waits: one that waits a second time is another job.
    keys: dict[int, str] = {}

    def run(proposal_id: str, again: bool) -> None:
        # A gate that does not wait any more has been run.
        gating.run_waiting(int(proposal_id))

    def left() -> Iterator[Job]:
        waiting = gating.waiting()
        for gone in keys.keys() - set(waiting):
            del keys[gone]
        for number in waiting:
            key = keys.setdefault(number, secrets.token_hex(4))
            yield Job(kind=GATE, key=f"{GATE}:{number}~{key}", subject=str(number), lane=GATE)

    jobs.add(GATE, run, left=left)
