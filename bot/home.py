"""ZEROJI_HOME: the folder of one Zeroji, and the one process that owns it.

Embedded Chroma is corrupted by two processes, so whoever opens the home locks it. A server that
owns it says where it listens; a command that finds it locked talks to that server instead.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from knowledge.errors import HomeUnavailable


@dataclass(frozen=True, kw_only=True)
class RunningServer:
    """The server that owns a home."""

    url: str
    pid: int


class Home:
    """The folder, made when it is missing. Raises HomeUnavailable when it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: IO[str] | None = None
        #: Where the server in this process listens, once it has been announced.
        self.server_url: str | None = None
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            (self.path / "lock").touch()
        except OSError as error:
            raise HomeUnavailable(
                f"ZEROJI_HOME {self.path} cannot be written ({error.strerror}). "
                "Set ZEROJI_HOME to a folder that you may write."
            ) from error

    def acquire(self) -> bool:
        """Own the home until :meth:`release`; False when another process owns it."""
        lock = (self.path / "lock").open("r+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        # What a killed server left would send others to it while this process owns the home.
        (self.path / "server.json").unlink(missing_ok=True)
        return True

    def release(self) -> None:
        if self._lock is not None:
            (self.path / "server.json").unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def announce(self, url: str) -> None:
        """Say where the server that owns this home listens."""
        self.server_url = url
        server = RunningServer(url=url, pid=os.getpid())
        (self.path / "server.json").write_text(json.dumps(asdict(server)))

    def running_server(self) -> RunningServer:
        """The server that owns the home. Raises HomeUnavailable when it is no server."""
        try:
            return RunningServer(**json.loads((self.path / "server.json").read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise HomeUnavailable(
                f"Another zeroji command is using {self.path}. Wait until it has finished, or "
                "set ZEROJI_HOME to another folder."
            ) from error

    @property
    def token(self) -> str:
        """The secret that commands on this machine show to the server; made when missing."""
        path = self.path / "token"
        if not path.exists():
            # Written whole before it has its name: two requests at once find one and the same.
            made = self.path / f"token.{secrets.token_hex(8)}"
            descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
            with suppress(FileExistsError):
                os.link(made, path)
            made.unlink()
        return path.read_text().strip()
