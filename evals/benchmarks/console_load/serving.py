"""Servers in processes of their own, as they are run, on the loopback address."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot import sessions
from bot.home import Home
from knowledge.database import connect, sqlite_url, writing
from knowledge.errors import HomeUnavailable

_ZEROJI = "from bot.cli import main; main()"
_FLOOR = "evals.benchmarks.console_load.floor"
_SECONDS_TO_START = 300.0


@dataclass(frozen=True, kw_only=True)
class Server:
    #: ``http://127.0.0.1:PORT``.
    address: str
    #: Its process.
    process: int

    def spent_since(self, spent: float, requests: int) -> dict[str, float]:
        """Milliseconds of a processor for each of so many requests; see processor_seconds.

        Other than times, they say the same on a machine that has other things to do.
        """
        seconds = processor_seconds(self.process) - spent
        return {"processor_ms": round(1000 * seconds / max(1, requests), 1)}


@contextmanager
def zeroji(home: Path) -> Iterator[Server]:
    """``zeroji serve`` on a home."""
    port = _free_port()
    command = [sys.executable, "-c", _ZEROJI, "serve", "--port", str(port)]
    set_otherwise = ("ZEROJI_", "SLACK_", "DATABASE_URL", "CHROMA_URL")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(set_otherwise)}
    environment |= {"ZEROJI_HOME": str(home), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    yield from _served(command, environment, f"http://127.0.0.1:{port}", "/health")


@contextmanager
def floor(home: Path) -> Iterator[Server]:
    """The bare page on a home's database; see :mod:`.floor`."""
    port = _free_port()
    command = [sys.executable, "-m", _FLOOR, str(home / "zeroji.sqlite3"), str(port)]
    yield from _served(command, dict(os.environ), f"http://127.0.0.1:{port}", "/")


def signed_in(home: Path, names: Sequence[str]) -> list[str]:
    """The session cookies of members of a home that no server runs on."""
    owned = Home(home)
    if not owned.acquire():
        raise HomeUnavailable(f"A server runs on {home}.")
    database = connect(sqlite_url(home / "zeroji.sqlite3"))
    with writing(database) as tx:
        cookies = [sessions.begin(tx, name, "link") for name in names]
    database.dispose()
    owned.release()
    return cookies


def _served(
    command: list[str], environment: dict[str, str], address: str, path: str
) -> Iterator[Server]:
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(process, address + path)
            yield Server(address=address, process=process.pid)
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise HomeUnavailable("The server did not start.")


def processor_seconds(process: int) -> float:
    """Of a process and its threads so far. Linux only."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
