"""``python -m evals.gate [PARENT]``: the gate's process. A request as JSON on stdin, the result on
stdout. It ends with the process that started it, whose number is PARENT.

Without a language model: the same answer each time, at no cost, and nothing leaves the house.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import redirect_stdout
from typing import Any

from evals.gating.examining import examine, settings_for
from evals.gating.request import Request
from ingest.errors import UnreadableDocument
from knowledge.errors import ZerojiError

_NICE = 10


def main() -> None:
    os.nice(_NICE)
    _end_with_parent()
    request = Request.model_validate_json(sys.stdin.buffer.read())
    with redirect_stdout(sys.stderr):
        reply = _reply(request)
    json.dump(reply, sys.stdout)


def _reply(request: Request) -> dict[str, Any]:
    try:
        status, result = examine(request, settings_for(request))
    except ZerojiError as error:
        return {"error": {"en": str(error), "ja": error.text("ja")}}
    except UnreadableDocument as error:
        text = f"{error.reason} {error.advice}"
        return {"error": {"en": text, "ja": f"変更後のファイルを読み取れません。{text}"}}
    return {"status": status, "result": result}


def _end_with_parent() -> None:
    """Nobody reads the result once whoever asked is dead; they may be since before we looked."""
    parent = int(sys.argv[1]) if len(sys.argv) > 1 else os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
