"""The process of a gate: named, not imported, since evals stand above the bot."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "evals.gate")
#: In which it takes away its copy of the knowledge once it is told to end.
_SECONDS_TO_END = 10.0
#: It shares the machine with whoever answers questions.
_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class GateFailed(Exception):
    """The gate gave no result; why, in English and in Japanese."""

    def __init__(self, text: str, ja: str) -> None:
        super().__init__(text)
        self.ja = ja


def ask_gate(
    request: Mapping[str, Any], seconds: float, scratch: Path | None = None
) -> dict[str, Any]:
    """What the gate says to a request: ``{"status", "result"}``. Raises GateFailed.

    Its copy of the knowledge lies in ``scratch``, where whoever asks finds it if both are killed;
    where that is not said, among the machine's temporary files.
    """
    place = {"TMPDIR": str(scratch)} if scratch else {}
    with subprocess.Popen(
        (*_COMMAND, str(os.getpid())),
        env=os.environ | _THREADS | place | {"PYTHONPATH": _path()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        try:
            out, err = child.communicate(json.dumps(request).encode(), timeout=seconds)
        except subprocess.TimeoutExpired as expired:
            raise GateFailed(
                f"It took longer than {seconds:g} seconds (ZEROJI_GATE_SECONDS).",
                f"{seconds:g}秒（ZEROJI_GATE_SECONDS）以内に終わりませんでした。",
            ) from expired
        finally:
            _end(child)
    if child.returncode != 0:
        raise _stopped(child.returncode, err.decode(errors="replace"))
    reply: dict[str, Any] = json.loads(out)
    if error := reply.get("error"):
        raise GateFailed(error["en"], error["ja"])
    return reply


def _stopped(code: int, err: str) -> GateFailed:
    _log.error("The gate ended with %d: %s", code, err.strip()[-2000:])
    return GateFailed(
        "It stopped early; the log says why. Check again, and tell an administrator if that "
        "does not help.",
        "途中でエラーが起きました。もう一度確認してください。続くときは管理者に連絡してください。",
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """End it and whatever it has started."""
    if child.poll() is None:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=_SECONDS_TO_END)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _path() -> str:
    return os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
