"""Lives of a server: it starts, people work, it is killed; then everything is looked through."""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from evals.benchmarks.killed_loop.acknowledged import lost
from evals.benchmarks.killed_loop.moves import Moves
from evals.benchmarks.killed_loop.people import People
from evals.benchmarks.killed_loop.published import newest_published
from evals.benchmarks.killed_loop.server import Server
from evals.benchmarks.killed_loop.settled import half_done
from evals.benchmarks.killed_loop.state import State, state_of

_log = logging.getLogger(__name__)

#: What is under way when the server is killed, and how often in a round. ``anything``: several
#: people at once, at a random moment; the others: at a random moment of that very request.
AIMS = {
    "anything": 9,
    "starting": 3,
    "gate": 2,
    "gate alone": 1,
    "ask": 2,
    "claim": 1,
    "note": 1,
    "reply": 3,
    "hand over": 1,
    "split": 1,
    "dismiss": 1,
    "reopen": 1,
    "propose": 2,
    "revise": 1,
    "reject": 1,
    "approve": 5,
    "take back": 3,
}
_SECONDS_OF_ANYTHING = 4.0
_FIRST_GATE_SECONDS = 8.0
_SECONDS_TO_PREPARE = 150.0
#: For all gates that wait in the end.
_SECONDS_TO_SETTLE = 900.0
_WORKERS = 3
_HALF_DONE = ("publishing", "taking_back")


@dataclass(kw_only=True)
class Seen:
    """What has been seen so far."""

    kills: int = 0
    gates_killed: int = 0
    #: What is not as it must be, and when that was seen.
    broken: dict[str, str] = field(default_factory=dict)
    while_: Counter[str] = field(default_factory=Counter)
    #: Statuses that the server left behind, which the next start goes on from.
    left: Counter[str] = field(default_factory=Counter)


