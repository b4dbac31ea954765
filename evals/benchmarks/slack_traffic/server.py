"""``zeroji serve`` on one home: started, killed and started again, each time in a second or two."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from statistics import median

import httpx

from bot.cli import main
from evals.benchmarks.console_load.serving import processor_seconds
from evals.loopback.slack.signing import SECRET
from evals.loopback.slack.tokens import BOT_TOKEN
from knowledge.errors import HomeUnavailable

_SECONDS_TO_START = 120.0
_SET_OTHERWISE = ("ZEROJI_", "SLACK_", "CHROMA_URL", "DATABASE_URL", "OPENAI_", "AZURE_")
_context = multiprocessing.get_context("forkserver")


class Server:
    """The server of one home, from a start to a kill or a close, again and again."""

    def __init__(self, home: Path, slack_url: str, more: Mapping[str, str] | None = None) -> None:
        _context.set_forkserver_preload([f"{__package__}.loaded"])
        self.log = home.parent / "server.log"
        self._port = _free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._settings = {
            "ZEROJI_HOME": str(home),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "SLACK_API_URL": slack_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            **(more or {}),
        }
        self._process: ForkServerProcess | None = None
        #: Seconds that each start took, and of the processor that servers took, but those killed.
        self.starts: list[float] = []

    @property
    def port(self) -> int:
        return self._port

    @property
    def seconds_to_start(self) -> float:
        return median(self.starts or [1.5])

    @property
    def processor_seconds(self) -> float:
        """Of the process that runs, so far."""
        return processor_seconds(self._running.pid or 0)

    def start(self) -> None:
        """Begin to start; :meth:`wait` until it answers."""
        arguments = (self._settings, self._port, str(self.log))
        self._process = _context.Process(target=_serve, args=arguments)
        self._process.start()

    def wait(self) -> None:
        """Raises HomeUnavailable when it does not answer, or ended."""
        started = time.monotonic()
        while time.monotonic() < started + _SECONDS_TO_START and self._running.is_alive():
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/health", trust_env=False).status_code == 200:
                    self.starts.append(time.monotonic() - started)
                    return
            time.sleep(0.02)
        raise HomeUnavailable(f"The server did not start; its log says why: {self.log}")

    def kill(self) -> None:
        """With SIGKILL."""
        self._running.kill()
        self._running.join()
        self._process = None

    def close(self) -> None:
        """End it in good order, where it runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process = None

    @property
    def _running(self) -> ForkServerProcess:
        assert self._process is not None
        return self._process


def _serve(settings: dict[str, str], port: int, log: str) -> None:
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    for name in [name for name in os.environ if name.startswith(_SET_OTHERWISE)]:
        del os.environ[name]
    os.environ |= settings
    sys.argv = ["zeroji", "serve", "--port", str(port)]
    main()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
