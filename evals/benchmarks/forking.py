"""Work in a child process, which may crash without its parent."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, TypeVar, cast

_Result = TypeVar("_Result", bound=dict[str, Any])


def in_child(work: Callable[[], _Result]) -> _Result | None:
    """The result (plain JSON values) of work done in a fork of this process; None if it died.

    Call it before this process opens Chroma or starts threads: a fork has neither.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        result = said.read()
    os.waitpid(child, 0)
    return cast("_Result", json.loads(result)) if result else None


def _work(work: Callable[[], dict[str, Any]], writing: int) -> None:
    """Never returns: the parent's exit handlers are not the child's."""
    try:
        with os.fdopen(writing, "wb") as saying:
            saying.write(json.dumps(work()).encode())
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stderr.flush()
        os._exit(0)
