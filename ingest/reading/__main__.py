"""The reading process: requests on stdin, one JSON object a line; answers on stdout.

Request  {"path", "overrides", "seconds"}
Answer   {"progress": [done, total]} any number of times, then
         {"document": …} or {"error": {"reason", "advice"}}
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import warnings
from pathlib import Path
from typing import Any, TextIO

from ingest.document import read_document
from ingest.errors import UnreadableDocument
from ingest.reading.wire import dump_document, load_meta

_BLOCKED = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system")
#: Spare seconds before a reading process that nobody watches any more ends itself.
_GRACE = 10


def main() -> None:
    limits = json.loads(sys.argv[1])
    _limit_memory(limits["memory_mb"])
    sys.addaudithook(_refuse)
    warnings.simplefilter("ignore")
    answers = _take_stdout()
    for line in sys.stdin:
        request = json.loads(line)
        signal.alarm(int(request["seconds"]) + _GRACE)
        _send(answers, _answer(request, answers))
        signal.alarm(0)


def _answer(request: dict[str, Any], answers: TextIO) -> dict[str, object]:
    path = Path(request["path"])

    def progress(done: int, total: int) -> None:
        _send(answers, {"progress": [done, total]})

    try:
        document = read_document(path, load_meta(request["overrides"]), progress)
        return {"document": dump_document(document)}
    except UnreadableDocument as error:
        return _error(error.reason, error.advice)
    except MemoryError:
        return _error(
            "Reading it needs more memory than allowed.",
            "Split it into smaller files, or raise the memory limit.",
        )
    except Exception as error:  # the entry point: whatever a damaged file makes a library raise
        return _error(
            f"The file is damaged or not what its name says ({_cause(error)}).",
            "Open it in its program and save it again.",
        )


def _cause(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]


def _error(reason: str, advice: str) -> dict[str, object]:
    return {"error": {"reason": reason, "advice": advice}}


def _send(answers: TextIO, message: dict[str, object]) -> None:
    answers.write(json.dumps(message, ensure_ascii=True) + "\n")
    answers.flush()


def _take_stdout() -> TextIO:
    """Keep stdout for answers only: whatever a library prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _limit_memory(megabytes: int) -> None:
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Reading needs no network and no other program: a library that tries gets an error."""
    if event in _BLOCKED:
        raise PermissionError(f"the reading process may not use {event}")


if __name__ == "__main__":
    main()
