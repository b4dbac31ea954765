"""``zeroji serve`` in forks of a process that has loaded it: it starts in a second, and is killed.

Linux only: the processes of gates are found in ``/proc``.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

import chromadb
import httpx

import bot.durable
import bot.slack
from bot.cli import main
from knowledge import japanese
from knowledge.embedding import embedder
from knowledge.errors import HomeUnavailable

#: Loaded here for all forks, which would each take seconds for it.
_LOADED = (bot.durable, bot.slack, chromadb)
_SECONDS_TO_START = 120.0
_SET_OTHERWISE = ("ZEROJI_", "SLACK_", "CHROMA_URL")


class Server:
    """The server of one home, from a start to a kill, again and again."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._pid = 0
        self._port = _free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self.temporary = home.parent / "tmp"
        self.log = home.parent / "server.log"
        self.temporary.mkdir(exist_ok=True)
        self._starts: list[float] = []
        embedder("builtin").query("日当")
        japanese.terms("日当")

    @property
    def seconds_to_start(self) -> float:
        return median(self._starts or [1.5])

    @property
    def runs(self) -> bool:
        return self._pid != 0

    def start(self) -> None:
        """Begin to start; :meth:`wait` until it answers."""
        self._pid = os.fork()
        if self._pid == 0:
            self._serve()

    def wait(self) -> None:
        """Raises HomeUnavailable when it does not answer, or ended."""
        started = time.monotonic()
        deadline = started + _SECONDS_TO_START
        while time.monotonic() < deadline and os.waitpid(self._pid, os.WNOHANG)[0] == 0:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/health", trust_env=False).status_code == 200:
                    self._starts.append(time.monotonic() - started)
                    return
            time.sleep(0.02)
        raise HomeUnavailable(f"The server did not start; its log says why: {self.log}")

    def kill(self, *, with_gates: bool) -> None:
        gates = self.gates()
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        self._pid = 0
        if with_gates:
            _kill(gates)

    def kill_gates(self) -> int:
        """How many there were."""
        gates = self.gates()
        _kill(gates)
        return len(gates)

    def close(self) -> None:
        """End it in good order."""
        os.kill(self._pid, signal.SIGTERM)
        os.waitpid(self._pid, 0)
        self._pid = 0

    def gates(self) -> list[int]:
        """The processes of gates that it has started."""
        found: list[int] = []
        for task in Path(f"/proc/{self._pid}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
        return found

    def _serve(self) -> None:
        try:
            os.setsid()
            log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(log, 1)
            os.dup2(log, 2)
            for name in [name for name in os.environ if name.startswith(_SET_OTHERWISE)]:
                del os.environ[name]
            threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            os.environ |= threads | {"ZEROJI_HOME": str(self._home), "TMPDIR": str(self.temporary)}
            tempfile.tempdir = None
            sys.argv = ["zeroji", "serve", "--port", str(self._port)]
            main()
        finally:
            # The parent's exit handlers are not this process's.
            sys.stderr.flush()
            os._exit(0)


def _kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