class Lives:
    def __init__(self, home: Path, cookies: dict[str, str], chance: random.Random) -> None:
        self.home = home
        self.server = Server(home)
        self.people = People(address=self.server.address, cookies=cookies)
        self.seen = Seen()
        self._moves = Moves(home, chance)
        self._chance = chance
        self._aims: list[str] = []
        #: Whether the last kill left something that the next start goes on with.
        self._left = False
        #: How long the last gate took that was finished.
        self._gate_seconds = _FIRST_GATE_SECONDS

    def live(self) -> None:
        """One life, and what is to be seen after it."""
        aim = self._aim()
        self.server.start()
        if aim == "starting":
            time.sleep(self._chance.uniform(0, 1.1 * self.server.seconds_to_start))
            self._kill(aim)
            return
        self.server.wait()
        self._look_through()
        if aim == "anything":
            self._work_at_random(aim)
        elif aim == "gate":
            self._wait_for_gate()
            time.sleep(self._chance.uniform(0, self._gate_seconds))
            self._kill(aim)
        elif aim == "gate alone":
            self._wait_for_gate()
            time.sleep(self._chance.uniform(0, self._gate_seconds))
            self.seen.gates_killed += self.server.kill_gates()
            self._work_at_random(aim)
        else:
            self._work_towards(aim)

    def stop(self) -> None:
        """However it ended."""
        if self.server.runs:
            self.server.kill(with_gates=True)

    def end(self) -> None:
        """Start it once more, have all gates finish, and close it in good order."""
        self.server.start()
        self.server.wait()
        self._look_through()
        self._until(lambda state: not _under_way(state), "gates wait for ever", _SECONDS_TO_SETTLE)
        self._look_through()
        self.server.close()

    def _aim(self) -> str:
        if self._left and self._chance.random() < 0.5:
            return "starting"
        if not self._aims:
            self._aims = [aim for aim, times in AIMS.items() for _ in range(times)]
            self._chance.shuffle(self._aims)
        return self._aims.pop()

    def _work_towards(self, aim: str) -> None:
        """Until such a move can be made; then it is killed in the middle of it."""
        deadline = time.monotonic() + _SECONDS_TO_PREPARE
        while (move := self._moves.next(aim, state := self._state())) is None:
            if time.monotonic() > deadline:
                self._work_at_random("anything")
                return
            if aim in ("approve", "take back") and _gates_wait(state):
                self._prepare_decision(state)
            else:
                self.people.make(self._moves.any(state, *_away_from(aim)))
        worker = Thread(target=self.people.make, args=(move,))
        worker.start()
        time.sleep(self._chance.uniform(0, 1.15 * self.people.seconds(aim)))
        self._kill(aim, worker)

    def _prepare_decision(self, state: State) -> None:
        """Wait for a gate; what it finds is approved where something is to be taken back."""
        if (approval := self._moves.next("approve", state)) is not None:
            self.people.make(approval)
        elif self._chance.random() < 0.3:
            self.people.make(self._moves.any(state, "propose", "reject", "revise", "approve"))
        else:
            time.sleep(0.3)

    def _work_at_random(self, aim: str) -> None:
        """Several people at once, until a random moment; they stop when the server is dead."""
        stop = Event()

        def work() -> None:
            while not stop.is_set():
                if self.people.make(self._moves.any(self._state())) == "lost":
                    return

        workers = [Thread(target=work) for _ in range(_WORKERS)]
        for worker in workers:
            worker.start()
        time.sleep(self._chance.uniform(0.1, _SECONDS_OF_ANYTHING))
        stop.set()
        self._kill(aim, *workers)

    def _wait_for_gate(self) -> None:
        def runs(state: State) -> bool:
            if not _gates_wait(state):
                self.people.make(self._moves.any(state, "approve", "reject", "take back"))
            return bool(self.server.gates())

        self._until(runs, "no gate runs")

    def _until(
        self, is_so: Callable[[State], bool], otherwise: str, seconds: float = _SECONDS_TO_PREPARE
    ) -> None:
        deadline = time.monotonic() + seconds
        while not is_so(self._state()):
            if time.monotonic() > deadline:
                self._tell([otherwise], f"kill {self.seen.kills}")
                return
            time.sleep(0.1)

    def _kill(self, aim: str, *workers: Thread) -> None:
        with_gates = self._chance.random() < 0.5
        self.server.kill(with_gates=with_gates)
        for worker in workers:
            worker.join()
        self.seen.kills += 1
        self.seen.while_[aim] += 1
        self._note_left()
        self._tell(self._lost(), f"after a kill while {aim}")

    def _note_left(self) -> None:
        state = self._state()
        self._left = bool(state.proposals_in(*_HALF_DONE))
        for status in _HALF_DONE:
            self.seen.left[status] += len(state.proposals_in(status))
        took = [float(p.gate["seconds"]) for p in state.proposals if p.gate]
        self._gate_seconds = next((s for s in reversed(took) if s), self._gate_seconds)
        self.seen.left["gate running"] += sum(p.gate_status == "running" for p in state.proposals)

    def _lost(self) -> list[str]:
        return [*lost(self.home, self.people), *self.people.errors]

    def _look_through(self) -> None:
        addenda = self.home / "addenda"
        found = [*self._lost(), *half_done(self.home, addenda), *self._unfound()]
        self._tell(found, f"after the start after kill {self.seen.kills}")

    def _tell(self, found: list[str], when: str) -> None:
        """Each thing when it is seen first."""
        for one in found:
            if one not in self.seen.broken:
                _log.error("%s (%s)", one, when)
                self.seen.broken[one] = when

    def _unfound(self) -> list[str]:
        """Whether a search finds what was published last."""
        newest = newest_published(self.home)
        if newest is None:
            return []
        path = f"/console/tickets/{newest.ticket_id}/passages"
        last = newest.after.strip().splitlines()[-1]
        page = self.people.page("ito", path, find=f"{newest.heading_path[-1]} {last}"[:200])
        said = "".join((page or "").split())
        return [] if "".join(last.split())[:20] in said else [f"not found: {last}"]

    def _state(self) -> State:
        return state_of(self.home)


def _gates_wait(state: State) -> bool:
    return any(p.gate_status in ("waiting", "running") for p in state.proposals_in("proposed"))


def _under_way(state: State) -> bool:
    return _gates_wait(state) or bool(state.proposals_in(*_HALF_DONE))


def _away_from(aim: str) -> tuple[str, ...]:
    """What does not lead to such a move."""
    if aim in ("approve", "take back"):
        return ("reject", "revise", "take back", "dismiss", "reopen")
    return ("approve", "take back") if aim in ("revise", "reject") else ()
