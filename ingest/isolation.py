"""Documents are untrusted: they are read in a child process that can be killed.

The child (``python -m ingest.reading``) gets no secrets in its environment, may use so much
memory and no network, answers in JSON lines, and is killed when a document takes too long.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from ingest.errors import UnreadableDocument
from ingest.reading import check_extension
from ingest.reading.elements import Progress
from ingest.reading.wire import dump_meta, load_document
from knowledge.model import Document

_ROOT = Path(__file__).resolve().parents[1]
#: The only variables that the reading process inherits.
_INHERITED = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
_FIXED = {
    "PYTHONPATH": str(_ROOT),
    "PYTHONIOENCODING": "utf-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "DO_NOT_TRACK": "1",
    "SCARF_NO_ANALYTICS": "1",
    "UNSTRUCTURED_DISABLE_NOTICE": "1",
}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What reading one document may cost."""

    #: Wall time; a scanned page takes 3 to 12 seconds.
    seconds: float = 300
    #: Data memory of the reading process; reading a scan needs about 1,200 MB.
    memory_mb: int = 3072
    #: Size of the file.
    file_mb: int = 50


def read_isolated(
    path: Path,
    *,
    overrides: Mapping[str, object] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Document:
    """Read one document in a process of its own; see DocumentReader.read."""
    with DocumentReader(limits) as reader:
        return reader.read(path, overrides=overrides, progress=progress)


class DocumentReader:
    """A warm reading process that reads documents one after another.

    It starts with the first document and again after a document that broke it. Use it from one
    thread at a time, as a context manager, or call ``close``.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._buffer = bytearray()

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading process at once."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def read(
        self,
        path: Path,
        *,
        overrides: Mapping[str, object] | None = None,
        progress: Progress | None = None,
    ) -> Document:
        """Read a document with its sidecar.

        ``overrides`` are fields of ManualMeta that win over the sidecar and the file itself.
        Raises UnreadableDocument.
        """
        check_file(path, self.limits)
        request = {
            "path": str(path.absolute()),
            "overrides": dump_meta(overrides or {}),
            "seconds": self.limits.seconds,
        }
        try:
            reply = self._ask(path, request, progress or (lambda done, total: None))
        except BaseException:
            self.close()
            raise
        if "error" in reply:
            raise UnreadableDocument(path, reply["error"]["reason"], reply["error"]["advice"])
        return load_document(reply["document"])

    def _ask(self, path: Path, request: dict[str, object], progress: Progress) -> dict[str, Any]:
        child = self._running()
        assert child.stdin is not None and child.stdout is not None
        deadline = time.monotonic() + self.limits.seconds
        with suppress(BrokenPipeError):  # a dead child is noticed when its answer is read
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
        while True:
            line = _read_line(child.stdout.fileno(), deadline, self._buffer)
            if line is None:
                raise self._timed_out(path)
            if not line:
                raise self._died(path, child)
            reply: dict[str, Any] = json.loads(line)
            if "progress" not in reply:
                return reply
            progress(*reply["progress"])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._buffer = bytearray()
            self._child = _start(self.limits)
        return self._child

    def _timed_out(self, path: Path) -> UnreadableDocument:
        return UnreadableDocument(
            path,
            f"Reading it took longer than {self.limits.seconds:g} seconds.",
            "Split it into smaller files, or raise the time limit.",
        )

    def _died(self, path: Path, child: subprocess.Popen[bytes]) -> UnreadableDocument:
        code = child.wait()
        return UnreadableDocument(
            path,
            f"The reading process ended unexpectedly (exit status {code}); "
            f"the file is damaged or needs more than {self.limits.memory_mb} MB of memory.",
            "Open it in its program and save it again, or split it into smaller files.",
        )


def check_file(path: Path, limits: Limits) -> None:
    """Raise UnreadableDocument for what can be told without opening the file."""
    if not path.is_file():
        raise UnreadableDocument(path, "The file does not exist.", "Check the path.")
    check_extension(path)
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument(path, "The file is empty.", "Save it again with its contents.")
    if size > limits.file_mb * 1024 * 1024:
        raise UnreadableDocument(
            path,
            f"The file has {size / 1024 / 1024:.0f} MB; the limit is {limits.file_mb} MB.",
            "Split it into smaller files, or raise the size limit.",
        )


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ} | _FIXED
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "ingest.reading", json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _read_line(source: int, deadline: float, buffer: bytearray) -> bytes | None:
    """The next line from a pipe; empty when the writer is gone, None when time is up."""
    waiting = select.poll()  # select() refuses descriptors above 1023, which a busy server has
    waiting.register(source, select.POLLIN | select.POLLHUP)
    while (end := buffer.find(b"\n")) < 0:
        ready = waiting.poll(max(0.0, deadline - time.monotonic()) * 1000)
        if not ready:
            return None
        data = os.read(source, 1 << 16)
        if not data:
            return b""
        buffer += data
    line = bytes(buffer[: end + 1])
    del buffer[: end + 1]
    return line
