"""How much memory this process has, by what it holds."""

from __future__ import annotations

import ctypes
import gc
import sys
from pathlib import Path
from typing import NamedTuple

from knowledge.errors import InvalidInput


class Memory(NamedTuple):
    """MiB."""

    resident: int
    #: Of it, pages of mapped files, which the system takes back when others need room.
    mapped: int


def memory() -> Memory:
    """Of this process, after what nobody needs is given back.

    Raises InvalidInput where there is no ``/proc``.
    """
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InvalidInput("Memory can be measured on Linux only.") from error
    said = dict(line.split(":", 1) for line in lines)
    resident, mapped = (int(said[name].split()[0]) // 1024 for name in ("VmRSS", "RssFile"))
    return Memory(resident, mapped)
