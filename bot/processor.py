"""The processor, which those who answer share: few work at a time, in the order they came.

Answering is work, not waiting: more at a time would only make each other slower, and keep Slack
and the console from being answered. Who waits for something outside, such as a language model,
leaves the processor to others meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local

#: Python runs one thread at a time; a second one goes on while the first reads from disk or has
#: numpy compute.
_AT_A_TIME = 2

_places = BoundedSemaphore(_AT_A_TIME)
_own = local()


@contextmanager
def working() -> Iterator[None]:
    """Work while the block runs, when it is one's turn."""
    if _works():
        yield
        return
    with _places:
        _own.works = True
        try:
            yield
        finally:
            _own.works = False


@contextmanager
def waiting() -> Iterator[None]:
    """Leave one's place to others while the block runs; for who has none, nothing changes."""
    if not _works():
        yield
        return
    _own.works = False
    _places.release()
    try:
        yield
    finally:
        _places.acquire()
        _own.works = True


def _works() -> bool:
    return getattr(_own, "works", False)
