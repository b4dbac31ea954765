"""``zeroji serve`` in a process of its own, which may be killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

_SERVE = "from bot.cli import main; main()"


@dataclass(frozen=True, kw_only=True)
class Server:
    process: subprocess.Popen[bytes]
    http: httpx.Client

    def run(self, url: str) -> dict[str, Any]:
        """How far a run is."""
        found: dict[str, Any] = self.http.get(url).json()
        return found


@contextmanager
def server(home: Path) -> Iterator[Server]:
    """Killed with SIGKILL at the end."""
    home.mkdir(exist_ok=True)
    (home / "token").write_text("secret")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ZEROJI_", "SLACK_"))}
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, "serve", "--port", str(port)],
        env=environment | {"ZEROJI_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    headers = {"Authorization": "Bearer secret"}
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers) as http:
            wait_for(lambda: _up(http))
            yield Server(process=process, http=http)
    finally:
        process.kill()
        process.wait()


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """The first true value of a condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError(f"nothing within {seconds} seconds")


def _up(http: httpx.Client) -> bool:
    try:
        return http.get("/health").is_success
    except httpx.TransportError:
        return False
